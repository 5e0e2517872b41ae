import { expect, test } from '@jest/globals';
import { BEAT_BYTES, findBeat } from '../../../../media/mpegts/sync.ts';

/** Zeros with sync bytes in places. */
function withSync(sizeBytes: number, ...places: number[]): Buffer {
  const bytes = Buffer.alloc(sizeBytes);
  for (const place of places) bytes[place] = 0x47;
  return bytes;
}

test('takes three sync bytes a packet apart for the beat', () => {
  const bytes = withSync(2000, 5, 9, 9 + 188, 100, 100 + 188, 100 + 376);

  expect(findBeat(bytes, 0, 2000, false)).toBe(100);
});

test('waits at the first place that only more bytes can decide', () => {
  const bytes = withSync(2000, 100, 100 + 188);

  expect(findBeat(bytes, 0, 100 + BEAT_BYTES - 1, false)).toBe(100);
  expect(findBeat(bytes, 0, 100 + BEAT_BYTES, false)).toBe(100 + BEAT_BYTES);
});

test('takes what is there for enough at the end, but no less than a packet', () => {
  const bytes = withSync(2000, 700, 900);

  expect(findBeat(bytes, 0, 1088, true)).toBe(900);
  expect(findBeat(bytes, 0, 1087, true)).toBe(1087);
});

test('says so when there is no sync byte', () => {
  expect(findBeat(withSync(2000, 1500), 0, 1400, false)).toBe(1400);
  expect(findBeat(withSync(2000), 3, 2000, true)).toBe(2000);
});
