/** Shows how far an export is: a bar on a terminal, nothing anywhere else. */
import { SingleBar } from 'cli-progress';
import type { ProgressStream } from '../terminal/progress-bar.ts';
import { bytesText, clockText } from '../terminal/quantities.ts';

/** What is known at a moment. */
export interface ExportedSoFar {
  /** From 0 to 1. */
  readonly fraction: number;
  readonly bytes: number;
}

/** See the file's comment. */
export interface ExportProgress {
  show(soFar: ExportedSoFar): void;
  /** Takes the bar away. */
  stop(): void;
}

/** Steps of the bar; it is redrawn ten times a second at most. */
const steps = 10_000;

const silent: ExportProgress = { show: () => {}, stop: () => {} };

/** @param now milliseconds of a clock that only goes forwards */
export function showProgress(stream: ProgressStream, now: () => number): ExportProgress {
  if (stream.isTTY !== true) return silent;
  // With `linewrap` nothing of the terminal's state is changed, so that nothing is left changed on a sudden end.
  const bar = new SingleBar({
    stream,
    format: '{bar} {percent} %  {rate}  {remaining}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    linewrap: true,
    clearOnComplete: true,
  });
  const startedAt = now();
  bar.start(steps, 0, { percent: '  0', rate: '', remaining: '' });
  return {
    show: (soFar) => {
      const seconds = (now() - startedAt) / 1000;
      bar.update(Math.floor(Math.min(1, soFar.fraction) * steps), barTexts(soFar, seconds));
    },
    stop: () => bar.stop(),
  };
}

/** Before that nothing can be said of the rate. */
const settledSeconds = 0.5;

function barTexts({ fraction, bytes }: ExportedSoFar, seconds: number) {
  const percent = String(Math.floor(fraction * 100)).padStart(3);
  if (seconds < settledSeconds || fraction <= 0) return { percent, rate: '', remaining: '' };
  const remaining = `${clockText(Math.ceil((seconds * (1 - fraction)) / fraction))} left`;
  return { percent, rate: `${bytesText(bytes / seconds)}/s`, remaining };
}
