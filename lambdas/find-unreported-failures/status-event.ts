/** Makes the event that EventBridge would have sent of a failed execution. */
import type { ExecutionStatusEvent } from '../shared/contract/events.ts';

/** What DescribeExecution tells of a failed execution. */
export interface DescribedFailure {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly name: string;
  readonly status: 'FAILED' | 'TIMED_OUT' | 'ABORTED';
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
export function statusEventOf(failure: DescribedFailure): ExecutionStatusEvent {
  const { executionArn, stateMachineArn, name, status, redriveCount, redriveStatus, error } = failure;
  return {
    source: 'aws.states',
    'detail-type': 'Step Functions Execution Status Change',
    // arn:aws:states:<region>:…
    region: executionArn.split(':')[3] ?? '',
    time: failure.stopDate.toISOString(),
    detail: {
      executionArn,
      stateMachineArn,
      name,
      status,
      startDate: failure.startDate.getTime(),
      stopDate: failure.stopDate.getTime(),
      input: null,
      error: error ?? null,
      cause: null,
      redriveCount,
      redriveStatus: redriveStatus ?? null,
    },
  };
}
