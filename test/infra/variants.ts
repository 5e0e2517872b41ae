/** Configurations that together touch every key. */
import { bucketName, channelArn } from './ivs-events.ts';

/** Nobody has the private half. */
export const publicKey =
  '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEAehNl5Wf8WWeVRHunTxZMB3Pe/dI\nmUZm69VKLvwEgOTJSQ4vRpfBr2OEP93Y1yw9z1WMaqi5DHvQhX7ToZFpCQ==\n-----END PUBLIC KEY-----\n';

/** Nobody's. */
export const keyArn = 'arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555';

export const variants = {
  defaults: {},
  importedBucket: { recordingsBucketName: bucketName },
  importedBucketWithAccessLogs: { recordingsBucketName: bucketName, accessLogRetentionDays: 30 },
  limitedToChannels: { channelArns: [channelArn] },
  limitedToChannelsWithOwnChannel: {
    channelArns: [channelArn],
    channel: { name: 'show', type: 'BASIC', latencyMode: 'NORMAL' },
  },
  ownDomain: {
    playback: {
      domainName: 'v.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
      corsOrigins: ['https://app.example.com', 'https://www.example.com'],
      priceClass: 'PriceClass_100',
    },
    accessLogRetentionDays: 30,
  },
  signed: {
    playback: {
      domainName: 'v.example.com',
      certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/11111111-2222-3333-4444-555555555555',
      corsOrigins: ['https://app.example.com'],
      signing: { publicKeys: [publicKey] },
    },
  },
  publishing: { playback: { privateChannels: 'publish', deletedChannels: 'publish' } },
  subscribers: {
    subscriptions: [
      { protocol: 'email', endpoint: 'ops@example.com', types: ['recording.failed', 'recording.export.failed'] },
      { protocol: 'sqs', endpoint: 'arn:aws:sqs:us-west-2:123456789012:recordings' },
      { protocol: 'https', endpoint: 'https://example.com/hooks/recordings' },
    ],
  },
  otherRecording: {
    recording: {
      reconnectWindowSeconds: 120,
      renditions: ['HD', 'LOWEST_RESOLUTION'],
      thumbnails: { mode: 'INTERVAL', intervalSeconds: 10, resolution: 'SD', storage: ['LATEST'] },
    },
    retention: {
      recordings: { expireAfterDays: 365, moveAfterDays: 30, moveTo: 'STANDARD_IA' },
      exports: { expireAfterDays: 90, moveAfterDays: 1, moveTo: 'GLACIER_IR' },
      thumbnails: { expireAfterDays: 30 },
      catalog: { expireAfterDays: 400 },
      abortUploadsAfterDays: 7,
    },
  },
  noThumbnails: {
    recording: { thumbnails: { mode: 'DISABLED' } },
    observability: {
      alarms: true,
      alarmEmail: 'ops@example.com',
      runbookUrl: 'https://git.example.com/recordings/docs/runbook.md',
      dashboard: false,
    },
  },
  withPage: { api: { enabled: true }, page: { enabled: true, consoleLink: true, reservedConcurrency: 10 } },
  withApi: { api: { enabled: true, reservedConcurrency: 20 } },
  ownKey: {
    encryption: { key: 'create' },
    api: { enabled: true },
    subscriptions: [{ protocol: 'sqs', endpoint: 'arn:aws:sqs:us-west-2:123456789012:recordings' }],
    accessLogRetentionDays: 30,
  },
  existingKey: {
    encryption: { key: keyArn },
    subscriptions: [{ protocol: 'sqs', endpoint: 'arn:aws:sqs:us-west-2:123456789012:recordings' }],
  },
  noReconciler: { reconciler: { enabled: false, lookBackHours: 48 }, observability: { alarms: false } },
  otherExports: {
    engine: 'auto',
    exports: {
      archive: { rendition: 'highest' },
      mobile: { rendition: '360p30', engine: 'remux' },
      social: { rendition: 720, video: { codec: 'h264', height: 480, qualityLevel: 8, maxBitrate: 2_500_000 } },
      podcast: { format: 'm4a', rendition: 'lowest' },
      teaser: { video: 'h264', clip: { toSeconds: 30 } },
    },
    defaultExports: [],
    exportLimits: { automatic: false, minutesPerDay: 600 },
    mediaConvert: { priority: -5, acceleration: 'PREFERRED', statusIntervalSeconds: 10 },
    mediaConvertQueueArn: 'arn:aws:mediaconvert:us-west-2:123456789012:queues/vod',
    logRetentionDays: 7,
  },
};

const exportNames = [...Array(9).keys()].map((index) => `export-of-this-name-${index}`.padEnd(24, 'x'));

/** The longest of everything that goes into a step's environment, with so many profiles; six still fit. */
export const longestConfiguration = (profiles: number) => ({
  channelArns: Array(25).fill(channelArn),
  channel: { name: 'show' },
  exports: Object.fromEntries(
    exportNames.slice(0, profiles).map((name) => [
      name,
      {
        rendition: 'audio_only',
        clip: { fromSeconds: 3600, toSeconds: 7200 },
        video: { codec: 'h264', height: 1080, maxBitrate: 8_500_000 },
        engine: 'mediaconvert',
      },
    ]),
  ),
  defaultExports: exportNames.slice(0, profiles),
  engine: 'mediaconvert',
  exportLimits: { automatic: false, minutesPerDay: 10_000_000 },
  mediaConvert: { priority: -50, acceleration: 'PREFERRED', statusIntervalSeconds: 600 },
  playback: { ...variants.ownDomain.playback, domainName: `${'v'.repeat(63)}.example.com` },
});

/** What single tests look at besides, synthesized with the variants. */
export const otherConfigurations = {
  importedBucketLimitedToChannels: { recordingsBucketName: bucketName, channelArns: [channelArn] },
  plainPage: { api: { enabled: true }, page: { enabled: true } },
  signedPage: { ...variants.signed, api: { enabled: true }, page: { enabled: true } },
  reversedSubscribers: { subscriptions: variants.subscribers.subscriptions.toReversed() },
  longest: longestConfiguration(6),
};
