import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import {
  BucketNotConfiguredError,
  ChannelNotConfiguredError,
  EventUnreadableError,
} from '../../../lambdas/shared/contract/errors.ts';
import type { ExecutionInput } from '../../../lambdas/shared/contract/execution-input.ts';
import { executionInputSchema } from '../../../lambdas/shared/contract/execution-input.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { startProcessing } from '../../../lambdas/start-processing/start-processing.ts';
import {
  bucket,
  channelArn,
  makeIvsEvent,
  makeS3Notification,
  makeS3Record,
  prefix,
  s3TestEvent,
} from '../../unit/start-processing/triggers.ts';
import { defineTarget } from '../fuzz-target.ts';
import { jsonEdits, parsedJson } from '../generators/json.ts';

const examples: readonly unknown[] = [
  makeIvsEvent(),
  makeIvsEvent({ recording_status: 'Recording End Failure', recording_status_reason: 'InternalServerException' }),
  makeS3Notification(),
  makeS3Notification(makeS3Record(), makeS3Record(`${prefix}/events/recording-failed.json`)),
  makeS3Notification(makeS3Record(encodeURIComponent(`${prefix}/events/recording-ended.json`))),
  { recording: { bucket, prefix } },
  { recording: { bucket, prefix }, exports: ['archive', { rendition: '720p30' }], metadata: { show: 7 } },
  s3TestEvent,
];

export const KEY_FRAGMENTS = [
  'ivs/v1/',
  '123456789012',
  '/2026/6/23/',
  '/events/recording-ended.json',
  '%2F',
  '02',
  bucket,
];
const keys = ['recording', 'source', 'exports', 'metadata', 'Records', 'detail', 's3', 'Event', 'Service'];

/** What Step Functions takes as a name (API_StartExecution). */
const executionName = /^[A-Za-z0-9_-]{1,80}$/;

/** Events of EventBridge and S3, and what an operator types: everything that may set a run off. */
export const triggerEvents = defineTarget({
  name: 'start-processing',
  refusals: [EventUnreadableError, BucketNotConfiguredError, ChannelNotConfiguredError],
  cases: fc.record({
    example: fc.nat(examples.length - 1),
    edits: jsonEdits(KEY_FRAGMENTS, keys),
    isTaken: fc.boolean(),
  }),
  run: async ({ example, edits, isTaken }) => {
    const event = parsedJson(examples[example], edits);
    const { outcomes } = await startProcessing(event, {
      recordingsBuckets: [bucket, 'other-recordings'],
      channelArns: example % 2 === 0 ? [channelArn] : [],
      startExecution: async (name, input) => {
        checkStart(name, input);
        return !isTaken;
      },
      describeExecution: async () => ({ status: 'FAILED', redriveStatus: 'NOT_REDRIVABLE', stopDate: new Date(0) }),
      redriveExecution: async () => false,
      isKnownWhole: async () => false,
      now: () => new Date('2026-06-24T07:51:42.000Z'),
      log: () => undefined,
    });
    assert.ok(outcomes.length > 0);
    return outcomes.every(({ outcome }) => outcome === 'ignored') ? 'ignored' : 'taken';
  },
});

/** Whatever the event was, what is started is a recording of ours, by a name that is allowed, with a valid input. */
function checkStart(name: string, input: ExecutionInput): void {
  assert.match(name, executionName);
  const location = parseRecordingPrefix(input.recording.prefix);
  assert.ok(location !== undefined && name.startsWith(`${location.channelId}-${location.recordingId}`));
  assert.deepEqual(executionInputSchema.parse(JSON.parse(JSON.stringify(input))), input);
}
