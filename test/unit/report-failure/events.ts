import type { ExecutionFailureEvent, ExecutionStatusEvent } from '../../../lambdas/shared/contract/events.ts';

export const processRecordingArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:process-recording';
export const exportRecordingArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:export-recording';
export const executionArn =
  'arn:aws:states:us-west-2:123456789012:execution:process-recording:AbCdef1G2hij-j8Z9O91ndcVs';

export const recording = {
  bucket: 'my-recordings',
  prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs',
};

export const startDate = Date.parse('2026-06-24T07:51:33.000Z');
export const stopDate = Date.parse('2026-06-24T07:51:40.250Z');

/**
 * A status event of process-recording that failed for damage.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export const makeStatusEvent = (detail: Partial<ExecutionFailureEvent['detail']> = {}): ExecutionFailureEvent => ({
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  region: 'us-west-2',
  time: '2026-06-24T07:51:41Z',
  detail: {
    executionArn,
    stateMachineArn: processRecordingArn,
    name: 'AbCdef1G2hij-j8Z9O91ndcVs',
    status: 'FAILED',
    startDate,
    stopDate,
    input: JSON.stringify({ recording, source: { type: 'ivs-event', channelName: 'Your Channel' } }),
    error: 'RecordingDamagedError',
    cause: JSON.stringify({
      errorType: 'RecordingDamagedError',
      errorMessage: 'No rendition of the recording can be played.',
      trace: ['RecordingDamagedError: No rendition of the recording can be played.', '    at judge (index.mjs:1:1)'],
    }),
    redriveCount: 0,
    redriveStatus: 'REDRIVABLE',
    ...detail,
  },
});

/** The same of export-recording. */
export const makeExportStatusEvent = (detail: Partial<ExecutionFailureEvent['detail']> = {}): ExecutionFailureEvent =>
  makeStatusEvent({
    executionArn: executionArn.replace('process-recording', 'export-recording').concat('-archive'),
    stateMachineArn: exportRecordingArn,
    name: 'AbCdef1G2hij-j8Z9O91ndcVs-archive',
    input: JSON.stringify({ recording, export: 'archive', metadata: { show: 7 } }),
    error: 'ExportMissingError',
    cause: JSON.stringify({ errorType: 'ExportMissingError', errorMessage: 'There is no object.', trace: [] }),
    ...detail,
  });

/** The same execution, redriven with success. */
export const makeRecoveryEvent = (
  event: ExecutionFailureEvent,
  detail: Partial<ExecutionStatusEvent['detail']> = {},
): ExecutionStatusEvent => ({
  ...event,
  detail: { ...event.detail, status: 'SUCCEEDED', redriveCount: 1, error: null, cause: null, ...detail },
});

/** @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/eventbridge.html */
export const makeStartFailureEvent = (detail: object = {}, overrides: object = {}) => ({
  version: '0',
  id: '12345678-1a23-4567-a1bc-1a2b34567890',
  'detail-type': 'IVS Recording State Change' as const,
  source: 'aws.ivs' as const,
  account: '123456789012',
  time: '2026-06-24T07:51:32Z',
  region: 'us-west-2',
  resources: ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij'],
  detail: {
    channel_name: 'Your Channel',
    stream_id: 'st-1A2b3c4D5e6F78ghij9Klmn',
    recording_status: 'Recording Start Failure' as const,
    recording_status_reason: 'ValidationException',
    recording_s3_bucket_name: 'my-recordings',
    recording_s3_key_prefix: '',
    recording_duration_ms: 0,
    recording_session_id: 'a6RfV23ES97iyfoQ',
    ...detail,
  },
  ...overrides,
});
