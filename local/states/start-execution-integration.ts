import * as z from 'zod/mini';
import { StatesApiError, TaskFailure } from './errors.ts';
import type { TaskIntegration } from './integration.ts';

/** The resource of a Task that starts another execution and does not wait for it. */
export const START_EXECUTION_RESOURCE = 'arn:aws:states:::states:startExecution';

const parametersSchema = z.object({
  StateMachineArn: z.string(),
  Name: z.optional(z.string()),
  Input: z.optional(z.json()),
});

interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string | undefined;
  readonly input?: string | undefined;
}

/**
 * The integration `states:startExecution`. The API's errors become `StepFunctions.<name>Exception`, such as
 * `StepFunctions.ExecutionAlreadyExistsException`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export function createStartExecutionIntegration(
  start: (request: StartRequest) => { executionArn: string; startDate: string },
): TaskIntegration {
  return async (parameters) => {
    const parsed = parametersSchema.safeParse(parameters);
    if (!parsed.success) throw new TaskFailure('States.Runtime', `startExecution: ${z.prettifyError(parsed.error)}`);
    const { StateMachineArn, Name, Input } = parsed.data;
    const input = Input === undefined || typeof Input === 'string' ? Input : JSON.stringify(Input);
    try {
      const { executionArn, startDate } = start({ stateMachineArn: StateMachineArn, name: Name, input });
      return { ExecutionArn: executionArn, StartDate: Date.parse(startDate) };
    } catch (error) {
      if (!(error instanceof StatesApiError)) throw error;
      throw new TaskFailure(
        `StepFunctions.${error.code}Exception`,
        `${error.message} (Service: Sfn, Status Code: 400)`,
      );
    }
  };
}
