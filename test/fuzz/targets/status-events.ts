import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { reportFailure } from '../../../lambdas/report-failure/report-failure.ts';
import type { ConditionalUpdate } from '../../../lambdas/shared/contract/catalog.ts';
import { EventUnreadableError } from '../../../lambdas/shared/contract/errors.ts';
import {
  type Notification,
  notificationAttributes,
  notificationSchema,
  notificationSubject,
} from '../../../lambdas/shared/contract/notification.ts';
import {
  makeExportStatusEvent,
  makeRecoveryEvent,
  makeStartFailureEvent,
  makeStatusEvent,
} from '../../unit/report-failure/events.ts';
import { makeFakePorts } from '../../unit/report-failure/fake-ports.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editJson, jsonEdits, parsedJson, toJsonText } from '../generators/json.ts';
import { editText, textEdits } from '../generators/text.ts';
import { histories } from './histories.ts';
import { KEY_FRAGMENTS } from './trigger-events.ts';

const examples = [
  makeStatusEvent(),
  makeStatusEvent({ status: 'TIMED_OUT', error: null, cause: null, stopDate: null }),
  makeStatusEvent({ status: 'ABORTED', redriveCount: 3, redriveStatus: 'REDRIVABLE_BY_MAP_RUN' }),
  makeExportStatusEvent(),
  makeExportStatusEvent({ error: 'SNS.AuthorizationErrorException', cause: '{}' }),
  makeRecoveryEvent(makeExportStatusEvent()),
  makeRecoveryEvent(makeStatusEvent()),
  makeStartFailureEvent(),
] as const;
const keys = ['detail', 'status', 'input', 'cause', 'error', 'redriveCount', 'stopDate', 'resources'];
/** The errors that judge a recording, and those that judge an export's file. */
const UNPLAYABLE = ['RecordingDamagedError', 'RecordingArchivedError'];
const UNUSABLE = ['ExportMissingError', 'ExportDamagedError', 'ExportDurationMismatchError'];
const ERRORS = [...UNPLAYABLE, ...UNUSABLE, 'States.Timeout'];
const fragments = [...KEY_FRAGMENTS, ...ERRORS, '{"errorMessage":', 'FAILED', 'REDRIVABLE', 'channel/'];

const noEdits = fc.constant([]);

/** What EventBridge tells of executions that ended, with whatever input and history they had. */
export const statusEvents = defineTarget({
  name: 'report-failure',
  refusals: [EventUnreadableError],
  cases: fc.record({
    example: fc.nat(examples.length - 1),
    edits: fc.oneof(noEdits, jsonEdits(fragments, keys, 2)),
    /** Of the execution's input and of the cause, which are JSON in a string. */
    innerEdits: fc.oneof(noEdits, jsonEdits(fragments, ['recording', 'export', 'metadata', 'errorMessage'], 2)),
    innerTextEdits: fc.oneof(noEdits, textEdits(['{', '"'], 1)),
    history: histories,
  }),
  run: async ({ example, edits, innerEdits, innerTextEdits, history }) => {
    const event = structuredClone(examples[example]) as { detail: Record<string, unknown> };
    for (const field of ['input', 'cause']) {
      const text = event.detail[field];
      if (typeof text !== 'string') continue;
      event.detail[field] = editText(toJsonText(editJson(JSON.parse(text), innerEdits)), innerTextEdits);
    }
    const { ports, done } = makeFakePorts({
      readHistoryBackwards: async () => history,
      describeExecution: async () => ({ input: '{"recording":{}}' }),
    });

    const { outcome } = await reportFailure(parsedJson(event, edits), ports);

    for (const step of done) 'update' in step ? checkUpdate(step.update) : checkNotification(step.notification);
    checkClocks(
      done.flatMap((step) => ('update' in step ? [step.update] : [])),
      done.flatMap((step) => ('notification' in step ? [step.notification] : []))[0],
    );
    return outcome === 'reported' ? 'taken' : outcome;
  },
});

/** What the publisher and SNS need of a message (API_Publish). */
function checkNotification(notification: Notification): void {
  assert.deepEqual(
    JSON.parse(JSON.stringify(notificationSchema.parse(notification))),
    JSON.parse(JSON.stringify(notification)),
  );
  assert.match(notificationSubject(notification), /^[\x21-\x7e][\x20-\x7e]{0,98}$/);
  assert.ok(Object.values(notificationAttributes(notification)).every((value) => value !== ''));
  const message = 'error' in notification ? notification.error.message : '';
  assert.ok(message !== '' && Buffer.byteLength(message) <= 4096);
}

const CLOCKS = ['asOf', 'judgedAt', 'verifiedAt', 'healedAt'];
/** What only the step that looked at the file, or held it back, can say. */
const OF_THE_FILE = ['export', 'hold'];

function checkUpdate(update: ConditionalUpdate): void {
  const { key, ...times } = update;
  for (const [name, value] of Object.entries(times)) {
    if (CLOCKS.includes(name)) assert.match(String(value), /^[\d+-]{4,}T[\d:]{8}\.\d{3}Z$/);
  }
  assert.match(key.recordingKey, /^\d{4}-\d\d-\d\dT\d\d:\d\dZ#/);
}

/** Which truths a report may claim to know (docs/adr/0007): each change bears one clock, and touches no other's. */
function checkClocks(updates: readonly ConditionalUpdate[], told: Notification | undefined): void {
  for (const { set, setIfAbsent, remove } of updates) {
    const touched = [...Object.keys(set), ...Object.keys(setIfAbsent), ...remove];
    assert.deepEqual(
      touched.filter((name) => CLOCKS.includes(name) || OF_THE_FILE.includes(name)),
      [],
    );
  }
  const clocks = updates.map((update) => CLOCKS.filter((name) => name in update).join());
  if (told === undefined) assert.deepEqual(clocks, ['asOf', 'healedAt', 'healedAt'].slice(0, clocks.length));
  else if (updates.length > 0) assert.deepEqual(clocks, ['asOf', ...judgementIn(told)]);
  const ends = updates.flatMap(timesOf);
  assert.equal(new Set(ends).size, Math.min(ends.length, 1), 'one end has one time');
  const keepsFile = told?.type === 'recording.export.failed' && clocks.length === 1 && isAfterVerifying(told);
  assert.ok(!keepsFile || updates[0]?.set.status === undefined, 'the file had passed, and yet the status is changed');
}

/** A judgement is as old as the look that it rests on. */
const timesOf = (update: ConditionalUpdate) =>
  Object.entries(update).flatMap(([name, value]) => (['asOf', 'healedAt'].includes(name) ? [value] : []));

/** Whatever a recording's failure is called, it says nothing of an export's file, and the other way round. */
function judgementIn(told: Notification): string[] {
  const name = 'error' in told ? told.error.name : '';
  if (told.type === 'recording.failed') return UNPLAYABLE.includes(name) ? ['judgedAt'] : [];
  return told.type === 'recording.export.failed' && UNUSABLE.includes(name) ? ['verifiedAt'] : [];
}

const isAfterVerifying = (told: Notification) =>
  'error' in told &&
  ['RegisterExport', 'AnnounceExport', 'RegisterHold', 'AnnounceHold'].includes(told.error.state ?? '');
