/** A trial, part by part. */
import type { Trial } from './trial.ts';
import type { TrialContext } from './trial-context.ts';
import { tryExports } from './try-exports.ts';
import { tryFailure } from './try-failure.ts';
import { tryMultivariant } from './try-multivariant.ts';
import { tryPlayback, uploadSample } from './try-playback.ts';

/** Every part has a step of this name, reached or not. */
const partNames = ['upload', 'start', 'playback', 'play', 'export-remux', 'export-mediaconvert'];

/** Runs it to its end; without playback, or with exports that do not end, the rest is left out. @throws the signal's reason once it is aborted */
export async function runTrial(trial: Trial, context: TrialContext): Promise<void> {
  await uploadSample(trial, context);
  const begun = await tryPlayback(trial, context);
  if (begun === undefined) return;
  // Where a queue is that long, more jobs would wait as well.
  if (!(await tryExports(begun, trial, context))) return;
  await tryMultivariant(trial, context);
  // Last, since it spoils the sample.
  await tryFailure(trial, context);
  context.signal.throwIfAborted();
}

/** Says of each part that was not reached that it was not. */
export function noteUnreached(trial: Trial): void {
  const reached = new Set(trial.steps.map(({ step }) => step));
  for (const name of partNames) if (!reached.has(name)) trial.step(name, 'skipped', 'not reached');
}
