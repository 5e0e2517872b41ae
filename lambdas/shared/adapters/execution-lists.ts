/** Lists executions of Step Functions, and describes those that have ended. */
import {
  DescribeExecutionCommand,
  ExecutionDoesNotExist,
  type ExecutionListItem,
  type ExecutionStatus,
  ListExecutionsCommand,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import { translateServiceErrors } from './service-errors.ts';

type UnsuccessfulStatus = 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** An execution as lists have it. */
export interface ListedExecution {
  readonly executionArn: string;
  readonly name: string;
  /** `RUNNING`, `SUCCEEDED`, `FAILED`, `TIMED_OUT`, `ABORTED` or `PENDING_REDRIVE`. */
  readonly status: string;
  readonly startDate: Date;
  /** Absent while it runs. */
  readonly stopDate: Date | undefined;
}

/** What is listed, and how fast. */
export interface ListOptions {
  /** All when left out. */
  readonly status?: ExecutionStatus | undefined;
  /** Waited for before each call: who lists much leaves something of the quota to others. */
  readonly beforeCall?: () => Promise<void>;
}

/**
 * Lists a state machine's executions of all names, the latest first, 1,000 a page.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_ListExecutions.html
 * @throws ServiceUnavailableError
 */
export const makeListExecutions = (
  client: SFNClient,
  stateMachineArn: string,
  { status: statusFilter, beforeCall }: ListOptions = {},
) =>
  async function* (): AsyncGenerator<ListedExecution[]> {
    let nextToken: string | undefined;
    do {
      await beforeCall?.();
      const command = new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: 1000, nextToken });
      const page = await translateServiceErrors(`the executions of ${stateMachineArn}`, () => client.send(command));
      yield (page.executions ?? []).map(toListed);
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
  };

const toListed = ({ stopDate, ...item }: ExecutionListItem): ListedExecution => {
  const { executionArn = '', name = '', status = '', startDate = new Date(0) } = item;
  return { executionArn, name, status, startDate, stopDate };
};

/** An execution that ended without success. */
export interface FailedExecution {
  readonly executionArn: string;
  readonly name: string;
  readonly startDate: Date;
  readonly stopDate: Date;
  readonly redriveCount: number;
}

/**
 * Lists one page of a state machine's executions that ended in one way, at most 100, the latest first.
 * @throws ServiceUnavailableError
 */
export const makeListFailures =
  (client: SFNClient) =>
  async (request: { stateMachineArn: string; status: UnsuccessfulStatus; nextToken: string | undefined }) => {
    const { stateMachineArn, status: statusFilter, nextToken } = request;
    const command = new ListExecutionsCommand({ stateMachineArn, statusFilter, maxResults: 100, nextToken });
    const page = await translateServiceErrors(`the executions of ${stateMachineArn}`, () => client.send(command));
    return { failures: (page.executions ?? []).flatMap((item) => toFailed(item) ?? []), nextToken: page.nextToken };
  };

function toFailed(item: ExecutionListItem): FailedExecution | undefined {
  const { executionArn, name, startDate, stopDate, redriveCount = 0 } = item;
  if (executionArn === undefined || name === undefined || startDate === undefined || stopDate === undefined) return;
  return { executionArn, name, startDate, stopDate, redriveCount };
}

const hasEnded = (status: string | undefined): status is UnsuccessfulStatus | 'SUCCEEDED' =>
  status === 'SUCCEEDED' || status === 'FAILED' || status === 'TIMED_OUT' || status === 'ABORTED';

/**
 * Describes an execution that has ended; `undefined` when it runs, since it has been redriven, or is gone.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeExecution.html
 * @throws ServiceUnavailableError
 */
export const makeDescribeEnded = (client: SFNClient) => async (executionArn: string) => {
  const answer = await translateServiceErrors(executionArn, () => findExecution(client, executionArn));
  const { stateMachineArn, name, status, startDate, stopDate } = answer ?? {};
  if (answer === undefined || !hasEnded(status)) return undefined;
  if (stateMachineArn === undefined || name === undefined || startDate === undefined || stopDate === undefined) return;
  const { redriveCount = 0, redriveStatus, error, input } = answer;
  return {
    executionArn,
    stateMachineArn,
    name,
    status,
    startDate,
    stopDate,
    redriveCount,
    redriveStatus,
    error,
    input,
  };
};

/** All that Step Functions tells of an execution; `undefined` when there is none, any more. Errors are passed on as they are. */
export async function findExecution(client: SFNClient, executionArn: string) {
  try {
    return await client.send(new DescribeExecutionCommand({ executionArn }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}
