import { expect, test } from '@jest/globals';
import { findingSchema } from '../../../lambdas/shared/contract/catalog.ts';
import { metrics, type Reading } from '../../../lambdas/shared/contract/metrics.ts';
import { measurePlayback } from '../../../lambdas/validate-recording/measure-playback.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { makeRecording } from '../../fixtures/make-recording.ts';
import { execution, makePorts, minutesAfter } from '../../fixtures/step-ports.ts';

const StateMachine = 'process-recording';

/** What the step puts out for a whole recording that was judged so many minutes after its end. */
async function measured(minutes: number, source?: object): Promise<Reading[]> {
  const recording = makeRecording();
  const readings: Reading[] = [];
  const ports = makePorts(recording, {
    now: minutesAfter(recording, minutes),
    putMetrics: (put) => readings.push(...put),
  });
  await validateRecording({ input: { recording: recording.reference, ...(source && { source }) }, execution }, ports);
  return readings;
}

test.each(['ivs-event', 's3-notification', 'reconciler'])(
  'a run by %s tells how soon it was playable',
  async (type) => {
    expect(await measured(2, { type })).toEqual([{ dimensions: { StateMachine }, values: { PlayableAfter: 120 } }]);
  },
);

test.each([[{ type: 'operator' }], [{ type: 'backfill' }], [undefined]])(
  'a run by %j tells nothing of it: it may come years later',
  async (source) => {
    expect(await measured(500_000, source)).toEqual([]);
  },
);

test('findings are counted by kind, and there are few kinds', () => {
  const readings = measurePlayback({
    input: { recording: makeRecording().reference, source: { type: 'ivs-event' } },
    execution,
    outcome: 'empty',
    findings: [
      { code: 'segment-missing', message: '1.ts' },
      { code: 'end-mark-missing', message: 'no end' },
      { code: 'segment-missing', message: '2.ts' },
    ],
    endedAt: '2026-06-23T20:12:00Z',
    judgedAt: new Date('2026-06-23T20:12:05Z'),
  });

  expect(readings).toEqual([
    { dimensions: { StateMachine, Finding: 'segment-missing' }, values: { ValidationFindings: 2 } },
    { dimensions: { StateMachine, Finding: 'end-mark-missing' }, values: { ValidationFindings: 1 } },
  ]);
  expect(Object.keys(readings[0]?.dimensions ?? {})).toEqual([...metrics.ValidationFindings.dimensions]);
  expect(findingSchema.shape.code.options.length).toBeLessThan(20);
});
