/**
 * Deletes the numbered thumbnails of recordings that have come of age, of those in the catalog and of no others
 * (docs/adr/0018). Each run begins anew and finds what is left, so it may be stopped, repeated, or run beside itself.
 */
import { ExecutionInputInvalidError } from '../shared/contract/errors.ts';
import { type Reading, stateMachineNameOf } from '../shared/contract/metrics.ts';
import { inOrder } from '../shared/recording/in-order.ts';
import { parseWith } from '../shared/recording/schema-faults.ts';
import type { CataloguedRecording, ListDayOfThumbnails } from '../shared/recording/thumbnail-ports.ts';
import { daysToLookAt } from './days-to-look-at.ts';
import { type ExpireRecordingPorts, type Expiry, type ExpiryRun, expireRecording } from './expire-recording.ts';
import { type ExpireThumbnailsInput, type ExpireThumbnailsOutput, expireThumbnailsInputSchema } from './schema.ts';
import { Tally } from './tally.ts';

/** What the step needs of the world. */
export interface ExpireThumbnailsPorts extends ExpireRecordingPorts {
  readonly thumbnailsExpireAfterDays: number;
  readonly processRecordingArn: string;
  readonly listDay: ListDayOfThumbnails;
  /** Told what became of each recording of age that was come to. */
  log(message: string, details: object): void;
  readonly putMetrics: (readings: readonly Reading[]) => void;
}

/** How long one run works, of the function's 900 s: a page of thumbnails and its deletion take a second or two. */
const workingMs = 720_000;

/** S3 counts each key of DeleteObjects as one of the 3,500 writes a second that it takes below one prefix. */
const width = 3;

const dayMs = 86_400_000;

/**
 * Runs once.
 *
 * @param raw As the schedule, or an operator, passes it.
 * @throws ExecutionInputInvalidError
 * @throws ThumbnailsNotDeletedError once all others are done
 * @throws ServiceUnavailableError
 */
export async function expireThumbnails(raw: unknown, ports: ExpireThumbnailsPorts): Promise<ExpireThumbnailsOutput> {
  const input = parseInput(raw);
  const { thumbnailsExpireAfterDays, now, putMetrics, processRecordingArn } = ports;
  const begunAt = now();
  const run: ExpiryRun = {
    dryRun: input.dryRun,
    endedBefore: new Date(begunAt.getTime() - thumbnailsExpireAfterDays * dayMs),
    deadline: new Date(begunAt.getTime() + workingMs),
  };
  const tally = new Tally(run.dryRun);
  for (const day of daysToLookAt(input, begunAt, thumbnailsExpireAfterDays)) {
    await lookAtDay(day, run, ports, tally);
    if (!tally.output.isFinished || tally.isHopeless) break;
    tally.countDay();
  }
  if (!run.dryRun) {
    const dimensions = { StateMachine: stateMachineNameOf(processRecordingArn) };
    putMetrics([{ dimensions, values: { ThumbnailsExpired: tally.output.thumbnails } }]);
  }
  tally.requireNoFailure();
  return tally.output;
}

function parseInput(raw: unknown): ExpireThumbnailsInput {
  const parsed = parseWith(expireThumbnailsInputSchema, raw, 'the input');
  if ('value' in parsed) return parsed.value;
  throw new ExecutionInputInvalidError(
    `The input is invalid, and nothing was deleted: ${parsed.faults}. Invoke the function with an input like {"dryRun":true,"from":"2026-06-01","to":"2026-06-30"}.`,
  );
}

async function lookAtDay(day: string, run: ExpiryRun, ports: ExpireThumbnailsPorts, tally: Tally): Promise<void> {
  const expireOne = async (recording: CataloguedRecording) => {
    const isOver = tally.isHopeless || ports.now() >= run.deadline;
    return { recording, expiry: isOver ? undefined : await expireRecording(recording, run, ports) };
  };
  for await (const recordings of ports.listDay(day)) {
    for await (const { recording, expiry } of inOrder(recordings, width, expireOne)) {
      tally.count(recording, expiry);
      // Of the rest of a page, a line for each would say only that the time is up.
      if (expiry !== undefined && expiry.state !== 'young')
        ports.log(messages[expiry.state], detailsOf(recording, expiry, run));
    }
    if (!tally.output.isFinished || tally.isHopeless) return;
  }
}

const messages: Record<Exclude<Expiry['state'], 'young'>, string> = {
  expired: 'The thumbnails have come of age.',
  changed: 'The recording was judged anew meanwhile; a later run deletes its thumbnails.',
  refused: 'The item names no recording of this deployment; nothing is deleted by its word.',
  unfinished: 'The time is up; a later run goes on.',
  failed: 'Thumbnails were not deleted; the next run tries again.',
};

const detailsOf = ({ channelId, recordingKey }: CataloguedRecording, expiry: Expiry, { dryRun }: ExpiryRun) => ({
  channelId,
  recordingId: recordingKey.split('#')[1],
  dryRun,
  ...expiry,
});
