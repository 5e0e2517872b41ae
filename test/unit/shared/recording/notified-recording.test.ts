import { expect, test } from '@jest/globals';
import type { RecordingMetadata } from '../../../../lambdas/shared/contract/recording-metadata.ts';
import { dayOf, notifiedRecording } from '../../../../lambdas/shared/recording/notified-recording.ts';
import { requireServed } from '../../../../lambdas/shared/recording/served-recording.ts';
import { makeRecording } from '../../../fixtures/make-recording.ts';
import { configuration } from '../../../fixtures/step-ports.ts';

function describe(times: object) {
  const { reference, storage, key } = ((recording) => ({
    ...recording,
    key: recording.key('events/recording-ended.json'),
    reference: recording.reference,
  }))(makeRecording());
  const metadata = { ...JSON.parse(storage.textOf(key)), ...times } as RecordingMetadata;
  return notifiedRecording(requireServed(reference, configuration), metadata, undefined);
}

test.each([
  ['2026-06-23T20:12:34Z', '2026-06-23T20:12:34Z'],
  ['2026-06-23T20:12:34.567Z', '2026-06-23T20:12:34.567Z'],
  ['2026-06-24T01:42:34+05:30', '2026-06-23T20:12:34.000Z'],
])('times are told in UTC, so that they sort as text: %s', (recording_started_at, expected) => {
  expect(describe({ recording_started_at }).startedAt).toBe(expected);
});

test('the day is that of the prefix, which every report knows', () => {
  expect(dayOf(requireServed(makeRecording().reference, configuration))).toBe('2026-06-23');
});
