import type { ExecutionState, ExecutionStatus, MachineRecord } from './execution-state.ts';
import { HISTORY_LIMIT } from './recorder.ts';

/** An execution as DescribeExecution tells it. Times are ISO 8601 with milliseconds; data is JSON text. */
export interface ExecutionDescription {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: ExecutionStatus;
  readonly startDate: string;
  readonly stopDate: string | undefined;
  readonly input: string;
  readonly output: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly redriveCount: number;
  readonly redriveDate: string | undefined;
  readonly redriveStatus: 'REDRIVABLE' | 'NOT_REDRIVABLE';
  /** Why it cannot be redriven. */
  readonly redriveStatusReason: string | undefined;
  /** The state machine as it was when the execution began. */
  readonly machine: MachineRecord;
}

/** An execution can be redriven for 14 days after its end. */
const REDRIVABLE_MS = 14 * 24 * 60 * 60 * 1000;

/** Describes an execution as it stands. */
export function describeExecution(execution: ExecutionState, now: Date): ExecutionDescription {
  const { root: _root, events: _events, redriveTokens: _tokens, ...rest } = execution;
  const reason = whyNotRedrivable(execution, now);
  return {
    ...rest,
    stateMachineArn: execution.machine.arn,
    redriveStatus: reason === undefined ? 'REDRIVABLE' : 'NOT_REDRIVABLE',
    redriveStatusReason: reason,
  };
}

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html */
function whyNotRedrivable({ status, stopDate, events }: ExecutionState, now: Date): string | undefined {
  if (status === 'RUNNING' || status === 'SUCCEEDED') return `Execution is ${status} and cannot be redriven`;
  if (events.length >= HISTORY_LIMIT - 1) return 'Execution history event limit exceeded';
  if (stopDate !== undefined && now.getTime() - Date.parse(stopDate) > REDRIVABLE_MS) {
    return 'Execution redrivable period exceeded';
  }
  return undefined;
}
