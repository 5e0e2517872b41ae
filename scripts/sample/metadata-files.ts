import { PLAYLIST_NAMES } from './playlists.ts';
import { durationMs, type WrittenRendition } from './written-rendition.ts';

/** What the metadata files say besides the renditions. */
export type RecordingFacts = {
  channelArn: string;
  startedAt: Date;
  endedAt: Date;
  thumbnails: { width: number; height: number };
};

/**
 * `events/recording-started.json`. It lists the renditions in another order than the file of the end, as a real
 * recording does, so that nothing can rely on the order.
 *
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html
 */
export function recordingStartedFile(renditions: WrittenRendition[], facts: RecordingFacts): string {
  const shuffled = [...renditions.slice(-1), ...renditions.slice(0, -1)];
  return JSON.stringify({
    version: 'v1',
    recording_started_at: wholeSeconds(facts.startedAt),
    channel_arn: facts.channelArn,
    recording_status: 'RECORDING_STARTED',
    media: mediaField(shuffled, facts),
  });
}

/** `events/recording-ended.json`, which also tells the end and `duration_ms`, the sum of the segments' durations. */
export function recordingEndedFile(renditions: WrittenRendition[], facts: RecordingFacts): string {
  return JSON.stringify({
    version: 'v1',
    recording_started_at: wholeSeconds(facts.startedAt),
    recording_ended_at: wholeSeconds(facts.endedAt),
    channel_arn: facts.channelArn,
    recording_status: 'RECORDING_ENDED',
    media: mediaField(renditions, facts, Math.max(...renditions.map(durationMs))),
  });
}

function mediaField(renditions: WrittenRendition[], { thumbnails }: RecordingFacts, totalMs?: number) {
  return {
    hls: {
      ...(totalMs === undefined ? {} : { duration_ms: totalMs }),
      path: 'media/hls',
      playlist: PLAYLIST_NAMES.multivariant,
      byte_range_playlist: PLAYLIST_NAMES.byteRangeMultivariant,
      renditions: renditions.map(({ rung }) => ({
        path: rung.name,
        playlist: PLAYLIST_NAMES.media,
        byte_range_playlist: PLAYLIST_NAMES.byteRange,
        resolution_width: rung.width,
        resolution_height: rung.height,
      })),
    },
    thumbnails: {
      path: 'media/thumbnails',
      resolution_width: thumbnails.width,
      resolution_height: thumbnails.height,
    },
  };
}

function wholeSeconds(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`;
}
