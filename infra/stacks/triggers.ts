import { recordingStatusEvents, recoveredExecutions, unsuccessfulExecutions } from '../constructs/event-patterns.ts';
import { EventRule } from '../constructs/event-rule.ts';
import { MetadataNotifications } from '../constructs/metadata-notifications.ts';
import type { EventSteps } from './event-steps.ts';
import type { Machines } from './machines.ts';
import type { PipelineContext } from './pipeline-context.ts';

/** The rules that invoke a step. */
export interface Triggers {
  readonly recordingEnded: EventRule;
  readonly recordingStartFailed: EventRule;
  readonly executionFailed: EventRule;
  readonly executionRecovered: EventRule;
}

/** Creates everything that sets the pipeline off: EventBridge rules, and S3's notifications of the metadata files. */
export function createTriggers(context: PipelineContext, steps: EventSteps, machines: Machines): Triggers {
  const { stack, channelArns } = context;
  const { bucketName } = context.recordingsBucket;
  const machineArns = [machines.processRecording.stateMachineArn, machines.exportRecording.stateMachineArn];
  const scope = { bucketNames: [bucketName], channelArns };
  new MetadataNotifications(stack, 'MetadataNotifications', {
    bucketName,
    step: steps.startProcessing,
    logRetentionDays: context.config.logRetentionDays,
  });
  return {
    recordingEnded: new EventRule(stack, 'RecordingEnded', {
      description: 'IVS ended a recording, well or not: process it',
      eventPattern: recordingStatusEvents(scope, ['Recording End', 'Recording End Failure']),
      step: steps.startProcessing,
    }),
    recordingStartFailed: new EventRule(stack, 'RecordingStartFailed', {
      description: 'IVS could not begin to record: report it',
      eventPattern: recordingStatusEvents(scope, ['Recording Start Failure']),
      step: steps.reportFailure,
    }),
    executionFailed: new EventRule(stack, 'ExecutionFailed', {
      description: 'An execution failed, timed out or was aborted: report it',
      eventPattern: unsuccessfulExecutions(machineArns),
      step: steps.reportFailure,
    }),
    executionRecovered: new EventRule(stack, 'ExecutionRecovered', {
      description: 'A redrive succeeded: take the failure out of the catalog',
      eventPattern: recoveredExecutions(machineArns),
      step: steps.reportFailure,
    }),
  };
}
