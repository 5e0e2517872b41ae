import { expect, test } from '@jest/globals';
import { FindingLog } from '../../../../media/remux/finding-log.ts';
import { KEY_FRAME } from '../../../../media/remux/frame-queue.ts';
import { KeyFrameGate, newKeyFrameGateState } from '../../../../media/remux/key-frame-gate.ts';
import type { TimedPictures } from '../../../../media/remux/timed-frames.ts';
import { makeSegment } from './assembled.ts';

const segments = [0, 1].map((index) => makeSegment({}, index));

/** Pictures at 30 per second, each named by `K` for a key frame or `P`. */
function picturesOf(kinds: string, firstIndex = 0): TimedPictures {
  const times = Float64Array.from(kinds, (_, index) => (firstIndex + index) * 3000);
  return {
    bytes: new Uint8Array(),
    count: kinds.length,
    sizes: new Uint32Array(kinds.length),
    decodeTimes: times,
    presentationTimes: times.map((time) => time + 6000),
    flags: Uint8Array.from(kinds, (kind) => (kind === 'K' ? KEY_FRAME : 0)),
    segmentIndex: 0,
  };
}

function makeGate(isTolerant = false, wantedKey?: number) {
  const log = new FindingLog(segments, isTolerant);
  return { log, gate: new KeyFrameGate(newKeyFrameGateState(wantedKey), log) };
}

test('at the beginning, less than a second before the first key frame is trimmed and told', () => {
  const { gate, log } = makeGate();

  const refused = [
    gate.countRefused(picturesOf('P'.repeat(20))),
    gate.countRefused(picturesOf('PPKPPK', 20)),
    gate.countRefused(picturesOf('PPP', 26)),
  ];

  expect(refused).toEqual([20, 2, 0]);
  expect(gate.trimmedPictures).toBe(22);
  expect([gate.trimmedFrom, gate.startTime]).toEqual([6000, 22 * 3000 + 6000]);
  expect(log.losses).toEqual([]);
});

test('a second without a key frame is refused at once', () => {
  const { gate } = makeGate();
  gate.countRefused(picturesOf('P'.repeat(30)));

  expect(() => gate.countRefused(picturesOf('P'.repeat(5), 30))).toThrow(
    expect.objectContaining({ name: 'SegmentDamagedError', reason: 'key-frame-missing' }),
  );
});

test('tolerated, it is one loss with its length', () => {
  const { gate, log } = makeGate(true);
  gate.countRefused(picturesOf('P'.repeat(40)));
  gate.countRefused(picturesOf('P'.repeat(40), 40));
  gate.countRefused(picturesOf('K', 80));

  expect(gate.trimmedPictures).toBe(0);
  expect(log.losses).toEqual([
    {
      reason: 'key-frame-missing',
      segment: '0.ts',
      position: undefined,
      atSeconds: 0,
      seconds: expect.closeTo(80 / 30),
      finding: expect.stringContaining('found 80 pictures before one that last'),
    },
  ]);
});

test('after a tag a single picture before the key frame is too many', () => {
  const { gate } = makeGate();
  gate.countRefused(picturesOf('KP'));
  gate.close();

  expect(() => gate.countRefused(picturesOf('PK', 2))).toThrow(
    expect.objectContaining({ reason: 'key-frame-missing' }),
  );
});

test('pictures that no key frame ever follows are lost', () => {
  const { gate, log } = makeGate(true);
  gate.countRefused(picturesOf('PP'));

  gate.endPart();

  expect(log.losses).toMatchObject([{ reason: 'key-frame-missing', seconds: undefined }]);
});

test('a clip begins with the key frame that was chosen, and what lies before it is not asked for', () => {
  const { gate, log } = makeGate(false, 50 * 3000 + 6000);

  const refused = [gate.countRefused(picturesOf('K'.repeat(40))), gate.countRefused(picturesOf('KKKKKKKKKKKK', 40))];

  expect(refused).toEqual([40, 10]);
  expect(gate.trimmedPictures).toBe(0);
  expect(gate.startTime).toBe(50 * 3000 + 6000);
  expect(log.losses).toEqual([]);
});
