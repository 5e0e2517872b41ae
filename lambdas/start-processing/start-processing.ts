/**
 * Starts process-recording once for each recording that ended, however many events say so, and as often as an operator
 * asks. An EventBridge target cannot choose the execution's name, and the name is the lock: that is why this step
 * exists (docs/adr/0003). It does no more than that: a new execution in the console bypasses it.
 */
import * as z from 'zod/mini';
import { ChannelNotConfiguredError, ServiceUnavailableError } from '../shared/contract/errors.ts';
import type { ExecutionInput } from '../shared/contract/execution-input.ts';
import {
  operatorExecutionName,
  recordingExecutionName,
  revivedExecutionName,
} from '../shared/contract/execution-name.ts';
import { parseJson } from '../shared/contract/json-text.ts';
import { completenessSchema } from '../shared/contract/notification.ts';
import { parseRecordingPrefix, type RecordingLocation } from '../shared/contract/recording-location.ts';
import { requireServed } from '../shared/recording/served-recording.ts';
import { readTrigger, splitEvent, type Trigger } from './read-trigger.ts';
import type { Outcome, StartProcessingOutput } from './schema.ts';

/** What start-processing needs of the world. Executions are those of process-recording, by their names. */
export interface StartProcessingPorts {
  /** The buckets whose recordings are served. */
  readonly recordingsBuckets: readonly string[];
  /** ARNs of the channels whose recordings are processed; empty: all. */
  readonly channelArns: readonly string[];
  /** `false` when the name is taken by an execution that is closed or has another input. */
  startExecution(name: string, input: ExecutionInput): Promise<boolean>;
  describeExecution(name: string): Promise<FoundExecution>;
  /** `false` when the execution cannot be redriven (any more). */
  redriveExecution(name: string): Promise<boolean>;
  /** Whether the catalog has the recording as playable and complete. */
  isKnownWhole(location: RecordingLocation): Promise<boolean>;
  now(): Date;
  log(outcome: Outcome): void;
}

/** An execution that has the name. */
interface FoundExecution {
  readonly status: string;
  readonly redriveStatus?: string | undefined;
  /** When it ended. */
  readonly stopDate?: Date | undefined;
  /** JSON text of its last state, where it succeeded. */
  readonly output?: string | undefined;
}

/** After this many executions in place of one that has ended for good, only an operator starts another. */
const maxRevivals = 3;

/**
 * Starts, redrives or leaves alone what the event asks for. News of a recording's end changes nothing when it comes
 * twice; each request of an operator starts a run, so one that Lambda tries again may start a second.
 *
 * @param event An IVS recording event, an S3 notification, or an execution's input from an operator.
 * @throws EventUnreadableError, BucketNotConfiguredError, ChannelNotConfiguredError (from an operator only)
 * @throws ServiceUnavailableError when AWS does not say what became of the execution that has the name. Of several
 *   objects each is tried before the first error is thrown; what was started stays, and a retry finds it running.
 */
export async function startProcessing(event: unknown, ports: StartProcessingPorts): Promise<StartProcessingOutput> {
  const results = await Promise.allSettled(splitEvent(event).map((single) => startOne(single, ports)));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { outcomes: results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : [])) };
}

async function startOne(event: unknown, ports: StartProcessingPorts): Promise<Outcome> {
  const trigger = readTrigger(event);
  const outcome = await startWanted(trigger, ports);
  ports.log(outcome);
  return outcome;
}

async function startWanted(trigger: Trigger, ports: StartProcessingPorts): Promise<Outcome> {
  if (trigger.type === 'nothing') return { outcome: 'ignored', reason: trigger.reason };
  const { type, input } = trigger;
  try {
    const recording = requireServed(input.recording, ports);
    const outcome = await (type === 'operator' ? startDeliberately : startOnce)(input, recording, ports);
    return { recordingId: recording.recordingId, ...outcome };
  } catch (error) {
    if (type === 'operator' || !(error instanceof ChannelNotConfiguredError)) throw error;
    // The bucket may hold recordings of channels that this deployment leaves alone; nobody asked for this one.
    const recordingId = parseRecordingPrefix(input.recording.prefix)?.recordingId;
    return { recordingId, outcome: 'ignored', reason: error.message };
  }
}

async function startDeliberately(input: ExecutionInput, location: RecordingLocation, ports: StartProcessingPorts) {
  const executionName = operatorExecutionName(location, ports.now());
  const isStarted = await ports.startExecution(executionName, input);
  // Two requests in one millisecond share a name, and one run serves both.
  return { outcome: isStarted ? 'started' : 'already-running', executionName } as const;
}

/** Starts the recording's one automatic execution, or looks what became of it. */
async function startOnce(input: ExecutionInput, location: RecordingLocation, ports: StartProcessingPorts) {
  for (let attempt = 0; attempt <= maxRevivals; attempt++) {
    const executionName = attempt === 0 ? recordingExecutionName(location) : revivedExecutionName(location, attempt);
    const outcome = (await ports.startExecution(executionName, input))
      ? attempt === 0
        ? 'started'
        : 'revived'
      : await reviewUnlessWhole(executionName, input.source?.time, location, ports);
    if (outcome !== undefined) return { outcome, executionName } as const;
  }
  return {
    outcome: 'given-up',
    executionName: revivedExecutionName(location, maxRevivals),
    reason: `${maxRevivals + 1} executions failed or found only a part, and told so; mend the cause, then start another by hand`,
  } as const;
}

/**
 * When thousands of streams end at once, Step Functions tells of some hundred executions, and then of fifteen a second
 * (docs/burst.md). Who is not told asks the catalog, which has no such limit: to a recording that is complete no trigger
 * adds anything, whatever became of its execution. Of any other Lambda tries the event again, since only Step Functions
 * knows whether the execution runs, and only what does not run may be taken up.
 */
async function reviewUnlessWhole(
  name: string,
  triggeredAt: string | undefined,
  location: RecordingLocation,
  ports: StartProcessingPorts,
): Promise<Outcome['outcome'] | undefined> {
  try {
    return await reviewExecution(name, triggeredAt, ports);
  } catch (error) {
    if (!(error instanceof ServiceUnavailableError) || !(await ports.isKnownWhole(location))) throw error;
    return 'already-playable';
  }
}

/**
 * What an execution that has the name amounts to; `undefined` when, before the trigger was sent, it failed for good, or
 * found only a part of the recording.
 */
async function reviewExecution(
  name: string,
  triggeredAt: string | undefined,
  ports: StartProcessingPorts,
): Promise<Outcome['outcome'] | undefined> {
  const found = await ports.describeExecution(name);
  const outcome = outcomeOf(found, triggeredAt);
  if (outcome !== undefined || found.redriveStatus !== 'REDRIVABLE') return outcome;
  if (await ports.redriveExecution(name)) return 'redriven';
  // Another event was faster to redrive it, or its time is over.
  return outcomeOf(await ports.describeExecution(name), triggeredAt);
}

function outcomeOf(found: FoundExecution, triggeredAt?: string): Outcome['outcome'] | undefined {
  const { status, stopDate, output } = found;
  const hasFailed = status === 'FAILED' || status === 'TIMED_OUT';
  if (hasFailed) return isNews(triggeredAt, stopDate) ? undefined : 'already-failed';
  const hasSucceeded = status === 'SUCCEEDED';
  if (hasSucceeded) return isNews(triggeredAt, stopDate) && foundLess(output) ? undefined : 'already-succeeded';
  if (status === 'ABORTED') return 'aborted-by-operator';
  // RUNNING and PENDING_REDRIVE.
  return 'already-running';
}

/**
 * S3 and IVS tell the same end seconds apart: only what was sent after the run had failed may hold something that the
 * run did not meet, such as a metadata file that came late.
 */
const isNews = (triggeredAt: string | undefined, stopDate: Date | undefined): boolean =>
  triggeredAt !== undefined && stopDate !== undefined && Date.parse(triggeredAt) > stopDate.getTime();

const announcedSchema = z.object({
  announcement: z.object({
    message: z.object({ recording: z.object({ completeness: z.optional(completenessSchema) }) }),
  }),
});

/** Whether an execution announced less than the whole recording; one whose output tells nothing is left alone. */
function foundLess(output: string | undefined): boolean {
  const announced = announcedSchema.safeParse(parseJson(output ?? ''));
  return announced.success && announced.data.announcement.message.recording.completeness !== 'complete';
}
