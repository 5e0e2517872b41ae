/** `delete`: everything of recordings, everywhere, a plan shown first. */
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { ProgressBar } from '../terminal/progress-bar.ts';
import { bytesText, countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import type { DeletePorts, KeptObject } from './delete-ports.ts';
import { type DoomedFolder, type DoomedRecording, demandIdle, planDeletion } from './plan-deletion.ts';

type Context = Pick<CommandContext, 'output' | 'clock' | 'confirm' | 'signal' | 'bar'>;

/** Of CloudFront's 15 wildcards at a time, two for each recording. */
const recordingsAtOnce = 7;

/** What became of them; also what `--json` prints. */
interface Outcome {
  readonly deleted: { recordingId: string; prefix: string; objects: number; sizeBytes: number; items: number }[];
  readonly failed: { recordingId: string; prefix: string; kept: readonly KeptObject[] }[];
  /** `skipped` when the deployment has no distribution. */
  invalidation: 'done' | 'skipped' | 'not reached';
}

/**
 * Deletes recordings; resolves to the exit code. First what viewers could still fetch, last the items by which a
 * recording is found: after an interruption the same command does the rest.
 *
 * @throws OperationRefusedError
 */
export async function deleteRecordings(
  typed: readonly string[],
  ports: DeletePorts,
  context: Context,
): Promise<number> {
  const { output, clock, confirm, signal } = context;
  const found = [];
  for (const each of typed) found.push(await ports.findRecording(each));
  const recordings = [...new Map(found.map((recording) => [recording.location.prefix, recording])).values()];
  const all = await planDeletion(recordings, ports, clock.now());
  const planned = all.filter(({ recorded, made, items }) => recorded.count + made.count + items.length > 0);
  const outcome: Outcome = { deleted: [], failed: [], invalidation: 'not reached' };
  output.json(outcome);
  for (const { recording } of all.filter((each) => !planned.includes(each)))
    output.note(`There is nothing (left) of ${recording.location.prefix}.`);
  if (planned.length === 0) return exitCodes.nothingToDo;
  const { distributionId } = await ports.places();
  output.noteTable(columns, planned);
  if (distributionId === undefined) output.note('No invalidation: the deployment has no output DistributionId.');
  await confirm(`Delete ${countText(planned.length, 'recording')} for good?`);
  await demandIdle(recordings, ports);
  const bar = context.bar(planned.reduce((sum, { recorded, made }) => sum + recorded.count + made.count, 0));
  const work = { ports, signal, onGone: countUp(bar) };
  try {
    for (let index = 0; index < planned.length; index += recordingsAtOnce)
      await deleteSome(planned.slice(index, index + recordingsAtOnce), distributionId, outcome, work);
  } finally {
    bar.stop();
  }
  return report(outcome, output);
}

interface Work {
  readonly ports: DeletePorts;
  readonly signal: AbortSignal;
  /** Told of objects that are gone. */
  readonly onGone: (count: number, prefix: string) => void;
}

function countUp(bar: ProgressBar): Work['onGone'] {
  let gone = 0;
  return (count, prefix) => {
    gone += count;
    bar.show(gone, prefix);
  };
}

async function deleteSome(
  planned: readonly DoomedRecording[],
  distributionId: string | undefined,
  outcome: Outcome,
  work: Work,
): Promise<void> {
  const { ports, signal } = work;
  const gone: { doomed: DoomedRecording; objects: number; sizeBytes: number }[] = [];
  for (const doomed of planned) {
    const { recordingId, prefix } = doomed.recording.location;
    const made = await empty(doomed.made, work);
    const recorded = await empty(doomed.recorded, work);
    const kept = [...made.kept, ...recorded.kept];
    const [objects, sizeBytes] = [made.count + recorded.count, made.sizeBytes + recorded.sizeBytes];
    if (kept.length > 0) outcome.failed.push({ recordingId, prefix, kept });
    else gone.push({ doomed, objects, sizeBytes });
  }
  if (gone.length === 0) return;
  signal.throwIfAborted();
  if (distributionId !== undefined)
    await ports.invalidate(
      distributionId,
      gone.flatMap(({ doomed }) => pathsOf(doomed)),
    );
  outcome.invalidation = distributionId === undefined ? 'skipped' : 'done';
  for (const { doomed, objects, sizeBytes } of gone) {
    const { items, recording } = doomed;
    const { recordingId, prefix } = recording.location;
    // The recording's own item last: by it the recording is found.
    for (const item of items.toSorted(
      (one, other) => Number(one.type === 'recording') - Number(other.type === 'recording'),
    ))
      await ports.deleteItem(item);
    outcome.deleted.push({ recordingId, prefix, objects, sizeBytes, items: items.length });
  }
}

const pathsOf = ({ recorded, made }: DoomedRecording): string[] => [`/${recorded.prefix}*`, `/${made.prefix}*`];

async function empty({ bucket, prefix }: DoomedFolder, { ports, signal, onGone }: Work) {
  const kept: KeptObject[] = [];
  let [count, sizeBytes] = [0, 0];
  for await (const page of ports.listObjects(bucket, prefix)) {
    // A page of versions may hold as many delete markers beside them.
    for (let index = 0; index < page.length; index += 1000) {
      signal.throwIfAborted();
      const batch = page.slice(index, index + 1000);
      const left = await ports.deleteObjects(bucket, batch);
      kept.push(...left);
      const leftKeys = new Set(left.map(({ key }) => key));
      const removed = batch.filter(({ key }) => !leftKeys.has(key));
      count += removed.length;
      sizeBytes += removed.reduce((sum, object) => sum + object.sizeBytes, 0);
      onGone(removed.length, prefix);
    }
  }
  return { kept, count, sizeBytes };
}

/** More of one recording fill the screen, and `--json` has them all. */
const mostKept = 10;

function report({ deleted, failed, invalidation }: Outcome, output: Context['output']): number {
  for (const { recordingId, objects, sizeBytes, items } of deleted)
    output.line(
      `Deleted ${recordingId}: ${countText(objects, 'object')} (${bytesText(sizeBytes)}), ${countText(items, 'item')} of the catalog.`,
      'good',
    );
  if (deleted.length > 0)
    output.line(
      invalidation === 'done'
        ? 'CloudFront forgets them within minutes.'
        : 'CloudFront: skipped, there is no distribution in this deployment.',
    );
  for (const { recordingId, kept } of failed) {
    output.trouble(
      `${recordingId} is not deleted: ${countText(kept.length, 'object')} left. Its items stay; run the same command again.`,
    );
    for (const { key, error } of kept.slice(0, mostKept)) output.trouble(`  ${key}: ${error}`);
    if (kept.length > mostKept) output.trouble(`  and ${kept.length - mostKept} more`);
  }
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

const columns: readonly Column<DoomedRecording>[] = [
  { title: 'Recording', text: ({ recording }) => recording.location.recordingId },
  { title: 'Channel', text: ({ recording }) => recording.location.channelId },
  { title: 'Begun', text: ({ recording }) => recording.location.startMinute },
  { title: 'Recorded', text: ({ recorded }) => folderText(recorded) },
  { title: 'Exports and playlists', text: ({ made }) => folderText(made) },
  { title: 'Catalog', text: ({ items }) => countText(items.length, 'item') },
];

const folderText = ({ count, sizeBytes }: DoomedFolder): string =>
  `${countText(count, 'object')}, ${bytesText(sizeBytes)}`;
