/** The bodies that set start-processing off, as AWS documents them. */

export const bucket = 'my-recordings';
export const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs';
export const channelArn = 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij';

/** @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/eventbridge.html */
export const makeIvsEvent = (detail: object = {}) => ({
  version: '0',
  id: '12345678-1a23-4567-a1bc-1a2b34567890',
  'detail-type': 'IVS Recording State Change',
  source: 'aws.ivs',
  account: '123456789012',
  time: '2026-06-24T07:51:32Z',
  region: 'us-west-2',
  resources: [channelArn],
  detail: {
    channel_name: 'Your Channel',
    stream_id: 'st-1A2b3c4D5e6F78ghij9Klmn',
    recording_status: 'Recording End',
    recording_status_reason: '',
    recording_s3_bucket_name: bucket,
    recording_s3_key_prefix: prefix,
    recording_duration_ms: 99_370_264,
    recording_session_id: 'a6RfV23ES97iyfoQ',
    recording_session_stream_ids: ['st-254sopYUvi6F78ghpO9vn0A', 'st-1A2b3c4D5e6F78ghij9Klmn'],
    ...detail,
  },
});

/** @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html */
export const makeS3Record = (key = `${prefix}/events/recording-ended.json`, overrides: object = {}) => ({
  eventVersion: '2.1',
  eventSource: 'aws:s3',
  awsRegion: 'us-west-2',
  eventTime: '2026-06-24T07:51:30.123Z',
  eventName: 'ObjectCreated:Put',
  s3: {
    s3SchemaVersion: '1.0',
    bucket: { name: bucket, arn: `arn:aws:s3:::${bucket}` },
    object: { key, size: 1024, eTag: 'd41d8cd98f00b204e9800998ecf8427e', sequencer: '0055AED6DCD90281E5' },
  },
  ...overrides,
});

export const makeS3Notification = (...records: object[]) => ({
  Records: records.length === 0 ? [makeS3Record()] : records,
});

export const s3TestEvent = {
  Service: 'Amazon S3',
  Event: 's3:TestEvent',
  Time: '2026-06-24T07:51:30.123Z',
  Bucket: bucket,
  RequestId: '5582815E1AEA5ADF',
  HostId: '8cLeGAmw098X5cv4Zkwcmo8vvZa3eH3eKxsPzbB9wrR+YstdA6Knx4Ip8EXAMPLE',
};
