import { expect, test } from '@jest/globals';
import { FindingLog } from '../../../../media/remux/finding-log.ts';
import { makeSegment } from './assembled.ts';

const segments = [0, 1, 2].map((index) => makeSegment({ durationSeconds: 10 }, index));
const makeLog = (isTolerant: boolean) => new FindingLog(segments, isTolerant);

test('damage is thrown with its place: segment, byte, and second by the playlist', () => {
  expect(() =>
    makeLog(false).damage('audio-damaged', { segmentIndex: 2, position: 1880 }, 'expected a, found b'),
  ).toThrow('Segment 2.ts at byte 1880, 20.0 s into the recording, is damaged (audio-damaged): expected a, found b.');
});

test('tolerated, it is listed instead', () => {
  const log = makeLog(true);

  log.damage('segment-gap', { segmentIndex: 1 }, 'expected a, found b', 10);
  log.requireWhole('key-frame-missing', { segmentIndex: 1 }, 'to be told later');

  expect(log.losses).toEqual([
    {
      reason: 'segment-gap',
      segment: '1.ts',
      position: undefined,
      atSeconds: 10,
      seconds: 10,
      finding: 'expected a, found b',
    },
  ]);
});

test('what cannot be carried is thrown even where losses are tolerated', () => {
  expect(() => makeLog(true).refuse('audio-format-changed', { segmentIndex: 0 }, 'expected a, found b')).toThrow(
    expect.objectContaining({ name: 'StreamNotCarriableError', reason: 'audio-format-changed' }),
  );
});

test('a warning is told once for each reason and kind, and counted', () => {
  const log = makeLog(false);

  log.warn('realigned', 0, 'the first');
  log.warn('stream-ignored', 0, 'one stream', '1');
  log.warn('realigned', 1, 'the second');
  log.warn('stream-ignored', 0, 'another stream', '2');

  expect(log.warnings).toEqual([
    { reason: 'realigned', segment: '0.ts', message: 'the first', count: 2 },
    { reason: 'stream-ignored', segment: '0.ts', message: 'one stream', count: 1 },
    { reason: 'stream-ignored', segment: '0.ts', message: 'another stream', count: 1 },
  ]);
});

test('losses are found by segment and byte', () => {
  const log = makeLog(true);
  log.addLoss({ reason: 'packets-lost', position: 1000, finding: '' }, 1);

  expect([log.hasLoss(1), log.hasLoss(0), log.hasLoss(2)]).toEqual([true, false, false]);
  expect([log.hasLoss(1, 0, 999), log.hasLoss(1, 0, 1000), log.hasLoss(1, 1001)]).toEqual([false, true, false]);
});

test('a loss is measured once', () => {
  const log = makeLog(true);
  log.addLoss({ reason: 'packets-lost', position: 0, finding: '' }, 1);

  const measured = [log.measureLoss(1, 2.5), log.measureLoss(1, 3.5), log.measureLoss(0, 1)];

  expect(measured).toEqual([true, false, false]);
  expect(log.losses).toMatchObject([{ seconds: 2.5 }]);
});

test('a report of noise ends', () => {
  const log = makeLog(true);

  for (let index = 0; index < 20_000; index++) log.addLoss({ reason: 'sync-lost', position: index, finding: 'x' }, 0);

  expect(log.losses).toHaveLength(10_000);
  expect(log.losses.at(-1)?.finding).toBe('x; further losses are not listed');
});

test('segments begin where the ones before end by the playlist', () => {
  const log = makeLog(false);

  expect([0, 1, 3].map((index) => log.secondsAt(index))).toEqual([0, 10, 30]);
});
