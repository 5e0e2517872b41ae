/** What the steps may do, by hand and by name. */
import type { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import { catalogTable } from '../../lambdas/shared/contract/catalog.ts';
import { exportFormatSchema } from '../../lambdas/shared/contract/export-wish.ts';
import { numberedThumbnailsPattern, repairedPlaylistsPattern } from '../../lambdas/shared/contract/object-keys.ts';
import type { AslStateMachine } from './asl-state-machine.ts';
import { useKey } from './encryption-key.ts';
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
 * To plan exports: as {@link judgeRecordings}, and the first bytes of a segment, which tell the exact frame rate for a
 * clip.
 */
export const planExports = (bucket: s3.IBucket): Permission[] => [
  { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
  {
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('ivs/v1/*/events/*'), bucket.arnForObjects('ivs/v1/*/media/*')],
    patternReason: 'Keys of recordings are not known beforehand: metadata files and media only.',
  },
];

/** To write the playlists that partial recordings are played through, and nothing else. */
export const writeRepairedPlaylists = (bucket: s3.IBucket): Permission[] => [
  {
    actions: ['s3:PutObject'],
    resources: [bucket.arnForObjects(repairedPlaylistsPattern)],
    patternReason:
      'Keys of recordings are not known beforehand: the folder of repaired playlists in each of them only.',
  },
  ...useKey(bucket.encryptionKey, 's3', 'write'),
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
    resources: exportFilesOf(exports),
    patternReason: 'Keys of exports are not known beforehand: files of their kind only.',
  },
  ...useKey(exports.encryptionKey, 's3', 'writeAndRead'),
];

/** Every export that may be, as patterns of keys; playlists are none of them. */
export const exportFilesOf = (exports: s3.IBucket): string[] =>
  exportFormatSchema.options.map((format) => exports.arnForObjects(`*.${format}`));

/**
 * To read name and tags of the channels that are served, and whether they are private.
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoninteractivevideoservice.html
 */
export const readChannels = (stack: Stack, channelArns: readonly string[]): Permission =>
  channelArns.length > 0
    ? { actions: ['ivs:GetChannel'], resources: channelArns }
    : {
        actions: ['ivs:GetChannel'],
        resources: [stack.formatArn({ service: 'ivs', resource: 'channel', resourceName: '*' })],
        patternReason: 'Every channel is served: those of this account and Region.',
      };

/** To verify exports; the listing for the same reason as in {@link judgeRecordings}. */
export const verifyExports = (bucket: s3.IBucket): Permission[] => [
  { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
  {
    actions: ['s3:GetObject'],
    resources: exportFilesOf(bucket),
    patternReason: 'Keys of exports are not known beforehand: files of their kind only.',
  },
  ...useKey(bucket.encryptionKey, 's3', 'read'),
];

/** To find recordings and how they stand: by listings, and by their metadata files where exports are priced. */
export const walkRecordings = (bucket: s3.IBucket): Permission[] => [
  { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
  {
    actions: ['s3:GetObject'],
    resources: [bucket.arnForObjects('ivs/v1/*/events/*')],
    patternReason: 'Keys of recordings are not known beforehand: metadata files only.',
  },
];

/** To write the lists of a backfill. */
export const writeLists = (lists: s3.IBucket): Permission[] => [
  {
    actions: ['s3:PutObject'],
    resources: [lists.arnForObjects('*')],
    patternReason: 'A list is named after its execution, and the bucket holds nothing else.',
  },
  ...useKey(lists.encryptionKey, 's3', 'write'),
];

/** To see whether the catalog has a recording. */
export const readItemsOf = (table: dynamodb.ITable): Permission[] => [
  { actions: ['dynamodb:GetItem'], resources: [table.tableArn] },
  ...decryptItemsOf(table),
];

/** To see which recordings are in the catalog. */
export const findItemsOf = (table: dynamodb.ITable): Permission[] => [
  { actions: ['dynamodb:BatchGetItem'], resources: [table.tableArn] },
  ...decryptItemsOf(table),
];

/** To see what the catalog tells of one recording and its exports. */
export const readRecordingsOf = (table: dynamodb.ITable): Permission[] => [
  { actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${catalogTable.recordingIdIndex}`] },
  ...decryptItemsOf(table),
];

/** To list what the catalog says has failed. */
export const listFailuresOf = (table: dynamodb.ITable): Permission => ({
  actions: ['dynamodb:Query'],
  resources: [`${table.tableArn}/index/${catalogTable.attentionIndex}`],
});

/** To list what the catalog tells of recordings: by channel, by day, by id. */
export const listRecordingsOf = (table: dynamodb.ITable): Permission[] => [
  {
    actions: ['dynamodb:Query'],
    resources: [
      table.tableArn,
      ...[catalogTable.dayIndex, catalogTable.recordingIdIndex].map((index) => `${table.tableArn}/index/${index}`),
    ],
  },
  ...decryptItemsOf(table),
];

/** Reading and writing alike: DynamoDB has the table's key decrypted for each role that comes to it. */
export const decryptItemsOf = (table: dynamodb.ITable): Permission[] => useKey(table.encryptionKey, 'dynamodb', 'read');

/** To list executions. */
export const listExecutionsOf = (...machines: readonly AslStateMachine[]): Permission => ({
  actions: ['states:ListExecutions'],
  resources: machines.map(({ stateMachineArn }) => stateMachineArn),
});

/** To look at executions by their names. */
export const describeExecutionsOf = (...machines: readonly AslStateMachine[]): Permission => ({
  actions: ['states:DescribeExecution'],
  resources: machines.map(({ executionArns }) => executionArns),
  patternReason: 'Executions are named after recordings: those of our state machines only.',
});

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

/** To list and delete thumbnails that IVS numbers, and nothing else. */
export const deleteThumbnailsIn = (bucket: s3.IBucket): Permission[] => [
  { actions: ['s3:ListBucket'], resources: [bucket.bucketArn] },
  {
    actions: ['s3:DeleteObject'],
    resources: [bucket.arnForObjects(numberedThumbnailsPattern)],
    patternReason: 'Keys of recordings are not known beforehand: the numbered pictures in each of them only.',
  },
];

/** To list the recordings of a day. */
export const listDaysOf = (table: dynamodb.ITable): Permission[] => [
  { actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${catalogTable.dayIndex}`] },
  ...decryptItemsOf(table),
];
