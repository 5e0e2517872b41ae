/** Starts executions for the sample, as `run` does. */
import { demandStart } from '../../executions/demand-start.ts';
import { machinesByName } from '../../executions/machine-arns.ts';
import { type KnownRecording, planRuns, type RunRequest } from '../../run/plan-runs.ts';
import type { Trial } from './trial.ts';
import type { TrialContext } from './trial-context.ts';

/** What is asked of it: one export at most. */
export type AskedRun = Pick<KnownRecording, 'isPlayable'> & Partial<Pick<RunRequest, 'exports' | 'metadata'>>;

/** Starts it; resolves to the execution's ARN. @throws OperationRefusedError when its name is taken */
export async function startRun(
  { isPlayable, exports, metadata }: AskedRun,
  { plan: { look, location } }: Trial,
  { ports, clock }: TrialContext,
): Promise<string> {
  const recording = { bucket: look.recordingsBucket, location, isPlayable };
  const [run] = planRuns([recording], { exports, metadata, isJoin: false, isAnew: false }, clock.now());
  if (run === undefined) throw new TypeError(`Nothing is to be started for ${location.prefix}.`);
  return demandStart(machinesByName(look)[run.machine], run.name, run.input, ports);
}
