import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { ask } from '../../../../ops/terminal/ask.ts';
import { keepingStream } from '../keeping-output.ts';

/** Asks, and does what somebody at the terminal does next. */
async function asked(then: (input: PassThrough, stop: AbortController) => void) {
  const input = new PassThrough();
  const output = keepingStream();
  const stop = new AbortController();
  const answer = ask('Sure?', input, output.stream, stop.signal).catch((error: unknown) => error);
  then(input, stop);
  return { answer: await answer, printed: output.text() };
}

test.each([
  ['y\n', true],
  ['YES\n', true],
  [' y \r\n', true],
  ['n\n', false],
  ['\n', false],
  ['yeah\n', false],
])('the answer %j is %s', async (typed, expected) => {
  expect(await asked((input) => input.write(typed))).toEqual({ answer: expected, printed: 'Sure? [y/N] ' });
});

test('the end of the input is a no, on a line of its own', async () => {
  expect(await asked((input) => input.end())).toEqual({ answer: false, printed: 'Sure? [y/N] \n' });
});

test('an interruption ends the question with its reason', async () => {
  const reason = new Error('stopped');

  expect(await asked((_input, stop) => stop.abort(reason))).toEqual({ answer: reason, printed: 'Sure? [y/N] \n' });
});
