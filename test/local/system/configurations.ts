/**
 * The configurations that tests run a local system with, beside the one in cdk.json: synthesized all at once
 * (shared-model.ts).
 */

const published = { privateChannels: 'publish' };
/** For the rows about them; nothing invokes the step by itself. */
const thumbnails = { expireAfterDays: 1 };

export const configurations = {
  /** One small export. */
  burst: { exports: { archive: { rendition: '160p30' } } },
  /** The sample counts a minute, so that two of three exports fit. Nothing depends on what IVS says. */
  braked: {
    exportLimits: { minutesPerDay: 2 },
    exports: { small: { rendition: '160p30', engine: 'remux' } },
    defaultExports: ['small'],
    playback: published,
  },
  /**
   * No export but the one that is too long for a day is held; without a limit none would pass the brake, which counts only
   * those that run by themselves.
   */
  rehearsed: { exportLimits: { minutesPerDay: 100 } },
  /** One export by each engine. */
  bothEngines: {
    exports: {
      copied: { rendition: '160p30', engine: 'mediaconvert' },
      remuxed: { rendition: '160p30', engine: 'remux' },
    },
    defaultExports: ['copied', 'remuxed'],
  },
  /** Uploaded in parts. */
  bigRemux: { exports: { big: { rendition: '720p30', engine: 'remux' } }, defaultExports: ['big'] },
  /** As far from the defaults as it goes. */
  other: {
    recordingsBucketName: 'my-recordings',
    channelArns: ['arn:aws:ivs:us-west-2:123456789012:channel/Qm4TzL9cWx2d'],
    engine: 'auto',
    exports: { small: { rendition: '160p30' }, medium: { rendition: '360p30', engine: 'mediaconvert' } },
    defaultExports: ['small', 'medium'],
    exportLimits: { automatic: false },
    retention: { thumbnails: { expireAfterDays: 30 } },
    // Nothing is encrypted on a laptop; the same template has to run.
    encryption: { key: 'create' },
  },
  /** The page as the cloud serves it. */
  withPage: { api: { enabled: true }, page: { enabled: true, consoleLink: true } },
  /**
   * IVS is asked once for each container and channel, so most cells of the fault matrix could not tell whether it is
   * asked: nothing hangs on it unless a stage says otherwise, whose rows then have channels of their own.
   */
  faults: { playback: published, retention: { thumbnails } },
  /**
   * More minutes than the cells of the fault matrix count, and less than the held recording has; and who may be told of a
   * recording depends on its channel, as it does by default.
   */
  exportFaults: { exportLimits: { minutesPerDay: 100 }, playback: {}, retention: { thumbnails } },
} as const;
