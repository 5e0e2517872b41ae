/** A Task whose resource is a Lambda function's ARN: the payload goes in as it is, the result comes out as it is. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import * as z from 'zod/mini';
import { FunctionFailedError } from '../lambda/function-container.ts';
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import { TaskFailure } from '../states/errors.ts';
import type { TaskIntegration } from '../states/integration.ts';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import { callService } from './service-failure.ts';

/** Invokes `functionArn`; an error that it throws fails the task under its own name, a crash as `Lambda.Unknown`. */
export const lambdaIntegration =
  (runtime: LambdaRuntime, functionArn: string): TaskIntegration =>
  async (parameters) => {
    try {
      return await runtime.invoke(functionArn, parameters);
    } catch (error) {
      if (!(error instanceof FunctionFailedError)) throw error;
      throw new TaskFailure(nameInWorkflow(error.errorType), JSON.stringify(error.toPayload()));
    }
  };

/**
 * A runtime that breaks down tells Lambda's callers `Runtime.ExitError`; Step Functions calls what a function does not
 * handle `Lambda.Unknown`, but for time-outs, which keep the name that newer runtimes give them. The payload stays the
 * cause.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html (the note on unhandled errors)
 */
const nameInWorkflow = (errorType: string | undefined): string =>
  errorType === undefined || errorType === 'Runtime.ExitError' ? 'Lambda.Unknown' : errorType;

const failureSchema = z.object({ errorType: z.string() });

/** The same by way of Lambda's API, as a call that can go wrong on its way. The endpoint is asked for when it is needed. */
export function invokeFunctionAt({ region, credentials }: SdkConfiguration, endpoint: () => string) {
  let client: LambdaClient | undefined;
  return (functionArn: string): TaskIntegration =>
    async (parameters, { signal }) => {
      client ??= new LambdaClient({ region, credentials, endpoint: endpoint(), maxAttempts: 1 });
      const command = new InvokeCommand({
        FunctionName: functionArn,
        Payload: Buffer.from(JSON.stringify(parameters)),
      });
      const sent = client.send(command, { abortSignal: signal });
      const { FunctionError, Payload } = await callService('Lambda', () => sent, signal);
      const text = Buffer.from(Payload ?? []).toString('utf8');
      const payload = await callService('Lambda', async (): Promise<unknown> => JSON.parse(text), signal);
      if (FunctionError === undefined) return payload;
      throw new TaskFailure(nameInWorkflow(failureSchema.safeParse(payload).data?.errorType), text);
    };
}
