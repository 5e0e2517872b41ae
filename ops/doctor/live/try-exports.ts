/** The second part of a trial: one export by each engine, and those that the deployment makes by itself. */
import { announcedIn, failureText } from '../../follow/describe-ending.ts';
import type { FollowedExecution } from '../../follow/followed-event.ts';
import { bytesText, clockText } from '../../terminal/quantities.ts';
import { followFor } from './follow-for.ts';
import { startRun } from './start-run.ts';
import type { Trial } from './trial.ts';
import type { TrialContext } from './trial-context.ts';

/** A minute or two each, mostly; a job waits while MediaConvert's queue is full. */
const exportLimitMs = 30 * 60_000;

/** What is asked of an engine, as `run` asks. */
export interface AskedExport {
  readonly name: string;
  readonly rendition: string;
  readonly engine: 'remux' | 'mediaconvert';
}

const asked = [
  { name: 'doctor-remux', rendition: 'highest', engine: 'remux' },
  { name: 'doctor-mediaconvert', rendition: 'highest', engine: 'mediaconvert' },
] as const satisfies readonly AskedExport[];

/** Echoed in the messages, for subscribers that wonder. */
const metadata = { purpose: 'doctor --live: a trial, removed when it is over' };

/** Starts an export of the sample; resolves to the execution's ARN. */
export async function startExport(wish: AskedExport, trial: Trial, context: TrialContext): Promise<string> {
  const executionArn = await startRun({ isPlayable: true, exports: [wish], metadata }, trial, context);
  trial.executions++;
  return executionArn;
}

/**
 * Resolves to whether all have ended, well or not.
 *
 * @param begunArns Exports that the deployment began by itself.
 */
export async function tryExports(begunArns: readonly string[], trial: Trial, context: TrialContext): Promise<boolean> {
  const { ports, watcher, signal } = context;
  const steps = new Map(begunArns.map((arn, index) => [arn, `export-default-${index + 1}`]));
  trial.executions += begunArns.length;
  for (const wish of asked) {
    signal.throwIfAborted();
    steps.set(await startExport(wish, trial, context), `export-${wish.engine}`);
  }
  const { ended, open, broken } = await followFor(exportLimitMs, [...steps.keys()], ports, watcher);
  trial.note(ended.values());
  for (const [arn, step] of steps) {
    const execution = ended.get(arn);
    if (execution === undefined && broken !== undefined) continue;
    const { isGood, found } = judge(execution, open.get(arn));
    trial.step(step, isGood ? 'ok' : 'failed', found, execution?.durationMs);
    if (announcedIn(execution?.output)?.export?.engine === 'remux') trial.filesRemuxed++;
    trial.traces.push(...(await ports.readJobs(arn)));
  }
  if (broken !== undefined) throw broken.error;
  return open.size === 0;
}

function judge(
  ended: FollowedExecution | undefined,
  openState: string | undefined,
): { isGood: boolean; found: string } {
  if (ended === undefined)
    return { isGood: false, found: `not ready after ${exportLimitMs / 60_000} min: ${openState} goes on` };
  if (ended.status !== 'SUCCEEDED') return { isGood: false, found: `${ended.status}: ${failureText(ended)}` };
  const announced = announcedIn(ended.output);
  const { name, engine, durationMs = 0, sizeBytes = 0, engineReason } = announced?.export ?? {};
  if (engine === undefined)
    return { isGood: true, found: `${name ?? ''} ${announced?.type ?? 'nothing was announced'}` };
  const file = `${clockText(durationMs / 1000, 3)}, ${bytesText(sizeBytes)}`;
  return { isGood: true, found: `${name} by ${engine}: ${file}; ${engineReason}` };
}
