/**
 * Recording events as AWS's guide shows them, slips included.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/eventbridge.html
 */
export const bucketName = 'my-recordings';
export const channelArn = 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij';

function recordingEvent(recordingStatus: string, detail: Record<string, unknown>, resources = [channelArn]) {
  return {
    version: '0',
    id: '12345678-1a23-4567-a1bc-1a2b34567890',
    'detail-type': 'IVS Recording State Change',
    source: 'aws.ivs',
    account: '123456789012',
    time: '2026-06-24T07:51:32Z',
    region: 'us-west-2',
    resources,
    detail: {
      channel_name: 'Your Channel',
      stream_id: 'st-1A2b3c4D5e6F78ghij9Klmn',
      recording_status: recordingStatus,
      recording_status_reason: '',
      recording_s3_bucket_name: bucketName,
      recording_s3_key_prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs',
      recording_duration_ms: 0,
      recording_session_id: 'a6RfV23ES97iyfoQ',
      ...detail,
    },
  };
}

export const recordingStart = recordingEvent('Recording Start', {});
export const recordingEnd = recordingEvent('Recording End', {
  recording_duration_ms: 99370264,
  recording_session_stream_ids: ['st-254sopYUvi6F78ghpO9vn0A', 'st-1A2b3c4D5e6F78ghij9Klmn'],
});
/** The prefix is empty: there is no recording. */
export const recordingStartFailure = recordingEvent('Recording Start Failure', {
  recording_status_reason: 'ValidationException',
  recording_s3_key_prefix: '',
});
const endFailureDetail = { recording_status_reason: 'InternalServerException' };
export const recordingEndFailure = recordingEvent('Recording End Failure', endFailureDetail);
/** The guide's own example, whose resource is no channel's ARN. */
export const recordingEndFailureOfTheGuide = recordingEvent('Recording End Failure', endFailureDetail, [
  'arn:aws:ivs:us-west-2:123456a7-ab1c-2d34-e5f6-1a2b3c4d5678',
]);
export const recordingEndElsewhere = recordingEvent('Recording End', { recording_s3_bucket_name: 'another-bucket' });
export const recordingEndOfAnotherChannel = recordingEvent('Recording End', {}, [`${channelArn}k`]);

export const streamEnd = {
  ...recordingEnd,
  'detail-type': 'IVS Stream State Change',
  detail: { event_name: 'Stream End', channel_name: 'Your Channel', stream_id: 'st-1A2b3c4D5e6F78ghij9Klmn' },
};

/** @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html */
export const executionStatusChange = (stateMachineArn: string, status: string, redriveCount = 0) => ({
  version: '0',
  id: '315c1398-40ff-a850-213b-158f73e60175',
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  account: '123456789012',
  time: '2026-06-24T08:00:00Z',
  region: 'us-west-2',
  resources: [`${stateMachineArn.replace(':stateMachine:', ':execution:')}:AbCdef1G2hij-j8Z9O91ndcVs`],
  detail: {
    executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:AbCdef1G2hij-j8Z9O91ndcVs`,
    stateMachineArn,
    name: 'AbCdef1G2hij-j8Z9O91ndcVs',
    status,
    startDate: 1782287891000,
    stopDate: status === 'RUNNING' ? null : 1782287992000,
    input: '{}',
    output: null,
    redriveCount,
  },
});
