import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { AslStateMachine } from '../constructs/asl-state-machine.ts';
import {
  invokeVersionsOf,
  readItemsFrom,
  redriveExecutionsOf,
  runExecutionsOf,
} from '../constructs/integration-permissions.ts';
import { ListBucket } from '../constructs/list-bucket.ts';
import { ReconcilerSchedule } from '../constructs/reconciler-schedule.ts';
import { StepFunction } from '../constructs/step-function.ts';
import {
  describeExecutionsOf,
  findItemsOf,
  listExecutionsOf,
  listFailuresOf,
  readRecordingsOf,
  walkRecordings,
  writeLists,
} from '../constructs/step-permissions.ts';
import type { EventSteps } from './event-steps.ts';
import type { Machines } from './machines.ts';
import { environmentFor, type PipelineContext } from './pipeline-context.ts';

/** The third state machine, and what runs it every hour. */
export interface Backfill {
  readonly machine: AslStateMachine;
  readonly scheduleName: string;
}

/** Creates the third state machine with its steps, its bucket of lists, and the schedule that makes it the reconciler. */
export function createBackfill(context: PipelineContext, machines: Machines, events: EventSteps): Backfill {
  const { stack, config } = context;
  const lists = new ListBucket(stack, 'BackfillLists');
  const listRecordings = createListRecordings(context, machines, lists);
  const findUnreportedFailures = createFindUnreportedFailures(context, machines);
  const machine = new AslStateMachine(stack, 'BackfillRecordings', {
    definitionFile: 'backfill-recordings.asl.json',
    substitutions: {
      ListRecordingsFunctionArn: listRecordings.versionArn,
      FindUnreportedFailuresFunctionArn: findUnreportedFailures.versionArn,
      ReportFailureFunctionArn: events.reportFailure.versionArn,
      ProcessRecordingArn: machines.processRecording.stateMachineArn,
      ProcessRecordingExecutionArnStem: machines.processRecording.executionArnStem,
    },
    permissions: {
      '${ListRecordingsFunctionArn}': [invokeVersionsOf(listRecordings)],
      '${FindUnreportedFailuresFunctionArn}': [invokeVersionsOf(findUnreportedFailures)],
      '${ReportFailureFunctionArn}': [invokeVersionsOf(events.reportFailure)],
      'arn:aws:states:::s3:getObject': readItemsFrom(lists),
      'arn:aws:states:::states:startExecution.sync:2': runExecutionsOf(stack, machines.processRecording),
      'arn:aws:states:::aws-sdk:sfn:redriveExecution': [redriveExecutionsOf(machines.processRecording)],
    },
    logRetentionDays: config.logRetentionDays,
  });
  const { scheduleName } = new ReconcilerSchedule(stack, 'Reconciler', machine, config.reconciler);
  return { machine, scheduleName };
}

function createListRecordings(context: PipelineContext, machines: Machines, lists: ListBucket): StepFunction {
  const { stack, config, code, recordingsBucket, catalogTable } = context;
  return new StepFunction(stack, 'ListRecordings', {
    description: 'Walks the recordings bucket and lists what is to be started',
    code: code('list-recordings'),
    // It mostly waits for S3; 5,000 candidates and the names of a page of executions are some megabytes. 15 min are the
    // most that Lambda gives; it stops walking by itself at half of that, and the state machine comes back.
    memoryMb: 512,
    timeoutSeconds: 900,
    environment: {
      ...environmentFor(
        context,
        'recordingsBuckets',
        'channelArns',
        'exportProfiles',
        'defaultExports',
        'exportEngine',
        'catalogTableName',
      ),
      [environmentNames.listsBucket]: lists.bucketName,
      [environmentNames.processRecordingArn]: machines.processRecording.stateMachineArn,
    },
    permissions: [
      ...walkRecordings(recordingsBucket),
      ...findItemsOf(catalogTable),
      listExecutionsOf(machines.processRecording),
      ...writeLists(lists),
    ],
    logRetentionDays: config.logRetentionDays,
  });
}

function createFindUnreportedFailures(context: PipelineContext, machines: Machines): StepFunction {
  const { stack, config, code, catalogTable } = context;
  const both = [machines.processRecording, machines.exportRecording];
  return new StepFunction(stack, 'FindUnreportedFailures', {
    description: 'Finds failed executions, and redriven ones that succeeded, of which the catalog does not tell',
    code: code('find-unreported-failures'),
    memoryMb: 256,
    timeoutSeconds: 300,
    environment: {
      ...environmentFor(context, 'catalogTableName'),
      [environmentNames.processRecordingArn]: machines.processRecording.stateMachineArn,
      [environmentNames.exportRecordingArn]: machines.exportRecording.stateMachineArn,
    },
    permissions: [
      listExecutionsOf(...both),
      describeExecutionsOf(...both),
      ...readRecordingsOf(catalogTable),
      listFailuresOf(catalogTable),
    ],
    logRetentionDays: config.logRetentionDays,
  });
}
