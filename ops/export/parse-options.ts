/** What the values of the command line mean. Nothing is done here, and no file looked at. */
import nodePath from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { DeclaredOptions } from './export-command.ts';
import type { ExportRequest } from './export-request.ts';

const MAX_WORKERS = 16;

/** `90`, `90.5`, `1:30`, `0:01:30.5`; hours may be any number, minutes and seconds go to 59 where something is before. */
const TIME = /^(?:(?:(\d{1,6}):)?([0-5]?\d):(?=[0-5]?\d(?:\.|$)))?(\d{1,9}(?:\.\d{1,9})?)$/;

/** Seconds of `--from` and `--to`. @throws InvalidArgumentError */
export function parseTime(text: string): number {
  const [, hours = '0', minutes = '0', seconds] = TIME.exec(text) ?? [];
  if (seconds === undefined) throw new InvalidArgumentError('Expected seconds (90.5) or h:mm:ss (0:01:30.5).');
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** Number of `--workers`. @throws InvalidArgumentError */
export function parseWorkerCount(text: string): number {
  const count = /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  if (count >= 1 && count <= MAX_WORKERS) return count;
  throw new InvalidArgumentError(`Expected a whole number from 1 to ${MAX_WORKERS}.`);
}

/**
 * Puts together what is wanted.
 *
 * @param resolvePath makes a path that the user typed absolute
 * @returns the request, or a sentence that says why the command line makes no sense
 */
export function readRequest(
  [input, output]: readonly [string, string],
  options: DeclaredOptions,
  resolvePath: (typed: string) => string,
): ExportRequest | string {
  const extension = options.audioOnly === true ? '.m4a' : '.mp4';
  if (nodePath.extname(output).toLowerCase() !== extension) {
    return `the output ${output} should end in ${extension}${options.audioOnly === true ? ', since --audio-only makes an M4A' : ''}`;
  }
  const { from: fromSeconds = 0, to: toSeconds = Number.POSITIVE_INFINITY } = options;
  if (fromSeconds >= toSeconds) return `--from (${fromSeconds} s) should be before --to (${toSeconds} s)`;
  return {
    input: /^[a-z][a-z0-9+.-]*:\/\//i.test(input) ? input : resolvePath(input),
    output: resolvePath(output),
    rendition: options.rendition,
    tracks: options.audioOnly === true ? 'audio' : 'all',
    clip: options.from === undefined && options.to === undefined ? undefined : { fromSeconds, toSeconds },
    isTolerant: options.tolerateLosses ?? false,
    workerCount: options.workers,
    isOverwriting: options.force ?? false,
    isJson: options.json ?? false,
    isDebug: options.debug ?? false,
  };
}
