/** The first part of a trial: S3 tells of the sample, and viewers can play it. */
import { type Announced, announcedIn, failureText } from '../../follow/describe-ending.ts';
import type { FollowedExecution } from '../../follow/followed-event.ts';
import { describeError } from '../../frame/describe-error.ts';
import { bytesText, countText } from '../../terminal/quantities.ts';
import { followFor } from './follow-for.ts';
import { awaitBeginning } from './poll.ts';
import { startRun } from './start-run.ts';
import type { Trial } from './trial.ts';
import { sinceMs, type TrialContext } from './trial-context.ts';

/** S3 tells within seconds, mostly. */
const startLimitMs = 2 * 60_000;
/** Seconds, mostly; what validation tries again where AWS is slow takes minutes. */
const playbackLimitMs = 10 * 60_000;
const pauseMs = 2000;

/** Puts the sample where IVS would. */
export async function uploadSample(trial: Trial, context: TrialContext): Promise<void> {
  const { ports, clock, signal, note } = context;
  const { look, sample, location, channelArn, endedAt } = trial.plan;
  const objects = sample.objectsAt({ prefix: location.prefix, channelArn, endedAt });
  const startMs = clock.now().getTime();
  const bar = context.bar(objects.length);
  try {
    for (const [index, object] of objects.entries()) {
      signal.throwIfAborted();
      // From here on S3 may tell of it, whether or not the answer arrives.
      trial.isAnnounced = index === objects.length - 1;
      await ports.putObject({ bucket: look.recordingsBucket, ...object });
      trial.objectsPut++;
      bar.show(trial.objectsPut, object.key);
    }
  } catch (error) {
    trial.step('upload', 'failed', `broken off after ${trial.objectsPut} of ${countText(objects.length, 'object')}`);
    throw error;
  } finally {
    bar.stop();
  }
  const found = `${countText(objects.length, 'object')}, ${bytesText(sample.sizeBytes)}`;
  trial.step('upload', 'ok', found, sinceMs(context, startMs));
  note(`Uploaded ${found}.`);
}

/**
 * Waits until playback is announced, and plays; resolves to the ARNs of the exports that the deployment makes by
 * itself, `undefined` when there is no playback.
 */
export async function tryPlayback(trial: Trial, context: TrialContext): Promise<string[] | undefined> {
  const startMs = context.clock.now().getTime();
  const executionArn = await awaitStart(trial, context, startMs);
  trial.executions++;
  const { ended, open, startedArns, broken } = await followFor(
    playbackLimitMs,
    [executionArn],
    context.ports,
    context.watcher,
  );
  trial.note(ended.values());
  if (broken !== undefined) throw broken.error;
  const news = judge(ended.get(executionArn), open.get(executionArn));
  const took = sinceMs(context, startMs);
  trial.step('playback', news.announced === undefined ? 'failed' : 'ok', news.found, took);
  if (news.announced === undefined) return undefined;
  await tryUrl(news.announced, trial, context);
  return [...startedArns];
}

async function awaitStart(trial: Trial, context: TrialContext, startMs: number): Promise<string> {
  const { executionArn } = trial.plan;
  if (!(await awaitBeginning(executionArn, { limitMs: startLimitMs, pauseMs }, context)))
    return startByHand(trial, context);
  trial.step('start', 'ok', 'S3 told start-processing, and process-recording began', sinceMs(context, startMs));
  context.note('S3 told of it: process-recording runs.');
  return executionArn;
}

/** So that the rest is tried all the same. */
async function startByHand(trial: Trial, context: TrialContext): Promise<string> {
  const found = `nothing began within ${startLimitMs / 60_000} min: does S3 tell start-processing, and has that a dead letter? (doctor, dead-letters list)`;
  trial.step('start', 'failed', found);
  context.note(`S3: ${found}. The run is started by hand.`);
  return startRun({ isPlayable: false }, trial, context);
}

function judge(
  ended: FollowedExecution | undefined,
  openState: string | undefined,
): { found: string; announced?: Announced } {
  if (ended === undefined) return { found: `not playable after ${playbackLimitMs / 60_000} min: ${openState} goes on` };
  if (ended.status !== 'SUCCEEDED') return { found: `${ended.status}: ${failureText(ended)}` };
  const announced = announcedIn(ended.output);
  if (announced?.playback === undefined) return { found: `succeeded, and announced ${announced?.type ?? 'nothing'}` };
  return { found: `${announced.type}`, announced };
}

const tries = 3;

/** As a viewer would, without a signature. What is withheld is not announced, and plays for who knows the address. */
async function tryUrl({ playback }: Announced, trial: Trial, context: TrialContext): Promise<void> {
  const { look, sample, location } = trial.plan;
  const { access = 'public' } = playback ?? {};
  const url = playback?.url ?? `${look.playbackBaseUrl}/${sample.multivariantKeyAt(location.prefix)}`;
  const wanted = access === 'signed' ? '403' : '200';
  const startMs = context.clock.now().getTime();
  let found = await statusText(url, context);
  for (let attempt = 1; attempt < tries && found !== wanted; attempt++) {
    await context.clock.sleep(pauseMs, context.signal);
    found = await statusText(url, context);
  }
  const remark = remarks[access] ?? '';
  trial.step('play', found === wanted ? 'ok' : 'failed', `${found} from ${url}${remark}`, sinceMs(context, startMs));
}

const remarks: Readonly<Record<string, string>> = {
  signed: ' without a signature; 403 is right',
  withheld: ', which is not announced; 200 is right',
};

async function statusText(url: string, { ports, signal }: TrialContext): Promise<string> {
  try {
    return String(await ports.statusOf(url));
  } catch (error) {
    signal.throwIfAborted();
    return describeError(error).message;
  }
}
