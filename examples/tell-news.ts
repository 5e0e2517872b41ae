import type { Notification } from '../lambdas/shared/contract/notification.ts';

/** What these examples do with news: they print it. Yours puts it into a database, or tells viewers. */
export function tellNews(message: Notification): string {
  switch (message.type) {
    case 'recording.playback.ready':
      return `${message.recording.recordingId} can be played: ${message.playback.url}`;
    case 'recording.export.ready':
      return `${message.recording.recordingId} can be downloaded: ${message.export.url}`;
    case 'recording.playback.withheld':
      return `${message.recording.recordingId} is there, and its URL is not announced.`;
    case 'recording.export.withheld':
      return `${message.recording.recordingId} has the file ${message.export.key}, and its URL is not announced.`;
    case 'recording.export.held':
      return `${message.recording.recordingId} waits with ${message.export.name}: ${message.hold.message}`;
    case 'recording.empty':
      return `${message.recording.recordingId} is empty.`;
    case 'recording.failed':
    case 'recording.export.failed':
    case 'recording.start.failed':
      return `${message.id} failed: ${message.error.name}: ${message.error.message}`;
  }
}
