/** What `setup` needs of IVS, and how it gets it. */
import {
  CreateRecordingConfigurationCommand,
  DeleteRecordingConfigurationCommand,
  GetRecordingConfigurationCommand,
  IvsClient,
  paginateListChannels,
  paginateListRecordingConfigurations,
  UpdateChannelCommand,
} from '@aws-sdk/client-ivs';
import { regionOf } from '../deployment/describe-stacks.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { makePace, type Pace } from './pace.ts';
import type { RecordingConfiguration, RecordingSettings } from './recording-settings.ts';
import { toRecordingConfiguration, toRequest } from './settings-on-the-wire.ts';

/** A channel, as far as recording goes. */
export interface Channel {
  readonly arn: string;
  readonly name: string;
  /** Empty: it is not recorded. */
  readonly recordingConfigurationArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** See the file's comment. */
export interface IvsPorts {
  /** Where all of it is. */
  region(): Promise<string>;
  /** Every configuration, with its settings. */
  listConfigurations(): Promise<RecordingConfiguration[]>;
  getConfiguration(arn: string): Promise<RecordingConfiguration>;
  createConfiguration(name: string, settings: RecordingSettings): Promise<RecordingConfiguration>;
  deleteConfiguration(arn: string): Promise<void>;
  /** Every channel of the Region, or those that use a configuration. */
  listChannels(filter?: { readonly recordingConfigurationArn: string }): Promise<Channel[]>;
  /** An empty ARN stops recording, from the channel's next stream on. */
  setRecording(channelArn: string, recordingConfigurationArn: string): Promise<void>;
}

/**
 * Of every operation on recording configurations, the least of all quotas; UpdateChannel would have five.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/service-quotas.html
 */
const callsPerSecond = 3;

/** The ports, at a pace that stays within IVS's quotas. */
export function makeIvsPorts(context: Pick<CommandContext, 'client' | 'clock' | 'signal'>): IvsPorts {
  const client = context.client((settings) => new IvsClient(settings));
  const pace = makePace(context, callsPerSecond);
  const get = async (arn: string) => {
    await pace('GetRecordingConfiguration');
    const { recordingConfiguration } = await client.send(new GetRecordingConfigurationCommand({ arn }));
    return toRecordingConfiguration(recordingConfiguration);
  };
  return {
    region: () => regionOf(client),
    listConfigurations: async () => {
      const configurations: RecordingConfiguration[] = [];
      for (const arn of await listConfigurationArns(client, pace)) configurations.push(await get(arn));
      return configurations;
    },
    getConfiguration: get,
    createConfiguration: async (name, settings) => {
      await pace('CreateRecordingConfiguration');
      const command = new CreateRecordingConfigurationCommand({ name, ...toRequest(settings) });
      return toRecordingConfiguration((await client.send(command)).recordingConfiguration);
    },
    deleteConfiguration: async (arn) => {
      await pace('DeleteRecordingConfiguration');
      await client.send(new DeleteRecordingConfigurationCommand({ arn }));
    },
    listChannels: (filter) => listChannels(client, pace, filter?.recordingConfigurationArn),
    setRecording: async (arn, recordingConfigurationArn) => {
      await pace('UpdateChannel');
      await client.send(new UpdateChannelCommand({ arn, recordingConfigurationArn }));
    },
  };
}

async function listConfigurationArns(client: IvsClient, pace: Pace): Promise<string[]> {
  const arns: string[] = [];
  await pace('ListRecordingConfigurations');
  for await (const page of paginateListRecordingConfigurations({ client }, {})) {
    arns.push(...(page.recordingConfigurations ?? []).map(({ arn = '' }) => arn));
    if (page.nextToken !== undefined) await pace('ListRecordingConfigurations');
  }
  return arns;
}

async function listChannels(
  client: IvsClient,
  pace: Pace,
  filterByRecordingConfigurationArn: string | undefined,
): Promise<Channel[]> {
  const found: Channel[] = [];
  await pace('ListChannels');
  for await (const page of paginateListChannels({ client, pageSize: 100 }, { filterByRecordingConfigurationArn })) {
    for (const { arn = '', name = '', recordingConfigurationArn = '', tags = {} } of page.channels ?? [])
      found.push({ arn, name, recordingConfigurationArn, tags });
    if (page.nextToken !== undefined) await pace('ListChannels');
  }
  return found;
}
