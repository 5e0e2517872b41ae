/** Who made the sample recording, where and when: all of it invented. */
export const SAMPLE_IDENTITY = {
  accountId: '123456789012',
  region: 'us-west-2',
  channelId: 'Qm4TzL9cWx2d',
  recordingId: 'h7RkV3sNp8Ya',
  /** Wall-clock time of the first video frame; not on a whole second, as in real recordings. */
  firstFrameAt: '2026-06-23T20:12:41.550Z',
} as const;
