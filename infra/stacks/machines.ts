import { AslStateMachine } from '../constructs/asl-state-machine.ts';
import {
  invokeVersionsOf,
  runMediaConvertJobs,
  startExecutionsOf,
  updateItemsOf,
} from '../constructs/integration-permissions.ts';
import { MediaConvertRole } from '../constructs/media-convert-role.ts';
import type { MachineSteps } from './machine-steps.ts';
import type { PipelineContext } from './pipeline-context.ts';

/** The two state machines. */
export interface Machines {
  readonly processRecording: AslStateMachine;
  readonly exportRecording: AslStateMachine;
}

/** Creates both state machines; the first starts the second. */
export function createMachines(context: PipelineContext, steps: MachineSteps): Machines {
  const exportRecording = createExportRecording(context, steps);
  const processRecording = new AslStateMachine(context.stack, 'ProcessRecording', {
    definitionFile: 'process-recording.asl.json',
    substitutions: {
      ValidateRecordingFunctionArn: steps.validateRecording.versionArn,
      CatalogTableName: context.catalogTable.tableName,
      NotificationTopicArn: context.topic.topic.topicArn,
      ExportRecordingArn: exportRecording.stateMachineArn,
    },
    permissions: {
      '${ValidateRecordingFunctionArn}': [invokeVersionsOf(steps.validateRecording)],
      'arn:aws:states:::dynamodb:updateItem': updateItemsOf(context.catalogTable),
      'arn:aws:states:::sns:publish': context.topic.publishPermissions(),
      'arn:aws:states:::states:startExecution': [startExecutionsOf(exportRecording.stateMachineArn)],
    },
    logRetentionDays: context.config.logRetentionDays,
  });
  context.topic.admitPublisher('PublishByProcessRecording', processRecording.role);
  context.topic.admitPublisher('PublishByExportRecording', exportRecording.role);
  return { processRecording, exportRecording };
}

function createExportRecording(context: PipelineContext, steps: MachineSteps): AslStateMachine {
  const { stack, recordingsBucket, exportsBucket, catalogTable, topic, queueArn } = context;
  const jobRole = new MediaConvertRole(stack, 'MediaConvertRole', { recordingsBucket, exportsBucket, queueArn });
  return new AslStateMachine(stack, 'ExportRecording', {
    definitionFile: 'export-recording.asl.json',
    substitutions: {
      PlanExportFunctionArn: steps.planExport.versionArn,
      RemuxExportFunctionArn: steps.remuxExport.versionArn,
      VerifyExportFunctionArn: steps.verifyExport.versionArn,
      CatalogTableName: catalogTable.tableName,
      NotificationTopicArn: topic.topic.topicArn,
      MediaConvertRoleArn: jobRole.roleArn,
      MediaConvertQueueArn: queueArn,
    },
    permissions: {
      '${PlanExportFunctionArn}': [invokeVersionsOf(steps.planExport)],
      '${RemuxExportFunctionArn}': [invokeVersionsOf(steps.remuxExport)],
      '${VerifyExportFunctionArn}': [invokeVersionsOf(steps.verifyExport)],
      'arn:aws:states:::mediaconvert:createJob.sync': runMediaConvertJobs(stack, queueArn, jobRole),
      'arn:aws:states:::dynamodb:updateItem': updateItemsOf(catalogTable),
      'arn:aws:states:::sns:publish': topic.publishPermissions(),
    },
    logRetentionDays: context.config.logRetentionDays,
  });
}
