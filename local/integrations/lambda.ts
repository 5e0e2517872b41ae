/** A Task whose resource is a Lambda function's ARN: the payload goes in as it is, the result comes out as it is. */
import { FunctionFailedError } from '../lambda/function-container.ts';
import type { LambdaRuntime } from '../lambda/lambda-runtime.ts';
import { TaskFailure } from '../states/errors.ts';
import type { TaskIntegration } from '../states/integration.ts';

/** Invokes `functionArn`; an error that it throws fails the task under its own name. */
export const lambdaIntegration =
  (runtime: LambdaRuntime, functionArn: string): TaskIntegration =>
  async (parameters) => {
    try {
      return await runtime.invoke(functionArn, parameters);
    } catch (error) {
      if (!(error instanceof FunctionFailedError)) throw error;
      throw new TaskFailure(error.errorType, JSON.stringify(error.toPayload()));
    }
  };
