/** Shows how far something is: a bar on a terminal, nothing anywhere else. */
import { SingleBar } from 'cli-progress';
import { printable } from './printable.ts';
import { clockText } from './quantities.ts';

/** Where the bar is drawn. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean };

/** See the file's comment. */
export interface ProgressBar {
  /** @param text what is being done, of any origin */
  show(done: number, text?: string): void;
  /** Takes the bar away; what is printed next stands where it was. */
  stop(): void;
}

/** Shows nothing. */
export const silentBar: ProgressBar = { show: () => {}, stop: () => {} };

// With `linewrap` nothing of the terminal's state is changed, so that nothing is left changed on a sudden end.
const appearance = {
  barCompleteChar: '█',
  barIncompleteChar: '░',
  barsize: 30,
  linewrap: true,
  clearOnComplete: true,
};

/** A bar of so many steps. */
export function showBar(stream: ProgressStream, total: number): ProgressBar {
  return show(stream, '{bar} {value} of {total}  {text}', total, () => ({}));
}

/** For what takes an unknown time: what is waited for, and for how long. @param now milliseconds */
export function showWait(stream: ProgressStream, now: () => number): ProgressBar {
  const startedAt = now();
  const waited = () => ({ waited: clockText(Math.floor((now() - startedAt) / 1000)) });
  return show(stream, '{text}  {waited}', 1, waited);
}

function show(stream: ProgressStream, format: string, total: number, payload: () => object): ProgressBar {
  if (stream.isTTY !== true) return silentBar;
  const bar = new SingleBar({ ...appearance, stream, format });
  bar.start(total, 0, { text: '', ...payload() });
  return {
    show: (done, text = '') => bar.update(done, { text: printable(text), ...payload() }),
    stop: () => bar.stop(),
  };
}
