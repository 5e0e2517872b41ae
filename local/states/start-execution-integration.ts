import * as z from 'zod/mini';
import { asTaskFailure, TaskFailure } from './errors.ts';
import type { ExecutionDescription } from './execution-description.ts';
import type { TaskIntegration } from './integration.ts';

/** The resource of a Task that starts another execution and does not wait for it. */
export const START_EXECUTION_RESOURCE = 'arn:aws:states:::states:startExecution';

/** The resource of a Task that starts another execution, waits for its end and gives its output. */
export const RUN_EXECUTION_RESOURCE = 'arn:aws:states:::states:startExecution.sync:2';

const parametersSchema = z.object({
  StateMachineArn: z.string(),
  Name: z.optional(z.string()),
  Input: z.optional(z.json()),
});

/** What a Task asks for. */
export interface StartRequest {
  readonly stateMachineArn: string;
  readonly name?: string | undefined;
  readonly input?: string | undefined;
}

/** Starts an execution, in this process or by way of the API; throws StatesApiError, or TaskFailure. */
export type StartExecution = (
  request: StartRequest,
  signal: AbortSignal,
) => StartedExecution | Promise<StartedExecution>;

interface StartedExecution {
  readonly executionArn: string;
  readonly startDate: string;
}

/**
 * The integration `states:startExecution`. The API's errors become `StepFunctions.<name>Exception`, such as
 * `StepFunctions.ExecutionAlreadyExistsException`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export function createStartExecutionIntegration(start: StartExecution): TaskIntegration {
  return async (parameters, { signal }) => {
    const { executionArn, startDate } = await startWith(parameters, start, signal);
    return { ExecutionArn: executionArn, StartDate: Date.parse(startDate) };
  };
}

/** What of the engine another execution needs that waits for one. */
export interface ExecutionRunner {
  startExecution: StartExecution;
  followExecution(executionArn: string, signal: AbortSignal): Promise<ExecutionDescription>;
}

/**
 * The integration `states:startExecution.sync:2`. An execution that does not succeed fails the task with
 * `States.TaskFailed` and its description as the cause. One that this Task had started before a restart is met by its
 * name: it is followed while it runs, and `StepFunctions.ExecutionAlreadyExistsException` once it has ended.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-stepfunctions.html
 */
export function createRunExecutionIntegration(engine: () => ExecutionRunner): TaskIntegration {
  return async (parameters, { signal }) => {
    const { executionArn } = await startWith(parameters, (request) => engine().startExecution(request, signal), signal);
    const ended = await engine().followExecution(executionArn, signal);
    if (ended.status !== 'SUCCEEDED') throw new TaskFailure('States.TaskFailed', JSON.stringify(describe(ended)));
    return { ...describe(ended), Input: JSON.parse(ended.input), Output: JSON.parse(ended.output ?? 'null') };
  };
}

async function startWith(parameters: unknown, start: StartExecution, signal: AbortSignal): Promise<StartedExecution> {
  const parsed = parametersSchema.safeParse(parameters);
  if (!parsed.success) throw new TaskFailure('States.Runtime', `startExecution: ${z.prettifyError(parsed.error)}`);
  const { StateMachineArn, Name, Input } = parsed.data;
  const input = Input === undefined || typeof Input === 'string' ? Input : JSON.stringify(Input);
  try {
    return await start({ stateMachineArn: StateMachineArn, name: Name, input }, signal);
  } catch (error) {
    throw asTaskFailure('StepFunctions', error);
  }
}

const describe = ({ startDate, stopDate, ...execution }: ExecutionDescription) => ({
  ExecutionArn: execution.executionArn,
  StateMachineArn: execution.stateMachineArn,
  Name: execution.name,
  Status: execution.status,
  StartDate: Date.parse(startDate),
  StopDate: stopDate === undefined ? undefined : Date.parse(stopDate),
  Input: execution.input,
  InputDetails: { Included: true },
  Output: execution.output,
  OutputDetails: { Included: true },
  Error: execution.error,
  Cause: execution.cause,
});
