/** What the steps may do, by hand and by name. */
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { AslStateMachine } from './asl-state-machine.ts';
import type { Permission } from './narrow-role.ts';

/**
 * To judge recordings: their metadata files and playlists, and which objects are there. The listing has no condition on
 * the prefix: without the right to list the bucket, S3 answers a missing key with 403 instead of 404.
 */
export const judgeRecordings = (bucket: s3.IBucket): Permission[] => [
  { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
  {
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('ivs/v1/*/events/*'), bucket.arnForObjects('ivs/v1/*/media/*.m3u8')],
    patternReason: 'Keys of recordings are not known beforehand: metadata files and playlists only.',
  },
];

/**
 * To carry a recording's media into an export: to read playlists and segments, to write the export, in parts if need be,
 * to take back an upload that failed, and to look at the export when the answer to its completion was lost (HeadObject is
 * allowed by `s3:GetObject`). The listings for the same reason as in {@link judgeRecordings}: a missing segment is damage,
 * a denied one is not.
 */
export const remuxRecordings = (recordings: s3.IBucket, exports: s3.IBucket): Permission[] => [
  { actions: ['s3:ListBucket'], resources: [recordings.bucketArn, exports.bucketArn] },
  {
    actions: ['s3:GetObject'],
    resources: [recordings.arnForObjects('ivs/v1/*/media/*')],
    patternReason: 'Keys of recordings are not known beforehand: their media only.',
  },
  {
    actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload'],
    resources: [exports.arnForObjects('*')],
    patternReason: 'Keys of exports are not known beforehand, and the bucket holds nothing else.',
  },
];

/** To verify exports; the listing for the same reason as in {@link judgeRecordings}. */
export const verifyExports = (bucket: s3.IBucket): Permission[] => [
  { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
  {
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('*')],
    patternReason: 'Keys of exports are not known beforehand, and the bucket holds nothing else.',
  },
];

/** To start an execution, or to look at the one that has its name and redrive it. */
export const startOrRevive = (machine: AslStateMachine): Permission[] => [
  { actions: ['states:StartExecution'], resources: [machine.stateMachineArn] },
  {
    actions: ['states:DescribeExecution', 'states:RedriveExecution'],
    resources: [machine.executionArns],
    patternReason: 'Executions are named after recordings: those of one state machine only.',
  },
];

/** To find out how executions failed. */
export const readHistories = (...machines: readonly AslStateMachine[]): Permission => ({
  actions: ['states:DescribeExecution', 'states:GetExecutionHistory'],
  resources: machines.map(({ executionArns }) => executionArns),
  patternReason: 'Executions are named after recordings: those of our state machines only.',
});
