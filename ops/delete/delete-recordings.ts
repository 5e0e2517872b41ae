/** `delete`: everything of recordings, everywhere, a plan shown first. */
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { ProgressBar } from '../terminal/progress-bar.ts';
import { bytesText, countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import type { DeletePorts } from './delete-ports.ts';
import { type DeletionWork, type Emptied, emptyRecording, lastItemOf } from './empty-recording.ts';
import { type DoomedFolder, type DoomedRecording, demandIdle, planDeletion } from './plan-deletion.ts';

type Context = Pick<CommandContext, 'output' | 'clock' | 'confirm' | 'signal' | 'bar'>;

/** Of CloudFront's 15 wildcards at a time, two for each recording. */
const recordingsAtOnce = 7;

/** What became of them; also what `--json` prints. */
interface Outcome {
  readonly deleted: { recordingId: string; prefix: string; objects: number; sizeBytes: number; items: number }[];
  /** With what is gone of them all the same. */
  readonly failed: ({ recordingId: string; prefix: string } & Readonly<Emptied>)[];
  /** `skipped` when the deployment has no distribution. */
  invalidation: 'done' | 'skipped' | 'not reached';
}

/**
 * Deletes recordings; resolves to the exit code. The item by which a recording is found goes last, once CloudFront has been
 * told: whatever is in the way, an interruption or an object that cannot be deleted, the same command does the rest.
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

function countUp(bar: ProgressBar): DeletionWork['onGone'] {
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
  work: DeletionWork,
): Promise<void> {
  const { ports, signal } = work;
  const emptied: { doomed: DoomedRecording; gone: Emptied }[] = [];
  for (const doomed of planned) emptied.push({ doomed, gone: await emptyRecording(doomed, work) });
  const changed = emptied.filter(({ gone }) => gone.objects > 0 || gone.kept.length === 0);
  for (const { doomed, gone } of emptied) {
    const { recordingId, prefix } = doomed.recording.location;
    if (gone.kept.length > 0) outcome.failed.push({ recordingId, prefix, ...gone });
  }
  if (changed.length === 0) return;
  signal.throwIfAborted();
  // Also of what is deleted in part: an export that is gone must not come from a copy.
  if (distributionId !== undefined)
    await ports.invalidate(
      distributionId,
      changed.flatMap(({ doomed }) => pathsOf(doomed)),
    );
  outcome.invalidation = distributionId === undefined ? 'skipped' : 'done';
  for (const { doomed, gone } of changed.filter(({ gone }) => gone.kept.length === 0)) {
    const { recordingId, prefix } = doomed.recording.location;
    const last = lastItemOf(doomed);
    if (last !== undefined) await ports.deleteItem(last);
    const { objects, sizeBytes } = gone;
    outcome.deleted.push({ recordingId, prefix, objects, sizeBytes, items: doomed.items.length });
  }
}

const pathsOf = ({ recorded, made }: DoomedRecording): string[] => [`/${recorded.prefix}*`, `/${made.prefix}*`];

/** More of one recording fill the screen, and `--json` has them all. */
const mostKept = 10;

function report({ deleted, failed, invalidation }: Outcome, output: Context['output']): number {
  for (const { recordingId, objects, sizeBytes, items } of deleted)
    output.line(
      `Deleted ${recordingId}: ${countText(objects, 'object')} (${bytesText(sizeBytes)}), ${countText(items, 'item')} of the catalog.`,
      'good',
    );
  if (invalidation !== 'not reached')
    output.line(
      invalidation === 'done'
        ? 'CloudFront forgets what is gone within minutes.'
        : 'CloudFront: skipped, there is no distribution in this deployment.',
    );
  for (const { recordingId, objects, kept } of failed) {
    output.trouble(
      objects === 0
        ? `${recordingId} is not deleted, nothing of it: what was tried first could not be.`
        : `${recordingId} is deleted in part: ${countText(objects, 'object')} gone, ${kept.length} could not be. The catalog keeps the recording, and the same command does the rest.`,
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
