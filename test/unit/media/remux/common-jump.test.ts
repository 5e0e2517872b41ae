import { expect, test } from '@jest/globals';
import { judgeJump, type TimeJump } from '../../../../media/remux/common-jump.ts';

const SECOND = 90_000;

/** At 100 s, video jumps by 1,000 s, and nothing is known yet of audio beyond that. */
const makeJump = (overrides: Partial<TimeJump> = {}): TimeJump => ({
  isAudio: false,
  from: 100 * SECOND,
  to: 1100 * SECOND,
  waitedTicks: 0,
  otherTime: 100 * SECOND,
  isOtherJumping: false,
  isOtherExpected: true,
  ...overrides,
});
const back = { to: 20 * SECOND };
const atEnd = { isOtherExpected: false };

test.each<[string, Partial<TimeJump>, ReturnType<typeof judgeJump>]>([
  ['nothing of the other', {}, 'unknown'],
  ['the other jumping as well', { isOtherJumping: true }, 'common'],
  ['the other jumping after a tail of 5 s', { isOtherJumping: true, otherTime: 105 * SECOND }, 'common'],
  ['the other jumping after a longer tail', { isOtherJumping: true, otherTime: 105.1 * SECOND }, 'contradiction'],
  ['the other going on for 5 s', { otherTime: 105 * SECOND }, 'unknown'],
  ['the other going on for longer', { otherTime: 106 * SECOND }, 'contradiction'],
  ['the other at the place jumped to', { to: 115 * SECOND, otherTime: 115 * SECOND }, 'own'],
  ['the other 5 s before the place jumped to', { to: 115 * SECOND, otherTime: 110 * SECOND }, 'own'],
  ['the other still on its way there', { to: 115 * SECOND, otherTime: 104 * SECOND }, 'unknown'],
  ['no other track at all', { isOtherExpected: false, otherTime: Number.NaN }, 'common'],
  ['an other track that has no frame yet', { otherTime: Number.NaN }, 'unknown'],
  ['10 s of waiting in vain', { waitedTicks: 10 * SECOND + 1 }, 'common'],
  ['a way back, the other jumping as well', { ...back, isOtherJumping: true }, 'common'],
  ['a way back, the other going on', { ...back, otherTime: 106 * SECOND }, 'contradiction'],
  ['audio stepping back by 1 s', { isAudio: true, to: 99 * SECOND, otherTime: 106 * SECOND }, 'own'],
  ['audio stepping back by more', { isAudio: true, to: 98.9 * SECOND, otherTime: 106 * SECOND }, 'contradiction'],
  ['audio stepping back at the end', { ...atEnd, isAudio: true, to: 99 * SECOND, otherTime: 104 * SECOND }, 'own'],
  ['audio stepping back alone', { ...atEnd, isAudio: true, to: 99 * SECOND, otherTime: Number.NaN }, 'common'],
  [
    'audio stepping back behind the last picture',
    { ...atEnd, isAudio: true, to: 99 * SECOND, otherTime: 99 * SECOND },
    'common',
  ],
  ['a long way back at the end', { ...atEnd, ...back, otherTime: 104 * SECOND }, 'common'],
  ['video stepping back by hardly more than jitter', { to: 99.8 * SECOND, otherTime: 106 * SECOND }, 'own'],
  ['video stepping back so at the end', { ...atEnd, to: 99.8 * SECOND, otherTime: 104 * SECOND }, 'own'],
  ['video stepping back by 1 s', { to: 99 * SECOND, otherTime: 106 * SECOND }, 'contradiction'],
])('a jump, with %s', (_, overrides, verdict) => {
  expect(judgeJump(makeJump(overrides))).toBe(verdict);
});
