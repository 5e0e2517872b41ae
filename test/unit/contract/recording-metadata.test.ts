import { expect, test } from '@jest/globals';
import { recordingMetadataSchema } from '../../../lambdas/shared/contract/recording-metadata.ts';

const makeMetadata = (hls: object = {}) => ({
  version: 'v1',
  recording_started_at: '2026-06-23T20:12:41Z',
  recording_ended_at: '2026-06-23T20:15:30Z',
  channel_arn: 'arn:aws:ivs:us-east-1:123456789012:channel/AbCdef1G2hij',
  recording_status: 'RECORDING_ENDED',
  media: {
    hls: {
      duration_ms: 171_546,
      path: 'media/hls',
      playlist: 'master.m3u8',
      renditions: [
        { path: '720p30', playlist: 'playlist.m3u8', resolution_width: 1280, resolution_height: 720 },
        { path: 'audio_only', playlist: 'playlist.m3u8' },
      ],
      ...hls,
    },
  },
});

test('an audio-only rendition has no resolution, and byte-range playlists and thumbnails may be absent', () => {
  expect(recordingMetadataSchema.parse(makeMetadata())).toEqual(makeMetadata());
});

test('a failure before anything was recorded has duration 0 and no renditions', () => {
  const metadata = makeMetadata({ duration_ms: 0, renditions: [] });

  expect(recordingMetadataSchema.safeParse(metadata).success).toBe(true);
});

test.each(['../other/recording', '/media/hls', 'media//hls', 'https://example.com', 'media/hls/', '', 'x'.repeat(257)])(
  'a path that could lead out of the recording, or that no key has room for, is refused: %j',
  (path) => {
    expect(recordingMetadataSchema.safeParse(makeMetadata({ path })).success).toBe(false);
  },
);

test('more renditions than any recording has are refused, since each would be listed and read', () => {
  const renditions = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ path: `r${index}`, playlist: 'playlist.m3u8' }));

  expect(recordingMetadataSchema.safeParse(makeMetadata({ renditions: renditions(50) })).success).toBe(true);
  expect(recordingMetadataSchema.safeParse(makeMetadata({ renditions: renditions(51) })).success).toBe(false);
});
