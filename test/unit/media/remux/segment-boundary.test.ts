import { expect, test } from '@jest/globals';
import { FindingLog } from '../../../../media/remux/finding-log.ts';
import {
  newSegmentBoundaryState,
  SegmentBoundary,
  type SegmentSummary,
} from '../../../../media/remux/segment-boundary.ts';
import { newTrackSpan, type TrackSpan } from '../../../../media/remux/segment-span.ts';
import { makeSegment } from './assembled.ts';

const SECOND = 90_000;
const segments = [0, 1, 2].map((index) => makeSegment({ durationSeconds: 10 }, index));

/** From one time to another, in seconds. */
function span(from: number, to: number, overrides: Partial<TrackSpan> = {}): TrackSpan {
  const durationTicks = (to - from) * SECOND;
  return {
    frames: 300,
    firstTime: from * SECOND,
    endTime: to * SECOND,
    durationTicks,
    longestStepTicks: 3000,
    beginsWithJump: false,
    ...overrides,
  };
}

const NONE = newTrackSpan(Number.NaN);

interface Track {
  readonly video?: TrackSpan;
  readonly audio?: TrackSpan;
  readonly counters?: SegmentSummary['counters'];
}

/** EXTINF says 10 s of each segment. */
function judge(tracks: readonly Track[], isTolerant = false): FindingLog {
  const log = new FindingLog(segments, isTolerant);
  const boundary = new SegmentBoundary(newSegmentBoundaryState(), log);
  tracks.forEach(({ video = NONE, audio = NONE, counters = [] }, segmentIndex) => {
    boundary.add({ segmentIndex, declaredSeconds: 10, video, audio, counters, hasTracks: true });
  });
  boundary.endPart();
  return log;
}

const whole = { video: span(10, 20), audio: span(10, 20) };
const SHORT = { name: 'SegmentDamagedError', reason: 'media-shorter-than-declared' };

test.each<[string, Track[]]>([
  ['segments that go on', [{ video: span(0, 10), audio: span(0, 10) }, whole]],
  ['a hole in one track only', [{ video: span(0, 4), audio: span(0, 10) }, whole]],
  ['a hole of little more than a frame', [{ video: span(0, 9.96), audio: span(0, 9.96) }, whole]],
  ['segments that overlap', [{ video: span(0, 10.2), audio: span(0, 10.1) }, whole]],
  ['a hole that is no part of EXTINF', [{ video: span(-2, 8), audio: span(-2, 8) }, whole]],
  ['pictures at a varying rate', [{ video: span(0, 8, { longestStepTicks: 2 * SECOND }) }, { video: span(10, 20) }]],
  ['no audio in the second segment', [{ video: span(0, 10), audio: span(0, 4) }, { video: span(10, 20) }]],
  ['an end with one track stopping early', [{ video: span(0, 0.43), audio: span(0, 9.6) }]],
  ['an end that lacks a tenth', [{ video: span(0, 9) }]],
])('%s: nothing is missing', (_, tracks) => {
  expect(judge(tracks).losses).toEqual([]);
});

test.each<[string, Track[], string]>([
  ['a hole in both tracks', [{ video: span(0, 8), audio: span(0, 8.02) }, whole], 'found 8.020 s, and 1.980 s missing'],
  ['a hole in the only track', [{ audio: span(0, 8) }, { audio: span(10, 20) }], 'found 8.000 s, and 2.000 s missing'],
  ['a segment without frames', [{ video: newTrackSpan(0) }, { video: span(10, 20) }], 'found 0.000 s, and 10.000 s'],
  ['an end that is too short', [{ video: span(0, 8.9), audio: span(0, 8.5) }], 'found 8.900 s in its longest track'],
  ['a jump', [{ video: span(0, 5) }, { video: span(900, 910, { beginsWithJump: true }) }], 'found 5.000 s in its'],
])('%s: media is missing', (_, tracks, found) => {
  expect(() => judge(tracks)).toThrow(
    expect.objectContaining({
      ...SHORT,
      place: { segment: '0.ts', position: undefined, seconds: 0 },
      finding: expect.stringContaining(found),
    }),
  );
});

test('a pause of both tracks is real time when no packet is missing, and EXTINF may count it or not', () => {
  const counters = (first: number, last: number) => [256, 257].map((pid) => ({ pid, first, last }));

  const { losses, warnings } = judge([
    { video: span(0, 5), audio: span(0, 5), counters: counters(0, 3) },
    { ...whole, counters: counters(4, 9) },
  ]);

  expect([losses, warnings]).toEqual([[], []]);
});

test('EXTINF that is wrong is told, once with a count, when nothing is missing', () => {
  const { warnings } = judge([{ video: span(0, 5) }, { video: span(5, 16) }, { video: span(16, 28) }]);

  expect(warnings).toEqual([
    {
      reason: 'extinf-wrong',
      segment: '0.ts',
      message: 'EXTINF says 10 s, the media lasts 5.000 s. Nothing is missing: times are taken from the media.',
      count: 2,
    },
  ]);
});

test('tolerated, what is missing is listed in seconds, or measures what is listed already', () => {
  const log = new FindingLog(segments, true);
  log.addLoss({ reason: 'packet-truncated', position: 1880, finding: 'cut' }, 0);
  const boundary = new SegmentBoundary(newSegmentBoundaryState(), log);
  const summaries = [span(0, 8), span(10, 17), span(20, 30)].map((video, segmentIndex) => {
    return { segmentIndex, declaredSeconds: 10, video, audio: NONE, counters: [], hasTracks: true };
  });

  for (const summary of summaries) boundary.add(summary);

  expect(log.losses).toEqual([
    { reason: 'packet-truncated', segment: '0.ts', position: 1880, atSeconds: 0, seconds: 2, finding: 'cut' },
    expect.objectContaining({ reason: SHORT.reason, segment: '1.ts', atSeconds: 10, seconds: 3 }),
  ]);
});

test('a segment that has none of the tracks that are carried cannot be too short', () => {
  const log = new FindingLog(segments, false);
  const boundary = new SegmentBoundary(newSegmentBoundaryState(), log);
  boundary.add({ segmentIndex: 0, declaredSeconds: 10, video: NONE, audio: NONE, counters: [], hasTracks: false });

  boundary.endPart();

  expect(log.losses).toEqual([]);
});
