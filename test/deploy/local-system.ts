/** The embedded local system as a system under test. */
import path from 'node:path';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { functionOf, loadSystemModel } from '../../local/system/local-system-model.ts';
import { startSystem } from '../../local/system/start-system.ts';
import { destroyClients, makeClients, type SystemUnderTest } from './system-under-test.ts';

/** Starts it with a configuration; `directory` takes its files. */
export async function startLocalSystem(
  directory: string,
  configuration: Readonly<Record<string, unknown>>,
): Promise<{ system: SystemUnderTest; stop: () => Promise<void> }> {
  const model = await loadSystemModel(path.join(directory, 'cdk.out'), configuration);
  const local = await startSystem({ model, directory: path.join(directory, 'run'), retryDelayScale: 0.02 });
  const clients = makeClients(local.sdk, local.endpoints);
  const variable = (stem: string, name: string) => functionOf(model, stem).environment[name] ?? '';
  const exportsBucket = variable('ValidateRecording', environmentNames.exportsBucket);
  const system = {
    clients,
    recordingsBucket: local.recordingsBucket,
    catalogTableName: variable('ReportFailure', environmentNames.catalogTableName),
    processRecordingArn: local.processRecordingArn,
    exportRecordingArn: local.exportRecordingArn,
    serveApi: local.functionArn('ServeApi'),
    servePage: local.functionArn('ServePage'),
    expireThumbnailsArn: local.functionArn('ExpireThumbnails'),
    subscriberQueueUrl: local.messaging.subscriberQueueUrl,
    placeholders: placeholdersFor({ ...local, exportsBucket, playbackBaseUrl: local.playbackUrl }),
  };
  const stop = async () => {
    destroyClients(clients);
    await local.stop();
  };
  return { system, stop };
}

/** What each system calls in its own way. */
export const placeholdersFor = (names: {
  readonly recordingsBucket: string;
  readonly exportsBucket: string;
  readonly processRecordingArn: string;
  readonly exportRecordingArn: string;
  readonly playbackBaseUrl: string;
}): Record<string, string> => {
  const executions = (stateMachineArn: string) => stateMachineArn.replace(':stateMachine:', ':execution:');
  const { recordingsBucket, exportsBucket, processRecordingArn, exportRecordingArn, playbackBaseUrl } = names;
  return {
    [recordingsBucket]: '<recordings bucket>',
    [exportsBucket]: '<exports bucket>',
    [executions(processRecordingArn)]: '<execution of process-recording>',
    [executions(exportRecordingArn)]: '<execution of export-recording>',
    [encodeURIComponent(executions(processRecordingArn))]: '<execution of process-recording>',
    [encodeURIComponent(executions(exportRecordingArn))]: '<execution of export-recording>',
    [playbackBaseUrl]: '<playback>',
  };
};
