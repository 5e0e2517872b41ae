import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isNestedDeeper } from '../../../lambdas/shared/contract/json-text.ts';
import {
  makeAnnouncement,
  notificationAttributes,
  notificationId,
  notificationSchema,
} from '../../../lambdas/shared/contract/notification.ts';
import { defineTarget } from '../fuzz-target.ts';
import { jsonEdits, parsedJson } from '../generators/json.ts';

const subject = 'AbCdef1G2hij/j8Z9O91ndcVs';
const recording = {
  channelId: 'AbCdef1G2hij',
  channelArn: 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij',
  channelName: 'Your Channel',
  recordingId: 'j8Z9O91ndcVs',
  bucket: 'my-recordings',
  prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs',
  startedAt: '2026-06-23T20:12:41Z',
  endedAt: '2026-06-23T20:14:08Z',
  durationMs: 87_000,
  completeness: 'complete',
};
const error = { name: 'RecordingDamagedError', message: 'why', state: 'ValidateRecording', redrivable: true };
const playback = {
  url: 'https://video.example.com/master.m3u8',
  thumbnailUrl: 'https://video.example.com/thumb0.jpg',
  renditions: [{ name: '720p30', width: 1280, height: 720 }],
};
const exported = {
  name: 'archive',
  format: 'mp4',
  bucket: 'exports',
  key: 'a/b/archive.mp4',
  sizeBytes: 9,
  durationMs: 87_000,
};
const news = {
  schemaVersion: '1',
  time: '2026-06-23T20:14:20Z',
  metadata: { show: 7 },
  execution: { arn: 'arn:aws:states:us-west-2:123456789012:execution:process-recording:x', redriveCount: 0 },
};
const examples: readonly object[] = [
  {
    ...news,
    id: notificationId(subject, 'recording.playback.ready'),
    type: 'recording.playback.ready',
    recording,
    playback,
  },
  {
    ...news,
    id: notificationId(subject, 'recording.playback.ready', 'partial-0'),
    type: 'recording.playback.ready',
    recording: { ...recording, completeness: 'partial' },
    playback: { ...playback, missing: [{ rendition: '720p30', fromSeconds: 0, seconds: 2 }] },
  },
  { ...news, id: notificationId(subject, 'recording.empty'), type: 'recording.empty', recording },
  {
    ...news,
    id: 'x',
    type: 'recording.failed',
    recording,
    error: { ...error, consoleUrl: 'https://c' },
    playbackStands: false,
  },
  {
    ...news,
    id: 'y',
    type: 'recording.export.ready',
    recording,
    export: { ...exported, url: 'https://video.example.com/a', engine: 'remux', engineReason: 'it was wanted' },
  },
  { ...news, id: 'z', type: 'recording.export.failed', recording, export: { name: 'archive' }, error },
  {
    ...news,
    id: 's',
    type: 'recording.start.failed',
    recording: { channelId: 'AbCdef1G2hij', channelArn: recording.channelArn, channelName: '', streamId: 'st-1' },
    error,
  },
];
const keys = ['type', 'recording', 'playback', 'export', 'error', 'completeness', 'channelName', 'missing', 'metadata'];

/** Our own message, as a subscriber in TypeScript reads it back and as SNS takes it (API_Publish). */
export const notifications = defineTarget({
  name: 'notification',
  refusals: [],
  cases: fc.record({
    example: fc.nat(examples.length - 1),
    edits: jsonEdits(['recording.failed', 'partial', 'ü', '\u{1F3A5}'.repeat(40)], keys, 2),
  }),
  run: ({ example, edits }) => {
    const parsed = notificationSchema.safeParse(parsedJson(examples[example], edits));
    if (!parsed.success) return 'no notification';
    // Metadata so deep is refused when it comes in, since JSON.stringify overflows the stack.
    if (isNestedDeeper(parsed.data, 500)) return 'deeper than any message of ours';

    const { subject: title, message, attributes } = makeAnnouncement(parsed.data);

    assert.match(title, /^[\x21-\x7e][\x20-\x7e]{0,98}$/);
    assert.ok(Object.values(attributes).every(({ StringValue }) => StringValue !== ''));
    assert.deepEqual(Object.keys(attributes), Object.keys(notificationAttributes(message)));
    // Not deepEqual: the caller's metadata may be nested deeper than it descends.
    const readBack = notificationSchema.parse(JSON.parse(JSON.stringify(message)));
    assert.equal(JSON.stringify(readBack), JSON.stringify(notificationSchema.parse(message)));
    return undefined;
  },
});
