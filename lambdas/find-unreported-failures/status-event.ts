/** Makes the event that EventBridge would have sent of the end of an execution. */
import type { ExecutionStatusEvent } from '../shared/contract/events.ts';

/** What DescribeExecution tells of an execution that has ended. */
export interface DescribedExecution {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';
  readonly startDate: Date;
  readonly stopDate: Date;
  readonly redriveCount: number;
  readonly redriveStatus: string | undefined;
  readonly error: string | undefined;
  readonly input: string | undefined;
}

/**
 * The event, without input and cause, which may have hundreds of kilobytes: report-failure reads both for itself, as it
 * does when EventBridge leaves them out.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function statusEventOf(execution: DescribedExecution): ExecutionStatusEvent {
  const { executionArn, stateMachineArn, name, status, redriveCount, redriveStatus, error } = execution;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    // arn:aws:states:<region>:…
    region: executionArn.split(':')[3] ?? '',
    time: execution.stopDate.toISOString(),
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate: execution.startDate.getTime(),
      stopDate: execution.stopDate.getTime(),
      input: null,
      error: error ?? null,
      cause: null,
      redriveCount,
      redriveStatus: redriveStatus ?? null,
    },
  };
}
