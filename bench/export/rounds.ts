/** Runs contestants in turn and takes medians. */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type ContestantName, commandOf, type ExportBundles } from './contestants.ts';
import type { MadeRecording } from './made-recording.ts';
import { type RunFigures, runMeasured } from './measured-run.ts';

/** Figures of each round that a contestant ran in, by round. */
export type RoundFigures = Readonly<Record<ContestantName, ReadonlyMap<number, RunFigures>>>;

/** How often each runs. */
export interface RoundPlan {
  readonly rounds: number;
  /** Which take part in a round, counted from 0; mediabunny takes ten times as long as the others together. */
  readonly takesPart: (name: ContestantName, round: number) => boolean;
}

/**
 * Runs the rounds. Each begins with another contestant, so that whatever else the machine does falls on all; the first
 * is run once before and not counted, so that nothing is read for the first time.
 */
export async function runRounds(
  names: readonly ContestantName[],
  plan: RoundPlan,
  bundles: ExportBundles,
  recording: MadeRecording,
): Promise<RoundFigures> {
  const figures = {
    export: new Map<number, RunFigures>(),
    exportTwoWorkers: new Map<number, RunFigures>(),
    ffmpeg: new Map<number, RunFigures>(),
    cat: new Map<number, RunFigures>(),
    mediabunny: new Map<number, RunFigures>(),
  };
  for (const name of names.slice(0, 1)) await runOnce(name, bundles, recording);
  for (let round = 0; round < plan.rounds; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      if (plan.takesPart(name, round)) figures[name].set(round, await runOnce(name, bundles, recording));
    }
  }
  return figures;
}

async function runOnce(name: ContestantName, bundles: ExportBundles, recording: MadeRecording): Promise<RunFigures> {
  const output = path.join(path.dirname(recording.playlist), 'out.mp4');
  // Each makes a new file: one that is overwritten has its pages already.
  await rm(output, { force: true });
  try {
    return await runMeasured(commandOf(name, bundles, recording, output));
  } finally {
    await rm(output, { force: true });
  }
}

/** The median of each figure by itself; `undefined` when it never ran. */
export function medianFigures(figures: ReadonlyMap<number, RunFigures>): RunFigures | undefined {
  if (figures.size === 0) return undefined;
  const of = (name: keyof RunFigures): number => median([...figures.values()].map((each) => each[name]));
  return { wallSeconds: of('wallSeconds'), cpuSeconds: of('cpuSeconds'), peakMemoryMb: of('peakMemoryMb') };
}

/** The median over the rounds of one's wall time as a share of the other's in the same round. */
export function medianRatio(one: ReadonlyMap<number, RunFigures>, other: ReadonlyMap<number, RunFigures>): number {
  const ratios = [...one].flatMap(([round, { wallSeconds }]) => {
    const against = other.get(round);
    return against === undefined ? [] : [wallSeconds / against.wallSeconds];
  });
  return median(ratios);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? Number.NaN) + upper) / 2;
}
