/** Starts, describes and redrives executions of Step Functions. */
import {
  DescribeExecutionCommand,
  ExecutionAlreadyExists,
  ExecutionNotRedrivable,
  RedriveExecutionCommand,
  SFNClient,
  type SFNClientConfig,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { clientSettings } from './client-settings.ts';
import { ownAnswerStep, requireOwnAnswer } from './own-answer.ts';
import { translateServiceErrors } from './service-errors.ts';

/** What is read of an execution. */
export interface ExecutionDescription {
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `PENDING_REDRIVE`. */
  readonly status: string;
  /** `REDRIVABLE`, `NOT_REDRIVABLE` or `REDRIVABLE_BY_MAP_RUN`. */
  readonly redriveStatus?: string | undefined;
  /** When it ended; absent while it runs. */
  readonly stopDate?: Date | undefined;
  /** JSON text of the input. */
  readonly input?: string | undefined;
  /** JSON text of the output; absent unless it succeeded. */
  readonly output?: string | undefined;
}

/** A client with this project's time-outs and retries. */
export function makeStepFunctionsClient(config: SFNClientConfig = {}): SFNClient {
  const client = new SFNClient({ ...clientSettings, ...config });
  client.middlewareStack.add((next) => async (args) => requireOwnAnswer(await next(args)), ownAnswerStep);
  return client;
}

/**
 * ARN of the execution of that name. Step Functions derives it from the state machine's, so that an execution can be
 * looked at when only its name is known.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html
 */
export const executionArnOf = (stateMachineArn: string, name: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

/**
 * Starts an execution; resolves to `false` when the name is taken by one that is closed or has another input. One that
 * runs with the same input counts as started, which is how Step Functions answers.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_StartExecution.html
 * @throws ServiceUnavailableError
 */
export const makeStartExecution =
  (client: SFNClient, stateMachineArn: string) =>
  async (name: string, input: object): Promise<boolean> => {
    try {
      const command = new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify(input) });
      await translateServiceErrors(`the start of ${name}`, () => client.send(command));
      return true;
    } catch (error) {
      if (error instanceof ExecutionAlreadyExists) return false;
      throw error;
    }
  };

/**
 * Reads an execution's state. `ExecutionDoesNotExist` passes through, since the answer is only eventually consistent:
 * what was started a moment ago may not be there yet, and asking again later helps.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 * @throws ServiceUnavailableError
 */
export const makeDescribeExecution =
  (client: SFNClient) =>
  async (executionArn: string): Promise<ExecutionDescription> => {
    const command = new DescribeExecutionCommand({ executionArn });
    const answer = await translateServiceErrors(executionArn, () => client.send(command));
    const { status, redriveStatus, stopDate, input, output } = answer;
    if (status === undefined) throw new Error(`DescribeExecution answered without a status for ${executionArn}`);
    return { status, redriveStatus, stopDate, input, output };
  };

/**
 * Redrives an execution; resolves to `false` when it cannot be redriven (any more): it runs, succeeded, or is too old.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
 * @throws ServiceUnavailableError
 */
export const makeRedriveExecution =
  (client: SFNClient) =>
  async (executionArn: string): Promise<boolean> => {
    try {
      const command = new RedriveExecutionCommand({ executionArn });
      await translateServiceErrors(`the redrive of ${executionArn}`, () => client.send(command));
      return true;
    } catch (error) {
      if (error instanceof ExecutionNotRedrivable) return false;
      throw error;
    }
  };
