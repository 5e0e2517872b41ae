/** Measures a burst: the events of many recordings at once, beside recordings that come one after the other. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import * as z from 'zod/mini';
import { buildLambdas } from '../scripts/build-lambdas.ts';

/** What to measure. */
export interface BurstWish {
  readonly recordings: number;
  /** Decides the order of the events. */
  readonly seed: number;
}

const figuresSchema = z.object({
  faults: z.array(z.string()),
  executions: z.number(),
  states: z.number(),
  wallSeconds: z.number(),
  cpuSeconds: z.number(),
  peakMemoryMb: z.number(),
});

/** Figures of one way to take recordings through. */
export interface BurstRow extends z.infer<typeof figuresSchema> {
  readonly recordings: number;
  readonly recordingsPerSecond: number;
  readonly statesPerSecond: number;
}

/** All figures; the reference's beside the burst's. */
export interface BurstReport {
  readonly seed: number;
  readonly burst: BurstRow;
  readonly oneByOne: BurstRow;
  /** Whatever was lost, doubled or failed, of both; empty when all is well. */
  readonly faults: readonly string[];
}

/** The reference takes so many at most: each recording costs the same there, and has the machine for itself. */
const mostOneByOne = 100;
const mostFaultsTold = 20;

/**
 * Takes the recordings through, then those of the reference, each in a process of its own with a system of its own.
 * @param print Told each line of the table, and of faults.
 */
export async function measureBurst(
  { recordings, seed }: BurstWish,
  print: (line: string) => void,
): Promise<BurstReport> {
  await buildLambdas();
  print(`${recordings} recordings at once, both triggers of each twice, shuffled with seed ${seed}.`);
  print(tableLine('', 'recordings', 'executions', 'states', 'wall s', 'CPU s', 'recordings/s', 'states/s', 'peak MB'));
  const burst = await measure({ recordings, seed, isOneByOne: false });
  print(rowLine('at once', burst));
  const oneByOne = await measure({ recordings: Math.min(recordings, mostOneByOne), seed, isOneByOne: true });
  print(rowLine('one by one', oneByOne));
  const faults = [...burst.faults, ...oneByOne.faults];
  for (const fault of faults.slice(0, mostFaultsTold)) print(fault);
  print(faults.length === 0 ? 'All processed, none twice, none lost.' : `${faults.length} faults.`);
  return { seed, burst, oneByOne, faults };
}

async function measure(order: BurstWish & { readonly isOneByOne: boolean }): Promise<BurstRow> {
  const child = fork(path.join(import.meta.dirname, 'burst/burst-process.ts'), [JSON.stringify(order)], {
    env: { ...process.env, AWS_EC2_METADATA_DISABLED: 'true' },
  });
  const exited = once(child, 'exit');
  const failed = exited.then(([code]) => Promise.reject(new Error(`The measured process ended with ${code}.`)));
  // Also when it has reported and ends as it should.
  failed.catch(() => {});
  const [message] = await Promise.race([once(child, 'message'), failed]);
  const figures = figuresSchema.parse(message);
  await exited;
  const { recordings } = order;
  const perSecond = (count: number): number => count / figures.wallSeconds;
  return {
    ...figures,
    recordings,
    recordingsPerSecond: perSecond(recordings),
    statesPerSecond: perSecond(figures.states),
  };
}

const rowLine = (name: string, row: BurstRow): string =>
  tableLine(
    name,
    ...[row.recordings, row.executions, row.states, row.wallSeconds.toFixed(1), row.cpuSeconds.toFixed(1)],
    ...[row.recordingsPerSecond.toFixed(1), row.statesPerSecond.toFixed(0), row.peakMemoryMb.toFixed(0)],
  );

const columnWidths = [11, 11, 11, 8, 8, 8, 13, 9, 8];

const tableLine = (...cells: (string | number)[]): string =>
  cells.map((cell, column) => String(cell).padStart(columnWidths[column] ?? 0)).join('');
