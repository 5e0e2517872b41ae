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
  makeRecoveryEvent(makeExportStatusEvent()),
  makeRecoveryEvent(makeStatusEvent()),
  makeStartFailureEvent(),
] as const;
const keys = ['detail', 'status', 'input', 'cause', 'error', 'redriveCount', 'stopDate', 'resources'];
const fragments = [...KEY_FRAGMENTS, '{"errorMessage":', 'FAILED', 'REDRIVABLE', 'channel/'];

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

function checkUpdate(update: ConditionalUpdate): void {
  const { key, ...times } = update;
  for (const [name, value] of Object.entries(times)) {
    if (name === 'asOf' || name === 'judgedAt') assert.match(String(value), /^[\d+-]{4,}T[\d:]{8}\.\d{3}Z$/);
  }
  assert.match(key.recordingKey, /^\d{4}-\d\d-\d\dT\d\d:\d\dZ#/);
}
