import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { updateItemsOf } from '../constructs/integration-permissions.ts';
import { StepFunction } from '../constructs/step-function.ts';
import { readHistories, readItemsOf, startOrRevive } from '../constructs/step-permissions.ts';
import type { Machines } from './machines.ts';
import { environmentFor, type PipelineContext } from './pipeline-context.ts';

/** The steps that events invoke, outside the state machines. */
export interface EventSteps {
  readonly startProcessing: StepFunction;
  readonly reportFailure: StepFunction;
}

/** Creates the steps before and after the state machines. Both make a few API calls, and have a minute for them. */
export function createEventSteps(context: PipelineContext, machines: Machines): EventSteps {
  const startProcessing = new StepFunction(context.stack, 'StartProcessing', {
    description: 'Turns an event about a recording into an execution named after the recording',
    code: context.code('start-processing'),
    memoryMb: 256,
    timeoutSeconds: 60,
    environment: {
      ...environmentFor(context, 'recordingsBuckets', 'channelArns', 'catalogTableName'),
      [environmentNames.processRecordingArn]: machines.processRecording.stateMachineArn,
    },
    permissions: [...startOrRevive(machines.processRecording), ...readItemsOf(context.catalogTable)],
    logRetentionDays: context.config.logRetentionDays,
    isAsynchronous: true,
  });
  return { startProcessing, reportFailure: createReportFailure(context, machines) };
}

function createReportFailure(context: PipelineContext, machines: Machines): StepFunction {
  const { stack, config, catalogTable, topic } = context;
  const reportFailure = new StepFunction(stack, 'ReportFailure', {
    description: 'Writes failed executions and recordings that could not start into the catalog and announces them',
    code: context.code('report-failure'),
    memoryMb: 256,
    timeoutSeconds: 60,
    environment: {
      ...environmentFor(
        context,
        'exportProfiles',
        'defaultExports',
        'notificationTopicArn',
        'catalogTableName',
        'catalogExpireAfterDays',
      ),
      [environmentNames.processRecordingArn]: machines.processRecording.stateMachineArn,
      [environmentNames.exportRecordingArn]: machines.exportRecording.stateMachineArn,
    },
    permissions: [
      readHistories(machines.processRecording, machines.exportRecording),
      ...updateItemsOf(catalogTable),
      ...topic.publishPermissions(),
    ],
    logRetentionDays: config.logRetentionDays,
    isAsynchronous: true,
  });
  topic.admitPublisher('PublishByReportFailure', reportFailure.role);
  return reportFailure;
}
