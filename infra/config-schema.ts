/**
 * The deployment's configuration: one object under the context key `ivsRecordings` in `cdk.json` (or
 * `-c ivsRecordings='{…}'`). Unknown keys are refused, so that a misspelt one is not silently the default. Every key is
 * described in docs/configuration.md; a test holds that page and this schema together.
 */
import * as z from 'zod/mini';
import { engineWishSchema } from '../lambdas/shared/contract/export-engine.ts';
import { exportLimitsSchema } from '../lambdas/shared/contract/export-limits.ts';
import { exportNameSchema, exportProfileSchema } from '../lambdas/shared/contract/export-wish.ts';
import { mediaConvertSettingsSchema } from '../lambdas/shared/contract/media-convert-settings.ts';
import type { NotificationType } from '../lambdas/shared/contract/notification.ts';
import { crossChecks } from './config-cross-checks.ts';
import { encryptionSchema } from './config-encryption.ts';
import { whyNoSigningKey } from './signing-key.ts';

const text = (pattern: RegExp, expected: string) =>
  z.string({ error: `must be ${expected}` }).check(z.regex(pattern, { error: `must be ${expected}` }));

const wholeNumber = (minimum: number, maximum: number) => {
  const error = `must be a whole number from ${minimum} to ${maximum}`;
  return z.number({ error }).check(z.int({ error }), z.minimum(minimum, { error }), z.maximum(maximum, { error }));
};

const oneOf = <const T extends readonly [string, ...string[]]>(options: T) =>
  z.enum(options, { error: `must be one of ${options.join(', ')}` });

const listOf = <T extends z.core.$ZodType>(element: T, expected: string) =>
  z.array(element, { error: `must be a list of ${expected}` });

const trueOrFalse = z.boolean({ error: 'must be true or false' });

const bucketName = text(/^(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'the name of an S3 bucket');
const channelArn = text(
  /^arn:aws[a-z-]*:ivs:[a-z0-9-]+:\d{12}:channel\/[A-Za-z0-9]+$/,
  'the ARN of an IVS channel, arn:aws:ivs:<region>:<account>:channel/<id>',
);
const resolutions = ['FULL_HD', 'HD', 'SD', 'LOWEST_RESOLUTION'] as const;

// A record keeps this list complete: a type added to the contract does not compile until it stands here.
const notificationTypes: Record<NotificationType, true> = {
  'recording.playback.ready': true,
  'recording.playback.withheld': true,
  'recording.empty': true,
  'recording.failed': true,
  'recording.export.ready': true,
  'recording.export.withheld': true,
  'recording.export.held': true,
  'recording.export.failed': true,
  'recording.start.failed': true,
};
const notificationType = z.enum(Object.keys(notificationTypes), {
  error: `must be one of ${Object.keys(notificationTypes).join(', ')}`,
});

const recordingSchema = z.strictObject({
  reconnectWindowSeconds: z._default(wholeNumber(0, 300), 0),
  // IVS knows NONE too (thumbnails only); such a recording could never be played, so it is not offered.
  renditions: z._default(
    z.union([z.literal('ALL'), listOf(oneOf(resolutions), 'resolutions').check(z.minLength(1))], {
      error: `must be "ALL" or a list of ${resolutions.join(', ')}`,
    }),
    'ALL',
  ),
  thumbnails: z.prefault(
    z.discriminatedUnion(
      'mode',
      [
        z.strictObject({
          mode: z.literal('INTERVAL'),
          intervalSeconds: z._default(wholeNumber(1, 60), 60),
          resolution: z.optional(oneOf(resolutions)),
          storage: z._default(
            listOf(oneOf(['SEQUENTIAL', 'LATEST']), 'SEQUENTIAL, LATEST').check(
              z.minLength(1, { error: 'must name SEQUENTIAL, LATEST or both' }),
            ),
            ['SEQUENTIAL', 'LATEST'],
          ),
        }),
        z.strictObject(
          { mode: z.literal('DISABLED') },
          { error: ({ code }) => (code === 'unrecognized_keys' ? 'which needs mode INTERVAL' : undefined) },
        ),
      ],
      { error: 'must say INTERVAL or DISABLED in its key mode' },
    ),
    { mode: 'INTERVAL' },
  ),
});

const channelSchema = z.strictObject({
  name: text(/^[a-zA-Z0-9_-]{1,128}$/, '1 to 128 letters, digits, hyphens or underscores'),
  type: z._default(oneOf(['STANDARD', 'BASIC', 'ADVANCED_SD', 'ADVANCED_HD']), 'STANDARD'),
  latencyMode: z._default(oneOf(['LOW', 'NORMAL']), 'LOW'),
});

const signingSchema = z.strictObject({
  publicKeys: listOf(
    z.string({ error: 'must be a public key in PEM' }).check(
      z.superRefine((pem, context) => {
        const message = whyNoSigningKey(pem);
        if (message !== undefined) context.addIssue({ code: 'custom', message });
      }),
    ),
    'public keys in PEM',
  ).check(
    z.minLength(1, { error: 'must hold at least one key' }),
    z.maxLength(5, { error: 'must hold at most 5 keys, which is what a key group of CloudFront holds' }),
  ),
});

const playbackSchema = z.strictObject({
  domainName: z.optional(
    text(/^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$/, 'a domain name such as v.example.com'),
  ),
  certificateArn: z.optional(
    text(
      /^arn:aws[a-z-]*:acm:us-east-1:\d{12}:certificate\/[a-f0-9-]+$/,
      'the ARN of a certificate in us-east-1, where CloudFront looks for it',
    ),
  ),
  corsOrigins: z._default(
    listOf(text(/^(\*|https?:\/\/[^/\s]+)$/, 'an origin such as https://app.example.com, or *'), 'origins').check(
      z.minLength(1, { error: 'must name at least one origin' }),
    ),
    ['*'],
  ),
  priceClass: z._default(oneOf(['PriceClass_100', 'PriceClass_200', 'PriceClass_All']), 'PriceClass_All'),
  signing: z.optional(signingSchema),
  privateChannels: z._default(oneOf(['withhold', 'publish']), 'withhold'),
  deletedChannels: z._default(oneOf(['withhold', 'publish']), 'withhold'),
});

const subscriptionSchema = z.strictObject({
  protocol: oneOf(['email', 'sqs', 'https']),
  endpoint: z.string({ error: 'must be an e-mail address, the ARN of a queue or an https:// URL' }),
  types: z.optional(
    listOf(notificationType, 'message types').check(z.minLength(1, { error: 'must name at least one type' })),
  ),
});

const reconcilerSchema = z.strictObject({
  enabled: z._default(trueOrFalse, true),
  // A week: the reconciler walks every channel of the bucket each hour, and histories of exports last that long.
  lookBackHours: z._default(wholeNumber(2, 168), 24),
});

// The others have to be restored before anything can be read of them: playback would break.
const instantClasses = ['STANDARD_IA', 'GLACIER_IR', 'INTELLIGENT_TIERING'] as const;
const anyNumberOfDays = 36_500;

const objectRetentionSchema = (leastDays: number) =>
  z.strictObject({
    expireAfterDays: z.optional(wholeNumber(leastDays, anyNumberOfDays)),
    moveAfterDays: z.optional(wholeNumber(1, anyNumberOfDays)),
    moveTo: z.optional(
      z.enum(instantClasses, {
        error: `must be one of ${instantClasses.join(', ')}, since viewers would have to wait for a restore with any other`,
      }),
    ),
  });

const retentionSchema = z.strictObject({
  // A recording may last 48 h, and an export of it wait 72 h for its job: nothing is taken from under either.
  recordings: z.prefault(objectRetentionSchema(7), {}),
  exports: z.prefault(objectRetentionSchema(1), {}),
  // By a function, since S3 has no rule that finds them (docs/adr/0018).
  thumbnails: z.prefault(z.strictObject({ expireAfterDays: z.optional(wholeNumber(1, anyNumberOfDays)) }), {}),
  catalog: z.prefault(z.strictObject({ expireAfterDays: z.optional(wholeNumber(1, anyNumberOfDays)) }), {}),
  // MediaConvert's uploads last as long as its jobs, three days at most here.
  abortUploadsAfterDays: z._default(wholeNumber(4, 365), 15),
});

const observabilitySchema = z.strictObject({
  alarms: z._default(trueOrFalse, true),
  alarmEmail: z.optional(text(/^[^@\s]+@[^@\s]+\.[^@\s]+$/, 'an e-mail address')),
  // An alarm's description holds 1,024 characters.
  runbookUrl: z.optional(text(/^https:\/\/[^\s#]{1,492}$/, 'an https:// URL of at most 500 characters, without #')),
  dashboard: z._default(trueOrFalse, true),
});

// Not on by itself: with it, whoever knows one URL can list every recording (docs/adr/0016).
const apiSchema = z.strictObject({
  enabled: z._default(trueOrFalse, false),
  reservedConcurrency: z.optional(wholeNumber(1, 1000)),
});

// What the page links to is seen by whoever opens it (docs/adr/0019).
const pageSchema = z.strictObject({
  enabled: z._default(trueOrFalse, false),
  consoleLink: z._default(trueOrFalse, false),
  reservedConcurrency: z.optional(wholeNumber(1, 1000)),
});

// CloudWatch Logs takes no other numbers of days.
const logRetentionDays = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Schema of the whole configuration; `{}` is valid and means every default. */
export const configSchema = z
  .strictObject({
    recordingsBucketName: z.optional(bucketName),
    // An EventBridge pattern holds 2048 characters and a Lambda's environment 4 KB; an ARN takes about 65 of both.
    channelArns: z._default(
      listOf(channelArn, 'channel ARNs').check(
        z.maxLength(25, { error: 'must name at most 25 channels, which is what an EventBridge pattern holds' }),
      ),
      [],
    ),
    recording: z.prefault(recordingSchema, {}),
    channel: z.optional(channelSchema),
    playback: z.prefault(playbackSchema, {}),
    // They share the environment with the channels; whether all fit is checked with these.
    exports: z._default(
      z.record(exportNameSchema, exportProfileSchema).check(
        z.refine((profiles) => Object.keys(profiles).length <= 20, {
          error: 'must hold at most 20 profiles, which is what the environment of a Lambda has room for',
        }),
      ),
      { archive: { rendition: 'highest' } },
    ),
    defaultExports: z._default(listOf(exportNameSchema, 'names of exports'), ['archive']),
    exportLimits: z.prefault(exportLimitsSchema, {}),
    engine: z._default(engineWishSchema, 'mediaconvert'),
    mediaConvertQueueArn: z.optional(
      text(/^arn:aws[a-z-]*:mediaconvert:[a-z0-9-]+:\d{12}:queues\/.+$/, 'the ARN of a MediaConvert queue'),
    ),
    mediaConvert: z.prefault(mediaConvertSettingsSchema, {}),
    subscriptions: z._default(listOf(subscriptionSchema, 'subscriptions'), []),
    reconciler: z.prefault(reconcilerSchema, {}),
    observability: z.prefault(observabilitySchema, {}),
    retention: z.prefault(retentionSchema, {}),
    encryption: z.prefault(encryptionSchema, {}),
    api: z.prefault(apiSchema, {}),
    page: z.prefault(pageSchema, {}),
    accessLogRetentionDays: z.optional(wholeNumber(1, 3650)),
    logRetentionDays: z._default(
      z.literal(logRetentionDays, { error: `must be one of ${logRetentionDays.join(', ')}` }),
      90,
    ),
  })
  .check(crossChecks);

/** The configuration with every default applied. */
export type Config = z.infer<typeof configSchema>;
/** What the IVS recording configuration is made of. */
export type RecordingConfig = Config['recording'];
/** A channel to create. */
export type ChannelConfig = NonNullable<Config['channel']>;
/** How viewers reach recordings and exports. */
export type PlaybackConfig = Config['playback'];
/** How long what is kept. */
export type RetentionConfig = Config['retention'];
/** The hourly reconciler. */
export type ReconcilerConfig = Config['reconciler'];
/** One subscriber of the topic. */
export type SubscriptionConfig = Config['subscriptions'][number];
