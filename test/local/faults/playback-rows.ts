/** What process-recording calls, and the two functions that events invoke. */
import type { MatrixRow } from './matrix-row.ts';
import { ofNamedChannel } from './own-channel.ts';
import { execution, playback } from './scenarios.ts';

const partial = execution({
  machine: 'process',
  kind: 'partial',
  input: { exports: [] },
  messages: ['recording.playback.ready'],
  status: 'playable',
});
const empty = execution({
  machine: 'process',
  kind: 'empty',
  input: {},
  messages: ['recording.empty'],
  status: 'empty',
});
const withExport = execution({
  machine: 'process',
  kind: 'whole',
  input: { exports: [{ name: 'e', rendition: '160p30', engine: 'remux' }] },
  messages: ['recording.playback.ready', 'recording.export.ready'],
  status: 'playable',
});

const named = ofNamedChannel(empty, 'empty');

const validate = { caller: 'ValidateRecording', service: 's3', scenario: playback } as const;
const list = { ...validate, call: 'S3 ListObjectsV2', operation: 'ListObjectsV2' } as const;
const get = { ...validate, call: 'S3 GetObject', operation: 'GetObject' } as const;

/** In the order in which a recording meets them. */
export const playbackRows: readonly MatrixRow[] = [
  {
    caller: 'ValidateRecording',
    call: 'Lambda Invoke',
    service: 'lambda',
    operation: 'Invoke',
    isWorkflow: true,
    pattern: /ValidateRecording/,
    scenario: playback,
  },
  { ...list, of: 'events/', pattern: /\/events\// },
  { ...get, of: 'metadata file', pattern: /recording-ended\.json/ },
  { ...get, of: 'multivariant playlist', pattern: /master\.m3u8/ },
  { ...list, of: 'segments', pattern: /media\/hls\// },
  { ...get, of: 'media playlist', pattern: /160p30\/playlist\.m3u8/ },
  { ...list, of: 'thumbnails', pattern: /thumbnails/ },
  {
    ...validate,
    call: 'IVS GetChannel',
    service: 'ivs',
    operation: 'GetChannel',
    scenario: named,
    strikesOnce: true,
  },
  {
    ...validate,
    call: 'S3 PutObject',
    of: 'repaired playlist',
    operation: 'PutObject',
    scenario: partial,
  },
  {
    caller: 'RegisterPlayback',
    call: 'DynamoDB UpdateItem',
    service: 'dynamodb',
    operation: 'UpdateItem',
    isWorkflow: true,
    scenario: playback,
  },
  {
    caller: 'AnnouncePlayback',
    call: 'SNS Publish',
    service: 'sns',
    operation: 'Publish',
    isWorkflow: true,
    pattern: /recording\.playback\.ready/,
    scenario: playback,
  },
  {
    caller: 'StartExport',
    call: 'Step Functions StartExecution',
    service: 'sfn',
    operation: 'StartExecution',
    isWorkflow: true,
    scenario: withExport,
  },
  {
    caller: 'RegisterEmptyRecording',
    call: 'DynamoDB UpdateItem',
    service: 'dynamodb',
    operation: 'UpdateItem',
    isWorkflow: true,
    scenario: empty,
  },
  {
    caller: 'AnnounceEmptyRecording',
    call: 'SNS Publish',
    service: 'sns',
    operation: 'Publish',
    isWorkflow: true,
    scenario: empty,
  },
];
