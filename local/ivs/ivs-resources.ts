/** What an account has of IVS in one Region: channels and recording configurations, in memory. */
import { randomBytes } from 'node:crypto';
import { ConflictException, ResourceNotFoundException, ServiceQuotaExceededException } from './request-errors.ts';
import type { RecordingSettings } from './request-schemas.ts';

/** A channel, as far as it is of account here. */
export interface StoredChannel {
  readonly arn: string;
  name: string;
  latencyMode: 'NORMAL' | 'LOW';
  type: 'BASIC' | 'STANDARD' | 'ADVANCED_SD' | 'ADVANCED_HD';
  authorized: boolean;
  insecureIngest: boolean;
  /** Empty: it is not recorded. */
  recordingConfigurationArn: string;
  tags: Record<string, string>;
  /** A live channel cannot be updated. */
  isLive: boolean;
}

/** What a channel is seeded with; the rest is as IVS makes it by default. */
export type SeededChannel = Partial<StoredChannel> & { readonly arn: string };

/** A recording configuration. IVS cannot change one, but for its tags. */
export type StoredConfiguration = Omit<RecordingSettings, 'tags'> & {
  readonly arn: string;
  tags: Record<string, string>;
  readonly createdAtMs: number;
  /** It will never be `ACTIVE`. */
  readonly isFailing: boolean;
};

/** What a recording configuration is seeded with. */
export type SeededConfiguration = Partial<StoredConfiguration> &
  Pick<StoredConfiguration, 'arn' | 'destinationConfiguration'>;

/** @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/service-quotas.html */
const mostConfigurations = 20;

const channelDefaults = {
  name: '',
  latencyMode: 'LOW',
  type: 'STANDARD',
  authorized: false,
  insecureIngest: false,
  recordingConfigurationArn: '',
  isLive: false,
} as const;

const configurationDefaults = {
  name: '',
  recordingReconnectWindowSeconds: 0,
  thumbnailConfiguration: { recordingMode: 'INTERVAL', targetIntervalSeconds: 60 },
  renditionConfiguration: { renditionSelection: 'ALL', renditions: [] },
  createdAtMs: Number.NEGATIVE_INFINITY,
  isFailing: false,
} satisfies Partial<StoredConfiguration>;

/** See the file's comment. */
export class IvsResources {
  readonly #arnStem: string;
  readonly #channels = new Map<string, StoredChannel>();
  readonly #configurations = new Map<string, StoredConfiguration>();

  constructor({ accountId, region }: { readonly accountId: string; readonly region: string }) {
    this.#arnStem = `arn:aws:ivs:${region}:${accountId}`;
  }

  get channels(): readonly StoredChannel[] {
    return [...this.#channels.values()];
  }

  get configurations(): readonly StoredConfiguration[] {
    return [...this.#configurations.values()];
  }

  /** ARN of a resource that is to be made; 12 letters and digits, as IVS has them. */
  newArn(resource: 'channel' | 'recording-configuration'): string {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
    const id = [...randomBytes(12)].map((byte) => letters[byte % letters.length]).join('');
    return `${this.#arnStem}:${resource}/${id}`;
  }

  addChannel(seed: SeededChannel): StoredChannel {
    const channel = { ...channelDefaults, tags: {}, ...seed };
    this.#channels.set(channel.arn, channel);
    return channel;
  }

  addConfiguration(seed: SeededConfiguration): StoredConfiguration {
    if (this.#configurations.size >= mostConfigurations)
      throw new ServiceQuotaExceededException(`There are ${mostConfigurations} recording configurations already.`);
    const configuration = { ...configurationDefaults, tags: {}, ...seed };
    this.#configurations.set(configuration.arn, configuration);
    return configuration;
  }

  /** @throws ResourceNotFoundException */
  channel(arn: string): StoredChannel {
    return found(this.#channels.get(arn), arn);
  }

  /** @throws ResourceNotFoundException */
  configuration(arn: string): StoredConfiguration {
    return found(this.#configurations.get(arn), arn);
  }

  /** @throws ResourceNotFoundException; ConflictException while a channel uses it */
  deleteConfiguration(arn: string): void {
    this.configuration(arn);
    const user = this.channels.find(({ recordingConfigurationArn }) => recordingConfigurationArn === arn);
    if (user !== undefined) throw new ConflictException(`${arn} is in use by channel ${user.arn}.`);
    this.#configurations.delete(arn);
  }

  /** Tags of a channel or a recording configuration, to read or to change. @throws ResourceNotFoundException */
  tagged(arn: string): { tags: Record<string, string> } {
    return found(this.#channels.get(arn) ?? this.#configurations.get(arn), arn);
  }
}

function found<T>(resource: T | undefined, arn: string): T {
  if (resource === undefined) throw new ResourceNotFoundException(`Resource ${arn} was not found.`);
  return resource;
}
