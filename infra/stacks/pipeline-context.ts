import type { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { remuxCapacity } from '../../lambdas/shared/contract/export-engine.ts';
import type { PlaybackPolicy } from '../../lambdas/shared/contract/playback-access.ts';
import type { Config, PlaybackConfig } from '../config-schema.ts';
import type { NotificationTopic } from '../constructs/notification-topic.ts';
import type { StepCode, StepEnvironment } from '../constructs/step-function.ts';

/** What the rooms of the pipeline share. */
export interface PipelineContext {
  readonly stack: Stack;
  /** Name of the stack with the buckets and the catalog. */
  readonly storageStackName: string;
  readonly config: Config;
  readonly code: StepCode;
  readonly recordingsBucket: s3.IBucket;
  readonly exportsBucket: s3.IBucket;
  readonly catalogTable: dynamodb.ITable;
  /** `https://…` in front of both buckets, without a trailing slash. */
  readonly playbackBaseUrl: string;
  /** The channels that are served, with the one that storage made; empty: every channel. */
  readonly channelArns: readonly string[];
  readonly topic: NotificationTopic;
  /** The queue that exports are made in. */
  readonly queueArn: string;
}

type ContextVariable = Exclude<
  keyof typeof environmentNames,
  | 'processRecordingArn'
  | 'exportRecordingArn'
  | 'listsBucket'
  | 'thumbnailsExpireAfterDays'
  | 'apiOperatorView'
  | 'pageConsoleUrl'
>;

const playbackPolicyOf = ({ signing, privateChannels, deletedChannels }: PlaybackConfig): PlaybackPolicy => ({
  isSigned: signing !== undefined,
  privateChannels,
  deletedChannels,
});

/** The named variables of a step's environment; a test holds them and what the step's handler reads together. */
export function environmentFor(context: PipelineContext, ...keys: ContextVariable[]): StepEnvironment {
  const values: Record<ContextVariable, string> = {
    recordingsBuckets: context.stack.toJsonString([context.recordingsBucket.bucketName]),
    exportsBucket: context.exportsBucket.bucketName,
    channelArns: context.stack.toJsonString(context.channelArns),
    playbackBaseUrl: context.playbackBaseUrl,
    playbackPolicy: JSON.stringify(playbackPolicyOf(context.config.playback)),
    exportProfiles: JSON.stringify(context.config.exports),
    defaultExports: JSON.stringify(context.config.defaultExports),
    exportEngine: context.config.engine,
    exportLimits: JSON.stringify(context.config.exportLimits),
    mediaConvertSettings: JSON.stringify(context.config.mediaConvert),
    remuxBytesPerSecond: String(remuxCapacity.bytesPerSecond),
    uploadPartSizeBytes: String(remuxCapacity.uploadPartSizeBytes),
    notificationTopicArn: context.topic.topic.topicArn,
    catalogTableName: context.catalogTable.tableName,
    catalogExpireAfterDays: JSON.stringify(context.config.retention.catalog.expireAfterDays ?? null),
  };
  return Object.fromEntries(keys.map((key) => [environmentNames[key], values[key]]));
}
