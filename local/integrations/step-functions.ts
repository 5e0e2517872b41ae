/** `states:startExecution` by way of the API, as a call that can go wrong on its way. */
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { StartExecution } from '../states/start-execution-integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { callSettings } from './call-settings.ts';
import { callService } from './service-failure.ts';

/** Starts executions at `endpoint`, which need not be known before the first one. */
export function startExecutionAt(configuration: SdkConfiguration, endpoint: () => string): StartExecution {
  let client: SFNClient | undefined;
  return async (request, signal) => {
    client ??= new SFNClient({ ...callSettings(configuration), endpoint: endpoint() });
    const command = new StartExecutionCommand(request);
    const sent = client.send(command, { abortSignal: signal });
    const { executionArn = '', startDate = new Date(0) } = await callService('StepFunctions', () => sent, signal);
    return { executionArn, startDate: startDate.toISOString() };
  };
}
