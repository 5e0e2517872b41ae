/** The last part of a trial: an export that has to fail, for the name that a failed job's error has. */
import { describeError } from '../../frame/describe-error.ts';
import type { JobTrace } from './job-trace.ts';
import { pollUntil } from './poll.ts';
import type { Trial } from './trial.ts';
import type { TrialContext } from './trial-context.ts';
import { startExport } from './try-exports.ts';

const failureLimitMs = 15 * 60_000;
const pauseMs = 5000;

/** No sync byte of MPEG-TS, 0x47, is in it. */
const garbage = Buffer.from('This is no video. It has to make a job fail.\n'.repeat(2000));

/**
 * Puts garbage in place of the lowest rendition's segments, and exports that. What its jobs came to is left in
 * `trial.traces`; the execution itself, which would try again, to the cleaning up.
 */
export async function tryFailure(trial: Trial, context: TrialContext): Promise<void> {
  try {
    const executionArn = await exportGarbage(trial, context);
    // Whether it is stopped or ends by itself, somebody is told that it failed.
    trial.unsuccessful.add(executionArn);
    const traces = await awaitJob(executionArn, context);
    trial.traces.push(...traces);
    if (!traces.some(({ result }) => result !== undefined)) return;
    trial.unsuccessful.delete(executionArn);
    settleNot(trial, 'MediaConvert made a file of garbage, and did not fail');
  } catch (error) {
    context.signal.throwIfAborted();
    settleNot(trial, describeError(error).message);
  }
}

const settleNot = (trial: Trial, found: string): void =>
  trial.settle({ fact: 'failed-job-error-name', answer: 'not settled', found, how: 'an export of garbage' });

async function exportGarbage(trial: Trial, context: TrialContext): Promise<string> {
  const { look, location, sample } = trial.plan;
  const { name: rendition, segmentKeysAt } = sample.lowest;
  context.note(`An export of garbage (${rendition}) has to fail now.`);
  for (const key of segmentKeysAt(location.prefix)) {
    context.signal.throwIfAborted();
    await context.ports.putObject({ bucket: look.recordingsBucket, key, body: garbage });
    trial.objectsPut++;
  }
  return startExport({ name: 'doctor-garbage', rendition, engine: 'mediaconvert' }, trial, context);
}

/** Until a job of it has ended, or the execution, or the time is up. */
async function awaitJob(executionArn: string, context: TrialContext): Promise<readonly JobTrace[]> {
  const { ports } = context;
  const look = async () => {
    // Asked for before the jobs: of one that has ended, they are all there.
    const { status = 'RUNNING' } = (await ports.describe(executionArn)) ?? {};
    return { status, traces: await ports.readJobs(executionArn) };
  };
  const isEnough = ({ status, traces }: Awaited<ReturnType<typeof look>>) =>
    status !== 'RUNNING' || traces.some(({ failure, result }) => failure !== undefined || result !== undefined);
  return (await pollUntil(look, isEnough, { limitMs: failureLimitMs, pauseMs }, context)).traces;
}
