import { expect, test } from '@jest/globals';
import { CounterContinuity, newCounterContinuityState } from '../../../../media/remux/counter-continuity.ts';
import type { CounterSpan } from '../../../../media/remux/demuxed-batch.ts';
import { FindingLog } from '../../../../media/remux/finding-log.ts';
import { makeSegment } from './assembled.ts';

const segments = Array.from({ length: 8 }, (_, index) => makeSegment({}, index));

/** First and last counters of two streams in each segment. */
type Counters = readonly [first: number, last: number, otherFirst?: number, otherLast?: number];

const spansOf = ([first, last, otherFirst, otherLast]: Counters): CounterSpan[] => [
  { pid: 256, first, last },
  ...(otherFirst === undefined ? [] : [{ pid: 257, first: otherFirst, last: otherLast ?? otherFirst }]),
];

/** @returns whether each boundary proved that nothing is missing */
function compareAll(all: readonly Counters[]): boolean[] {
  const continuity = new CounterContinuity(newCounterContinuityState(), new FindingLog(segments, false));
  return all.slice(1).map((next, index) => continuity.compare(spansOf(all[index]!), spansOf(next), index + 1));
}

test('counters of two streams that go on prove that nothing is missing; of one they do not', () => {
  expect(
    compareAll([
      [0, 5, 3, 15],
      [6, 15, 0, 4],
      [0, 1, 5, 6],
      [2, 3],
    ]),
  ).toEqual([true, true, false]);
});

test('once counters are known to go on, a break is a loss, told with the segment behind it', () => {
  const compare = () =>
    compareAll([
      [0, 5, 3, 15],
      [6, 15, 0, 4],
      [2, 3, 5, 6],
    ]);

  expect(compare).toThrow(
    expect.objectContaining({
      name: 'SegmentDamagedError',
      reason: 'packets-lost',
      place: { segment: '2.ts', position: 0, seconds: 4 },
      finding: expect.stringContaining('continuity_counter 0 on PID 256'),
    }),
  );
});

test.each<[string, Counters[]]>([
  [
    'begin anew with each segment',
    [
      [0, 5, 0, 7],
      [0, 9, 0, 3],
      [0, 1, 0, 15],
      [0, 1, 0, 1],
    ],
  ],
  [
    'begin anywhere in each segment',
    [
      [3, 5, 9, 7],
      [1, 9, 2, 3],
      [11, 1, 8, 15],
      [7, 1, 5, 1],
    ],
  ],
  [
    'break before it is known how the muxer counts',
    [
      [0, 5],
      [6, 8],
      [1, 2],
    ],
  ],
  [
    'begin anew and went on once by chance',
    [
      [0, 15, 0, 15],
      [0, 7, 0, 9],
      [0, 1, 0, 1],
    ],
  ],
  [
    'are of a stream that is new',
    [
      [0, 5, 3, 15],
      [6, 15, 0, 4],
      [0, 1],
    ],
  ],
])('counters that %s prove nothing', (_, counters) => {
  expect(compareAll(counters).at(-1)).toBe(false);
});
