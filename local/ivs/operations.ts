/** The operations, each from its parsed request to its answer. */
import type * as z from 'zod/mini';
import { parseWith } from '../../lambdas/shared/recording/schema-faults.ts';
import type { IvsResources, StoredConfiguration } from './ivs-resources.ts';
import { pageOf } from './page.ts';
import { ConflictException, ResourceNotFoundException, ValidationException } from './request-errors.ts';
import * as schemas from './request-schemas.ts';
import {
  stateOf,
  toWireChannel,
  toWireChannelSummary,
  toWireConfiguration,
  toWireConfigurationSummary,
} from './wire.ts';

/** What the operations work on. */
export interface OperationContext {
  readonly resources: IvsResources;
  readonly region: string;
  readonly nowMs: number;
  /** How long a recording configuration is `CREATING`. */
  readonly activationMs: number;
  /** Region of a bucket of the account; `undefined` when there is no such bucket. */
  readonly regionOfBucket: (bucketName: string) => Promise<string | undefined>;
}

/** An answer; without a body it is 204. */
type Operation = (context: OperationContext, request: unknown) => Promise<object | undefined>;

function parse<Schema extends z.ZodMiniType>(schema: Schema, request: unknown): z.output<Schema> {
  const parsed = parseWith(schema, request, 'the request');
  if ('faults' in parsed) throw new ValidationException(parsed.faults);
  return parsed.value;
}

const stateIn = (configuration: StoredConfiguration, { nowMs, activationMs }: OperationContext) =>
  stateOf(configuration, nowMs, activationMs);

const createRecordingConfiguration: Operation = async (context, request) => {
  const settings = parse(schemas.createRecordingConfigurationSchema, request);
  const { bucketName } = settings.destinationConfiguration.s3;
  const region = await context.regionOfBucket(bucketName);
  if (region === undefined) throw new ValidationException(`Bucket ${bucketName} does not exist.`);
  // In us-east-1 IVS notices only later: the documented known issue of CreateRecordingConfiguration.
  const isElsewhere = region !== context.region;
  if (isElsewhere && context.region !== 'us-east-1')
    throw new ValidationException(`Bucket ${bucketName} is in ${region}, not in ${context.region}.`);
  const arn = context.resources.newArn('recording-configuration');
  const createdAtMs = context.nowMs;
  const configuration = context.resources.addConfiguration({ ...settings, arn, createdAtMs, isFailing: isElsewhere });
  return { recordingConfiguration: toWireConfiguration(configuration, stateIn(configuration, context)) };
};

const getRecordingConfiguration: Operation = async (context, request) => {
  const { arn } = parse(schemas.recordingConfigurationRequestSchema, request);
  const configuration = context.resources.configuration(arn);
  return { recordingConfiguration: toWireConfiguration(configuration, stateIn(configuration, context)) };
};

const listRecordingConfigurations: Operation = async (context, request) => {
  const page = pageOf(context.resources.configurations, parse(schemas.listRecordingConfigurationsSchema, request));
  return {
    recordingConfigurations: page.items.map((each) => toWireConfigurationSummary(each, stateIn(each, context))),
    nextToken: page.nextToken,
  };
};

const deleteRecordingConfiguration: Operation = async ({ resources }, request) => {
  resources.deleteConfiguration(parse(schemas.recordingConfigurationRequestSchema, request).arn);
  return undefined;
};

/** A channel may only use a configuration that is there and works. */
function demandUsable(context: OperationContext, configurationArn: string | undefined): void {
  if (configurationArn === undefined || configurationArn === '') return;
  const state = stateIn(context.resources.configuration(configurationArn), context);
  if (state !== 'ACTIVE') throw new ConflictException(`${configurationArn} is ${state}, not ACTIVE.`);
}

const createChannel: Operation = async (context, request) => {
  const settings = parse(schemas.createChannelSchema, request);
  demandUsable(context, settings.recordingConfigurationArn);
  const channel = context.resources.addChannel({ ...given(settings), arn: context.resources.newArn('channel') });
  return { channel: toWireChannel(channel) };
};

const updateChannel: Operation = async (context, request) => {
  const { arn, ...settings } = parse(schemas.updateChannelSchema, request);
  const channel = context.resources.channel(arn);
  if (channel.isLive) throw new ConflictException(`Channel ${arn} is live: stop its stream first.`);
  demandUsable(context, settings.recordingConfigurationArn);
  Object.assign(channel, given(settings));
  return { channel: toWireChannel(channel) };
};

/** Fields that were left out must not hide a default or what is there. */
const given = <T extends object>(settings: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } =>
  JSON.parse(JSON.stringify(settings));

const getChannel: Operation = async ({ resources }, request) => ({
  channel: toWireChannel(resources.channel(parse(schemas.channelRequestSchema, request).arn)),
});

const batchGetChannel: Operation = async ({ resources }, request) => {
  const { arns } = parse(schemas.batchGetChannelSchema, request);
  const isThere = (arn: string) => resources.channels.some((channel) => channel.arn === arn);
  return {
    channels: arns.filter(isThere).map((arn) => toWireChannel(resources.channel(arn))),
    errors: arns
      .filter((arn) => !isThere(arn))
      .map((arn) => ({ arn, code: 'ResourceNotFoundException', message: `Resource ${arn} was not found.` })),
  };
};

const listChannels: Operation = async ({ resources }, request) => {
  const {
    filterByName: name,
    filterByRecordingConfigurationArn: configurationArn,
    ...paging
  } = parse(schemas.listChannelsSchema, request);
  if (name !== undefined && configurationArn !== undefined)
    throw new ConflictException('filterByName and filterByRecordingConfigurationArn exclude each other.');
  const wanted = resources.channels
    .filter((channel) => name === undefined || channel.name === name)
    .filter((channel) => configurationArn === undefined || channel.recordingConfigurationArn === configurationArn);
  const page = pageOf(wanted, paging);
  return { channels: page.items.map(toWireChannelSummary), nextToken: page.nextToken };
};

/** Operations whose requests are a path of their own name. */
export const operations: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    CreateRecordingConfiguration: createRecordingConfiguration,
    GetRecordingConfiguration: getRecordingConfiguration,
    ListRecordingConfigurations: listRecordingConfigurations,
    DeleteRecordingConfiguration: deleteRecordingConfiguration,
    CreateChannel: createChannel,
    GetChannel: getChannel,
    BatchGetChannel: batchGetChannel,
    ListChannels: listChannels,
    UpdateChannel: updateChannel,
  }),
);

/** The tagging operations, whose path names the resource and whose method tells them apart. */
export const tagOperations = {
  ListTagsForResource: ({ tags }: Tagged) => ({ tags }),
  TagResource: (resource: Tagged, body: unknown) => {
    const tags = { ...resource.tags, ...parse(schemas.tagResourceSchema, body).tags };
    resource.tags = parse(schemas.tagsSchema, tags);
    return {};
  },
  UntagResource: (resource: Tagged, _body: unknown, keys: readonly string[]) => {
    resource.tags = Object.fromEntries(Object.entries(resource.tags).filter(([key]) => !keys.includes(key)));
    return {};
  },
} as const;

interface Tagged {
  tags: Record<string, string>;
}

/** @throws ResourceNotFoundException for what is no ARN of a channel or a recording configuration */
export function taggedResource(resources: IvsResources, arn: string): Tagged {
  const isArn = [schemas.channelArnSchema, schemas.recordingConfigurationArnSchema].some(
    (schema) => schema.safeParse(arn).success,
  );
  if (!isArn) throw new ResourceNotFoundException(`Resource ${arn} was not found.`);
  return resources.tagged(arn);
}
