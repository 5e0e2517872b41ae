import { parseArgs } from 'node:util';
import { LADDER, type LadderRung } from './ladder.ts';

/** What the command line asks for. */
export type SampleOptions = {
  /** Folder that will hold the recording's own folder. */
  out: string;
  seconds: number;
  rungs: LadderRung[];
};

/** Thrown for a command line that cannot be followed; the message says what is wrong with it. */
export class SampleOptionsError extends Error {
  override readonly name = 'SampleOptionsError';
}

/** How to call the script. */
export const USAGE = `Usage: npm run sample -- [--out DIR] [--seconds N | --minutes N] [--renditions NAME,NAME]
  --out DIR         folder in which the recording's folder is made (default local/sample)
  --seconds N       length of the recording (default 30)
  --minutes N       the same in minutes
  --renditions A,B  which of ${LADDER.map((rung) => rung.name).join(', ')} (default all)`;

/**
 * Reads the command line.
 *
 * @returns the options, or `undefined` when only help is wanted
 * @throws {SampleOptionsError} for an unknown option, length or rendition
 */
export function parseSampleOptions(args: string[]): SampleOptions | undefined {
  const values = parseValues(args);
  if (values.help) {
    return undefined;
  }
  if (values.seconds !== undefined && values.minutes !== undefined) {
    throw new SampleOptionsError('--seconds and --minutes were both given; give one of them.');
  }
  const seconds =
    values.minutes === undefined
      ? readNumber('--seconds', values.seconds ?? '30')
      : 60 * readNumber('--minutes', values.minutes);
  return { out: values.out ?? 'local/sample', seconds, rungs: readRenditions(values.renditions) };
}

function parseValues(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        out: { type: 'string' },
        seconds: { type: 'string' },
        minutes: { type: 'string' },
        renditions: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (cause) {
    throw new SampleOptionsError(`${cause instanceof Error ? cause.message : String(cause)}\n${USAGE}`, { cause });
  }
}

function readNumber(option: string, text: string): number {
  const number = Number(text);
  if (!(Number.isFinite(number) && number > 0)) {
    throw new SampleOptionsError(`${option} is "${text}", expected a number greater than 0.`);
  }
  return number;
}

function readRenditions(text: string | undefined): LadderRung[] {
  const wanted = text?.split(',') ?? LADDER.map((rung) => rung.name);
  const unknown = wanted.filter((name) => !LADDER.some((rung) => rung.name === name));
  if (unknown.length > 0) {
    const known = LADDER.map((rung) => rung.name).join(', ');
    throw new SampleOptionsError(`--renditions names "${unknown.join(',')}", expected some of ${known}.`);
  }
  return LADDER.filter((rung) => wanted.includes(rung.name));
}
