/** Recordings as the API tells them, for the page to show: each one is the sample, under another id. */
import type { OperatorRecording } from '../../../lambdas/shared/contract/api.ts';

/** Where a recording's files are, as IVS names the folder. */
export const mediaPath = (recordingId: string): string =>
  `/ivs/v1/123456789012/Qm4TzL9cWx2d/2026/6/23/20/12/${recordingId}/media`;

/** Where its repaired playlists are. */
export const repairedPath = (recordingId: string): string => `/Qm4TzL9cWx2d/${recordingId}/playback`;

/** A complete recording of half a minute with one export, with whatever is given in place. */
export function makeShown(recordingId: string, change: Partial<OperatorRecording> = {}): OperatorRecording {
  const media = mediaPath(recordingId);
  return {
    recordingId,
    channelId: 'Qm4TzL9cWx2d',
    channelName: 'evening-show',
    startedAt: '2026-06-23T20:12:41Z',
    endedAt: '2026-06-23T20:13:10Z',
    durationMs: 29_995,
    status: 'ready',
    access: 'public',
    playback: {
      url: `${media}/hls/master.m3u8`,
      thumbnailUrl: `${media}/thumbnails/thumb0.jpg`,
      thumbnails: { urlTemplate: `${media}/thumbnails/thumb{index}.jpg`, count: 3 },
      renditions: [
        { name: '720p30', width: 1280, height: 720 },
        { name: '480p30', width: 852, height: 480 },
        { name: '360p30', width: 640, height: 360 },
        { name: '160p30', width: 284, height: 160 },
      ],
    },
    exports: [
      {
        name: 'archive',
        format: 'mp4',
        url: `/Qm4TzL9cWx2d/${recordingId}/archive.mp4?v=4ac2b7dc44611ed2cbf1dc4c09ff9dec`,
        sizeBytes: 1_922_048,
        durationMs: 29_995,
        rendition: '720p30',
        codecs: ['avc1.4D401F', 'mp4a.40.2'],
        width: 1280,
        height: 720,
      },
    ],
    unfinishedExports: [],
    recording: { bucket: 'recordings', prefix: mediaPath(recordingId).slice(1, -'/media'.length) },
    ...change,
  };
}

/** Twenty seconds that play of thirty: the middle is nowhere, and the end is not in the highest quality. */
export const makePartial = (recordingId: string, change: Partial<OperatorRecording> = {}): OperatorRecording => {
  const shown = makeShown(recordingId);
  return {
    ...shown,
    status: 'partial',
    durationMs: 19_995,
    playback: { ...shown.playback!, url: `${repairedPath(recordingId)}/master.m3u8` },
    missing: {
      seconds: 19.995,
      skippedSeconds: 10,
      ranges: [
        { rendition: '720p30', startSeconds: 10, seconds: 10 },
        { rendition: '720p30', startSeconds: 20, seconds: 9.995, replacedBy: '480p30' },
        { rendition: '480p30', startSeconds: 10, seconds: 10 },
      ],
      rangesLeftOut: 0,
    },
    ...change,
  };
};

/** One that cannot be played, with the reason. */
export const makeFailed = (recordingId: string, change: Partial<OperatorRecording> = {}): OperatorRecording => {
  const { playback, durationMs, ...shown } = makeShown(recordingId);
  return {
    ...shown,
    status: 'failed',
    exports: [],
    failure: {
      name: 'RecordingDamagedError',
      message:
        'The recording has no rendition with a playable segment: 4 playlists were found, each of them empty. Look at the channel’s stream health at that time.',
      state: 'ValidateRecording',
      redrivable: true,
      at: '2026-06-23T20:13:20Z',
      executionArn: `arn:aws:states:us-west-2:123456789012:execution:process-recording:${shown.channelId}-${recordingId}`,
    },
    ...change,
  };
};
