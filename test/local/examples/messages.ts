import type { Notification } from '../../../lambdas/shared/contract/notification.ts';

type OfPlayback = Extract<Notification, { type: 'recording.playback.ready' }>;

/** The news that a recording can be played. */
export const playbackReady = (more: Partial<OfPlayback> = {}): OfPlayback => ({
  schemaVersion: '1',
  id: 'AsXego4U6tnj/j8Z9O91ndcVs/recording.playback.ready',
  type: 'recording.playback.ready',
  time: '2026-06-23T20:13:30.000Z',
  recording: { channelId: 'AsXego4U6tnj', recordingId: 'j8Z9O91ndcVs', bucket: 'my-recordings', prefix: 'ivs/v1' },
  playback: { url: 'https://v.example.com/master.m3u8', renditions: [] },
  metadata: {},
  execution: { arn: 'arn', redriveCount: 0 },
  ...more,
});

/** The news that nothing was recorded after all. */
export const empty = (time: string): Notification => {
  const { playback, ...rest } = playbackReady();
  return { ...rest, type: 'recording.empty', id: 'AsXego4U6tnj/j8Z9O91ndcVs/recording.empty', time };
};
