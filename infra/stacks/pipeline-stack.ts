import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { Config } from '../config-schema.ts';
import type { DeadLetterQueue } from '../constructs/dead-letter-queue.ts';
import { EncryptionKey } from '../constructs/encryption-key.ts';
import { NotificationTopic } from '../constructs/notification-topic.ts';
import { RecordingEventLog } from '../constructs/recording-event-log.ts';
import type { StepCode } from '../constructs/step-function.ts';
import { TopicSubscription } from '../constructs/topic-subscription.ts';
import { createAttachablePolicies } from './attachable-policies.ts';
import { createBackfill } from './backfill.ts';
import { createEventSteps } from './event-steps.ts';
import { createMachineSteps } from './machine-steps.ts';
import { createMachines } from './machines.ts';
import { createObservability } from './observability.ts';
import type { PipelineContext } from './pipeline-context.ts';
import type { StorageStack } from './storage-stack.ts';
import { createThumbnailExpiry } from './thumbnail-expiry.ts';
import { createTriggers } from './triggers.ts';

export interface PipelineStackProps extends StackProps {
  readonly config: Config;
  readonly storage: StorageStack;
  /** Where the steps' bundles come from; tests pass code of their own. */
  readonly code: StepCode;
}

/** What may change at any time: triggers, state machines, steps and the topic. */
export class PipelineStack extends Stack {
  constructor(scope: Construct, id: string, { config, storage, code, ...props }: PipelineStackProps) {
    super(scope, id, { description: 'Amazon IVS recordings: triggers, state machines, steps, messages', ...props });
    this.addStackDependency(storage, 'imports its exports');
    const context = this.createContext(config, storage, code);
    const machines = createMachines(context, createMachineSteps(context));
    const steps = createEventSteps(context, machines);
    const triggers = createTriggers(context, steps, machines);
    const backfill = createBackfill(context, machines, steps);
    const thumbnailExpiry = createThumbnailExpiry(context, machines);
    const eventLog = new RecordingEventLog(this, 'RecordingEvents', config.logRetentionDays);
    const { topic } = context.topic;
    const subscriptions = config.subscriptions.map((subscription) => new TopicSubscription(this, topic, subscription));

    const { alarmTopicArn, dashboardName } = createObservability(context, {
      ...machines,
      backfillRecordings: backfill.machine,
      recordingEndedRuleName: triggers.recordingEnded.ruleName,
    });
    const policies = createAttachablePolicies(context, { ...machines, backfillRecordings: backfill.machine });

    this.printOutputs({
      OperatorPolicyArn: policies.operator.managedPolicyArn,
      SubscriberPolicyArn: policies.subscriber.managedPolicyArn,
      ProcessRecordingArn: machines.processRecording.stateMachineArn,
      ExportRecordingArn: machines.exportRecording.stateMachineArn,
      BackfillRecordingsArn: backfill.machine.stateMachineArn,
      StartProcessingFunctionArn: steps.startProcessing.lambda.functionArn,
      ReportFailureFunctionArn: steps.reportFailure.lambda.functionArn,
      NotificationTopicArn: topic.topicArn,
      ...(alarmTopicArn && { AlarmTopicArn: alarmTopicArn }),
      ...(dashboardName && { DashboardName: dashboardName }),
      RecordingEventLogName: eventLog.logGroup.logGroupName,
      RecordingEndedRuleName: triggers.recordingEnded.ruleName,
      RecordingStartFailedRuleName: triggers.recordingStartFailed.ruleName,
      ExecutionFailedRuleName: triggers.executionFailed.ruleName,
      ExecutionRecoveredRuleName: triggers.executionRecovered.ruleName,
      RecordingEventsRuleName: eventLog.ruleName,
      ReconcilerScheduleName: backfill.scheduleName,
      ...(thumbnailExpiry && {
        ExpireThumbnailsFunctionArn: thumbnailExpiry.step.lambda.functionArn,
        ThumbnailExpiryScheduleName: thumbnailExpiry.scheduleName,
      }),
    });
    this.printQueues({
      StartProcessingDeadLettersUrl: steps.startProcessing.deadLetterQueue,
      ReportFailureDeadLettersUrl: steps.reportFailure.deadLetterQueue,
      ExpireThumbnailsDeadLettersUrl: thumbnailExpiry?.step.deadLetterQueue,
      RecordingEndedUndeliveredUrl: triggers.recordingEnded.deadLetterQueue,
      RecordingStartFailedUndeliveredUrl: triggers.recordingStartFailed.deadLetterQueue,
      ExecutionFailedUndeliveredUrl: triggers.executionFailed.deadLetterQueue,
      ExecutionRecoveredUndeliveredUrl: triggers.executionRecovered.deadLetterQueue,
    });
    for (const { node, deadLetterQueue } of subscriptions)
      this.printQueues({ [`Subscription${node.id.replaceAll('-', '')}UndeliveredUrl`]: deadLetterQueue });
  }

  private createContext(config: Config, storage: StorageStack, code: StepCode): PipelineContext {
    const { exported } = storage;
    const { channelArns } = config;
    const key = exported.encryptionKeyArn;
    const encryptionKey = key === undefined ? undefined : EncryptionKey.existing(this, key).key;
    const underKey = encryptionKey && { encryptionKey };
    const defaultQueue = { service: 'mediaconvert', resource: 'queues', resourceName: 'Default' };
    return {
      stack: this,
      storageStackName: storage.stackName,
      config,
      code,
      recordingsBucket: s3.Bucket.fromBucketName(this, 'Recordings', exported.recordingsBucketName),
      exportsBucket: s3.Bucket.fromBucketAttributes(this, 'Exports', {
        bucketName: exported.exportsBucketName,
        ...underKey,
      }),
      catalogTable: dynamodb.Table.fromTableAttributes(this, 'Catalog', {
        tableName: exported.catalogTableName,
        ...underKey,
      }),
      playbackBaseUrl: exported.playbackBaseUrl,
      channelArns:
        channelArns.length === 0 || exported.channelArn === undefined
          ? channelArns
          : [...channelArns, exported.channelArn],
      topic: new NotificationTopic(this, 'Notifications'),
      queueArn: config.mediaConvertQueueArn ?? this.formatArn(defaultQueue),
    };
  }

  private printQueues(queues: Readonly<Record<string, DeadLetterQueue | undefined>>): void {
    for (const [name, queue] of Object.entries(queues))
      if (queue !== undefined) this.printOutputs({ [name]: queue.queueUrl });
  }

  private printOutputs(outputs: Readonly<Record<string, string>>): void {
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
