/**
 * Requests with the bounds that IVS states for their fields; fields of no account here are ignored, as IVS ignores
 * unknown ones.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyAPIReference/API_Operations.html
 */
import * as z from 'zod/mini';

const arnOf = (resource: string) =>
  z.string().check(z.regex(new RegExp(`^arn:aws:ivs:[a-z0-9-]+:[0-9]+:${resource}/[a-zA-Z0-9-]+$`)));
/** An empty ARN switches off. */
const arnOrEmpty = (resource: string) => z.union([z.literal(''), arnOf(resource)]);

export const channelArnSchema = arnOf('channel');
export const recordingConfigurationArnSchema = arnOf('recording-configuration');
const nameSchema = z.string().check(z.maxLength(128), z.regex(/^[a-zA-Z0-9-_]*$/));
export const tagsSchema = z
  .record(z.string().check(z.minLength(1), z.maxLength(128)), z.string().check(z.maxLength(256)))
  .check(
    z.refine((tags) => Object.keys(tags).length <= 50, { error: 'at most 50 tags' }),
    z.refine((tags) => Object.keys(tags).every((key) => !key.startsWith('aws:')), {
      error: 'keys that begin with aws: are reserved',
    }),
  );
const resolutionSchema = z.enum(['FULL_HD', 'HD', 'SD', 'LOWEST_RESOLUTION']);

/** Of CreateRecordingConfiguration, with the defaults that IVS states. */
export const createRecordingConfigurationSchema = z.object({
  name: z._default(nameSchema, ''),
  destinationConfiguration: z.object({
    s3: z.object({ bucketName: z.string().check(z.minLength(3), z.maxLength(63), z.regex(/^[a-z0-9-.]+$/)) }),
  }),
  recordingReconnectWindowSeconds: z._default(z.int().check(z.gte(0), z.lte(300)), 0),
  thumbnailConfiguration: z._default(
    z
      .object({
        recordingMode: z._default(z.enum(['INTERVAL', 'DISABLED']), 'INTERVAL'),
        targetIntervalSeconds: z.optional(z.int().check(z.gte(1), z.lte(60))),
        resolution: z.optional(resolutionSchema),
        storage: z.optional(z.array(z.enum(['SEQUENTIAL', 'LATEST'])).check(z.maxLength(2))),
      })
      .check(
        z.refine((given) => given.recordingMode === 'INTERVAL' || given.targetIntervalSeconds === undefined, {
          error: 'targetIntervalSeconds goes with INTERVAL only',
        }),
      ),
    { recordingMode: 'INTERVAL', targetIntervalSeconds: 60 },
  ),
  renditionConfiguration: z._default(
    z
      .object({
        renditionSelection: z._default(z.enum(['ALL', 'CUSTOM', 'NONE']), 'ALL'),
        renditions: z._default(z.array(resolutionSchema).check(z.maxLength(4)), []),
      })
      .check(
        z.refine((given) => given.renditionSelection !== 'CUSTOM' || given.renditions.length > 0, {
          error: 'CUSTOM needs renditions',
        }),
      ),
    { renditionSelection: 'ALL', renditions: [] },
  ),
  tags: z._default(tagsSchema, {}),
});
export type RecordingSettings = z.output<typeof createRecordingConfigurationSchema>;

const channelFields = {
  name: z.optional(nameSchema),
  latencyMode: z.optional(z.enum(['NORMAL', 'LOW'])),
  type: z.optional(z.enum(['BASIC', 'STANDARD', 'ADVANCED_SD', 'ADVANCED_HD'])),
  authorized: z.optional(z.boolean()),
  insecureIngest: z.optional(z.boolean()),
  recordingConfigurationArn: z.optional(arnOrEmpty('recording-configuration')),
};
export const createChannelSchema = z.object({ ...channelFields, tags: z._default(tagsSchema, {}) });
export const updateChannelSchema = z.object({ ...channelFields, arn: channelArnSchema });

const pageFields = {
  maxResults: z.optional(z.int().check(z.gte(1), z.lte(100))),
  nextToken: z.optional(z.string().check(z.maxLength(1024))),
};
export const listRecordingConfigurationsSchema = z.object(pageFields);
export const listChannelsSchema = z.object({
  ...pageFields,
  filterByName: z.optional(nameSchema),
  filterByRecordingConfigurationArn: z.optional(arnOrEmpty('recording-configuration')),
});
export const channelRequestSchema = z.object({ arn: channelArnSchema });
export const recordingConfigurationRequestSchema = z.object({ arn: recordingConfigurationArnSchema });
export const batchGetChannelSchema = z.object({
  arns: z.array(channelArnSchema).check(z.minLength(1), z.maxLength(50)),
});
export const tagResourceSchema = z.object({ tags: tagsSchema });
