import { expect, test } from '@jest/globals';
import { pollUntil } from '../../../../../ops/doctor/live/poll.ts';

/** A clock that only sleeping moves on. */
function aClock() {
  let nowMs = 0;
  const sleep = async (ms: number) => {
    nowMs += ms;
  };
  return { now: () => new Date(nowMs), sleep };
}

const patience = { limitMs: 10_000, pauseMs: 4000 };

/** Times, in seconds, at which was asked, and the last of them. */
async function poll(isEnough: (seconds: number) => boolean, answerMs = 0) {
  const clock = aClock();
  const asked: number[] = [];
  const ask = async () => {
    asked.push(clock.now().getTime() / 1000);
    await clock.sleep(answerMs);
    return asked.at(-1) ?? 0;
  };
  const answer = await pollUntil(ask, isEnough, patience, { clock, signal: new AbortController().signal });
  return { asked, answer };
}

test('is asked at once, and again after each pause until the answer is enough', async () => {
  expect(await poll(() => true)).toEqual({ asked: [0], answer: 0 });
  expect(await poll((seconds) => seconds >= 4)).toEqual({ asked: [0, 4], answer: 4 });
});

test('when the time is up it is asked a last time, and that answer is given', async () => {
  expect(await poll(() => false)).toEqual({ asked: [0, 4, 8, 12], answer: 12 });
});

test('an answer that takes all the time is not the last one', async () => {
  expect(await poll(() => false, 11_000)).toEqual({ asked: [0, 15], answer: 15 });
});
