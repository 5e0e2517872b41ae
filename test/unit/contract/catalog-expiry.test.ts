/** Whatever is written into the catalog may go when the configuration says so, and never when it says nothing. */
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { reportFailure } from '../../../lambdas/report-failure/report-failure.ts';
import { expiryOf } from '../../../lambdas/shared/contract/catalog.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { makeRecording } from '../../fixtures/make-recording.ts';
import { execution, longAfter, makePorts } from '../../fixtures/step-ports.ts';
import { makeStatusEvent } from '../report-failure/events.ts';
import { makeFakePorts } from '../report-failure/fake-ports.ts';

const day = 86_400;
const recording = makeRecording();
const seconds = Math.floor(longAfter(recording).getTime() / 1000);

test('without a time, the attribute has no number, so that DynamoDB leaves the item alone', () => {
  expect(expiryOf(new Date(1_700_000_000_999), null)).toBeNull();
  expect(expiryOf(new Date(1_700_000_000_999), 2)).toBe(1_700_000_000 + 2 * day);
});

test.each([
  [null, { NULL: true }],
  [90, { N: String(seconds + 90 * day) }],
])('a recording that is registered with %j days', async (catalogExpireAfterDays, expected) => {
  const ports = makePorts(recording, { catalogExpireAfterDays });

  const { catalog } = await validateRecording({ input: { recording: recording.reference }, execution }, ports);

  expect(catalog.values.expiresAt).toEqual(expected);
});

test('an export that is held', async () => {
  const input = { recording: recording.reference, source: { type: 'ivs-event' } };
  const ports = makePorts(recording, { catalogExpireAfterDays: 90, exportLimits: { automatic: false } });

  const { held } = await planExport({ input, state: {}, execution }, ports);

  expect(held?.catalog.values.expiresAt).toEqual({ N: String(seconds + 90 * day) });
});

test.each([
  [null, undefined],
  [90, Math.floor(Date.parse('2026-06-24T07:51:42.000Z') / 1000) + 90 * day],
])('a failure that is reported with %j days', async (catalogExpireAfterDays, expected) => {
  const { ports, done } = makeFakePorts({ catalogExpireAfterDays });

  await reportFailure(makeStatusEvent(), ports);

  const updates = done.flatMap((one) => ('update' in one ? [one.update] : []));
  expect(updates.length).toBeGreaterThan(0);
  expect(updates.map(({ set }) => set.expiresAt)).toEqual(updates.map(() => expected));
});

test.each([
  ['process-recording', ['RegisterPlayback', 'RegisterEmptyRecording']],
  ['export-recording', ['RegisterExport', 'RegisterHold']],
])('every state of %s that registers writes it', (machine, states) => {
  const file = new URL(`../../../statemachines/${machine}.asl.json`, import.meta.url);
  const { States } = JSON.parse(readFileSync(file, 'utf8'));

  for (const state of states) expect(States[state].Parameters.UpdateExpression).toContain('expiresAt = :expiresAt');
});
