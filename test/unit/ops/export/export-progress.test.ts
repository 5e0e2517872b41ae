import { expect, test } from '@jest/globals';
import { showProgress } from '../../../../ops/export/export-progress.ts';
import type { ProgressStream } from '../../../../ops/terminal/progress-bar.ts';

/** A stream that keeps what is written to it. */
function fakeStream(isTTY: boolean) {
  const written: string[] = [];
  const stream = {
    isTTY,
    columns: 80,
    write: (text: string) => {
      written.push(text);
      return true;
    },
  };
  return { written, stream: stream as unknown as ProgressStream };
}

test('on a terminal a bar shows how far it is, how fast it goes and how long it takes', () => {
  const { written, stream } = fakeStream(true);
  let now = 0;
  const progress = showProgress(stream, () => now);
  now = 2000;
  progress.show({ fraction: 0.25, bytes: 600_000_000 });

  progress.stop();

  expect(written.join('')).toContain('████████░░░░░░░░░░░░░░░░░░░░░░  25 %  300 MB/s  0:00:06 left');
});

test('nothing is said of rate and time before there is something to go by', () => {
  const { written, stream } = fakeStream(true);
  let now = 0;
  const progress = showProgress(stream, () => now);
  now = 100;
  progress.show({ fraction: 0.01, bytes: 1_000_000 });

  progress.stop();

  expect(written.join('')).toMatch(/ {3}1 %/);
  expect(written.join('')).not.toMatch(/left|\/s/);
});

test('the bar is taken away at the end', () => {
  const { written, stream } = fakeStream(true);
  const progress = showProgress(stream, () => 0);

  progress.stop();

  expect(written.at(-1)).toBe('\u001b[2K');
});

test('where there is no terminal nothing is written', () => {
  const { written, stream } = fakeStream(false);
  const progress = showProgress(stream, () => 0);
  progress.show({ fraction: 0.5, bytes: 1 });

  progress.stop();

  expect(written).toEqual([]);
});
