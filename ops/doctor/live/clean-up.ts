/** Takes away everything that a trial has made, whatever it came to. Its waits are bounded: somebody wants to go home. */
import { deleteRecordings } from '../../delete/delete-recordings.ts';
import { describeError } from '../../frame/describe-error.ts';
import { exitCodes } from '../../frame/exit-codes.ts';
import type { Clock } from '../../frame/surroundings.ts';
import type { Output } from '../../terminal/output.ts';
import { silentBar } from '../../terminal/progress-bar.ts';
import { type CleanUpPorts, hasJobEnded } from './live-ports.ts';
import { awaitBeginning, awaitJobEnd, pollUntil } from './poll.ts';
import { findRemains, ownRunning } from './remains.ts';
import type { CleanUpOutcome } from './report.ts';
import type { Trial } from './trial.ts';

/** What it works with. The signal is not that of the trial, which may be aborted. */
export interface CleanUpContext {
  readonly ports: CleanUpPorts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  note(text: string): void;
}

const pauseMs = 5000;
/** What S3 tells late still begins; it is told within seconds. */
const startPatience = { limitMs: 30_000, pauseMs };
/** An execution that was stopped may have just started an export. */
const stopPatience = { limitMs: 30_000, pauseMs };
/** A job is canceled within seconds. */
const jobPatience = { limitMs: 2 * 60_000, pauseMs };
/** EventBridge, and report-failure behind it, take some seconds. */
const reportPatience = { limitMs: 60_000, pauseMs };
/** What was reported after the deletion is deleted again. */
const mostDeletions = 3;

/** Never rejects: what it could not do, it tells. */
export async function cleanUp(trial: Trial, context: CleanUpContext): Promise<CleanUpOutcome> {
  try {
    await stopExecutions(trial, context);
    const jobsLeft = await endJobs(trial, context);
    await awaitReports(trial, context);
    const outcome = await deleteAll(trial, context);
    if (jobsLeft.length === 0) return outcome;
    const found = 'a job may yet write its file: run the command below when it has ended';
    return { state: 'incomplete', found, remains: [...jobsLeft, ...outcome.remains] };
  } catch (error) {
    const remains = await findRemains(trial.plan, context.ports);
    return { state: 'incomplete', found: describeError(error).message, remains };
  }
}

async function stopExecutions(trial: Trial, context: CleanUpContext): Promise<void> {
  if (trial.isAnnounced && trial.executions === 0)
    await awaitBeginning(trial.plan.executionArn, startPatience, context);
  await pollUntil(
    () => stopRunning(trial, context),
    (stopped) => stopped === 0,
    stopPatience,
    context,
  );
}

/** Resolves to how many there were. */
async function stopRunning(trial: Trial, { ports, note }: CleanUpContext): Promise<number> {
  const running = await ownRunning(trial.plan, ports);
  for (const { executionArn, name } of running) {
    note(`Stopping ${name}.`);
    // Before it is asked: also when the answer gets lost, it is stopped.
    trial.unsuccessful.add(executionArn);
    await ports.stopExecution(executionArn);
    for (const { jobId, result, failure } of await ports.readJobs(executionArn))
      if (jobId !== undefined && result === undefined && failure === undefined) trial.ownJobs.add(jobId);
  }
  return running.length;
}

/** A job that runs would write its file after everything is deleted. @returns what may still run */
async function endJobs({ ownJobs }: Trial, context: CleanUpContext): Promise<string[]> {
  const left: string[] = [];
  for (const jobId of ownJobs) {
    const whyNot = await endJob(jobId, context).catch((error: unknown) => describeError(error).message);
    if (whyNot !== undefined) left.push(`MediaConvert job ${jobId}: ${whyNot}`);
  }
  return left;
}

/** `undefined` when it has ended. */
async function endJob(jobId: string, context: CleanUpContext): Promise<string | undefined> {
  const { ports, note } = context;
  if (hasJobEnded(await ports.jobState(jobId))) return undefined;
  note(`Canceling the MediaConvert job ${jobId}.`);
  // Step Functions may have been faster, or the job: then there is nothing to cancel.
  await ports.cancelJob(jobId).catch(() => undefined);
  const state = await awaitJobEnd(jobId, jobPatience, context);
  return hasJobEnded(state) ? undefined : `is ${state.status}`;
}

/** report-failure writes what failed and what was stopped into the catalog: before that, deleting comes too early. */
async function awaitReports({ plan, unsuccessful }: Trial, context: CleanUpContext): Promise<void> {
  const ask = () => context.ports.readItems(plan.location);
  await pollUntil(
    ask,
    (items) => {
      const reported = new Set(items.map(({ failedExecutionArn }) => failedExecutionArn));
      return [...unsuccessful].every((arn) => reported.has(arn));
    },
    reportPatience,
    context,
  );
}

async function deleteAll(trial: Trial, context: CleanUpContext): Promise<CleanUpOutcome> {
  const troubles: string[] = [];
  context.note('Deleting what was made.');
  for (let deletion = 0; deletion < mostDeletions; deletion++) {
    troubles.length = 0;
    const exitCode = await deleteOnce(trial, context, (text) => troubles.push(text));
    if (exitCode === exitCodes.nothingToDo)
      return { state: 'done', found: 'executions stopped, objects and items of the catalog deleted', remains: [] };
    // What comes back, comes back within seconds; then the next deletion finds it.
    await context.clock.sleep(pauseMs, context.signal);
  }
  const remains = await findRemains(trial.plan, context.ports);
  if (remains.length === 0) return { state: 'done', found: 'objects and items of the catalog deleted', remains };
  return { state: 'incomplete', found: troubles.join(' ') || 'something came back each time', remains };
}

async function deleteOnce(
  { plan }: Trial,
  { ports, clock, signal }: CleanUpContext,
  trouble: (text: string) => void,
): Promise<number> {
  return deleteRecordings([plan.location.prefix], ports, {
    output: { ...silentOutput, trouble },
    clock,
    signal,
    confirm: async () => {},
    bar: () => silentBar,
  });
}

/** What deleting says of its progress is not this report's. */
const silentOutput: Output = {
  isJson: false,
  line: () => {},
  table: () => {},
  csv: () => {},
  json: () => {},
  jsonLine: () => {},
  note: () => {},
  noteTable: () => {},
  trouble: () => {},
};
