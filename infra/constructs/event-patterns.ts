/** Which events set what off. */
import type { EventPattern } from 'aws-cdk-lib/aws-events';

/** Whose recordings are meant. */
export interface RecordingScope {
  readonly bucketNames: readonly string[];
  /** Empty: every channel. */
  readonly channelArns: readonly string[];
}

type RecordingStatus = 'Recording End' | 'Recording End Failure' | 'Recording Start Failure';

const anyRecordingChange = { source: ['aws.ivs'], detailType: ['IVS Recording State Change'] };

/** Every recording event of IVS in this account and Region, for the log. */
export const recordingEvents = (): EventPattern => anyRecordingChange;

/**
 * Recording events of some statuses. All of them name the bucket, even `Recording Start Failure`, whose prefix is empty.
 * The channel's ARN is the one resource; AWS's example of `Recording End Failure` has a malformed one, and should that
 * be more than a slip of the page, the notification of S3 still comes.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/eventbridge.html
 */
export const recordingStatusEvents = (scope: RecordingScope, statuses: readonly RecordingStatus[]): EventPattern => ({
  ...anyRecordingChange,
  ...(scope.channelArns.length === 0 ? {} : { resources: [...scope.channelArns] }),
  detail: { recording_status: [...statuses], recording_s3_bucket_name: [...scope.bucketNames] },
});

/**
 * The unsuccessful ends of executions of these machines. No Catch in a definition can see them all.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const unsuccessfulExecutions = (stateMachineArns: readonly string[]): EventPattern => ({
  source: ['aws.states'],
  detailType: ['Step Functions Execution Status Change'],
  detail: { status: ['FAILED', 'TIMED_OUT', 'ABORTED'], stateMachineArn: [...stateMachineArns] },
});

/** The successful ends of redrives: what the catalog says of the earlier failure is over. */
export const recoveredExecutions = (stateMachineArns: readonly string[]): EventPattern => ({
  source: ['aws.states'],
  detailType: ['Step Functions Execution Status Change'],
  detail: { status: ['SUCCEEDED'], redriveCount: [{ numeric: ['>', 0] }], stateMachineArn: [...stateMachineArns] },
});
