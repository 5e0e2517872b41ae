/** `states:startExecution` and `aws-sdk:sfn:redriveExecution` by way of the API, as calls that can go wrong on their way. */
import { RedriveExecutionCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import type { StatesEngine } from '../states/engine.ts';
import { asTaskFailure } from '../states/errors.ts';
import type { TaskIntegration } from '../states/integration.ts';
import type { StartExecution } from '../states/start-execution-integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { callSettings } from './call-settings.ts';
import { parseParameters } from './parse-parameters.ts';
import { callService } from './service-failure.ts';

/** The resource of a Task that redrives another execution and does not wait for it. */
export const REDRIVE_EXECUTION_RESOURCE = 'arn:aws:states:::aws-sdk:sfn:redriveExecution';

/** A client for the API at `endpoint`, which need not be known before the first call. */
function lazyClient(configuration: SdkConfiguration, endpoint: () => string): () => SFNClient {
  let client: SFNClient | undefined;
  return () => {
    client ??= new SFNClient({ ...callSettings(configuration), endpoint: endpoint() });
    return client;
  };
}

/** Starts executions at `endpoint`, which need not be known before the first one. */
export function startExecutionAt(configuration: SdkConfiguration, endpoint: () => string): StartExecution {
  const client = lazyClient(configuration, endpoint);
  return async (request, signal) => {
    const sent = client().send(new StartExecutionCommand(request), { abortSignal: signal });
    const { executionArn = '', startDate = new Date(0) } = await callService('StepFunctions', () => sent, signal);
    return { executionArn, startDate: startDate.toISOString() };
  };
}

/** Redrives an execution, in this process or by way of the API, and gives the time. */
export type RedriveExecution = (executionArn: string, signal: AbortSignal) => Promise<string>;

/** Redrives executions at `endpoint`, which need not be known before the first one. */
export function redriveExecutionAt(configuration: SdkConfiguration, endpoint: () => string): RedriveExecution {
  const client = lazyClient(configuration, endpoint);
  return async (executionArn, signal) => {
    const sent = client().send(new RedriveExecutionCommand({ executionArn }), { abortSignal: signal });
    const { redriveDate = new Date(0) } = await callService('Sfn', () => sent, signal);
    return redriveDate.toISOString();
  };
}

/** Redrives executions in this process. */
export const redriveExecutionIn =
  (engine: () => Pick<StatesEngine, 'redriveExecution'>): RedriveExecution =>
  async (executionArn) => {
    try {
      return engine().redriveExecution(executionArn).redriveDate;
    } catch (error) {
      throw asTaskFailure('Sfn', error);
    }
  };

const parametersSchema = z.strictObject({ ExecutionArn: z.string() });

/**
 * The SDK integration `aws-sdk:sfn:redriveExecution`. The API's errors become `Sfn.<name>Exception`, such as
 * `Sfn.ExecutionNotRedrivableException`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
 */
export function redriveExecutionIntegration(redrive: RedriveExecution): TaskIntegration {
  return async (parameters, { signal }) => {
    const { ExecutionArn } = parseParameters('aws-sdk:sfn:redriveExecution', parametersSchema, parameters);
    return { RedriveDate: await redrive(ExecutionArn, signal) };
  };
}
