import type { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import type { Config } from '../config-schema.ts';
import type { NotificationTopic } from '../constructs/notification-topic.ts';
import type { StepCode } from '../constructs/step-function.ts';

/** What the rooms of the pipeline share. */
export interface PipelineContext {
  readonly stack: Stack;
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

/** Environment of the steps that must know which recordings are served. */
export const servedRecordings = ({ stack, recordingsBucket, channelArns }: PipelineContext) => ({
  [environmentNames.recordingsBuckets]: stack.toJsonString([recordingsBucket.bucketName]),
  [environmentNames.channelArns]: stack.toJsonString(channelArns),
});

/** Environment of the steps that must know which exports are wanted. */
export const wantedExports = ({ config }: PipelineContext) => ({
  [environmentNames.exportProfiles]: JSON.stringify(config.exports),
  [environmentNames.defaultExports]: JSON.stringify(config.defaultExports),
});
