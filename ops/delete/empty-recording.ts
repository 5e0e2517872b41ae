/** Takes the objects of one recording away, in an order that leaves a true catalog wherever it has to stop. */
import { eventsFolderKey, metadataFileKey, metadataFileNames } from '../../lambdas/shared/contract/object-keys.ts';
import type { DeletePorts, DoomedObject, KeptObject } from './delete-ports.ts';
import type { DoomedFolder, DoomedRecording } from './plan-deletion.ts';

/** What deleting needs. */
export interface DeletionWork {
  readonly ports: DeletePorts;
  readonly signal: AbortSignal;
  /** Told of objects that are gone. */
  readonly onGone: (count: number, prefix: string) => void;
}

/** What became of one recording. */
export interface Emptied {
  objects: number;
  sizeBytes: number;
  /** Items of exports whose files are gone. */
  items: number;
  /** What could not be deleted; whatever would have come after it was not tried. */
  readonly kept: KeptObject[];
}

/**
 * One object of the media first: whoever may not delete any of them loses no export before that is known. Then what was
 * made of the recording, with the catalog's items of the exports, which are `ready` no more; then the media. Last the
 * metadata files, and of these last the one that tells the end, without which the recording would count as one that IVS
 * still writes, and the same command could not go on.
 */
export async function emptyRecording(doomed: DoomedRecording, work: DeletionWork): Promise<Emptied> {
  const { recorded, made } = doomed;
  const { prefix } = doomed.recording.location;
  const metadata = { ...recorded, prefix: eventsFolderKey(prefix) };
  const endKeys = new Set(metadataFileNames.map((name) => metadataFileKey(prefix, name)));
  const isMedia = ({ key }: DoomedObject) => !key.startsWith(metadata.prefix);
  const emptied: Emptied = { objects: 0, sizeBytes: 0, items: 0, kept: [] };
  const steps = [
    () => empty(recorded, isMedia, emptied, work, 1),
    () => empty(made, () => true, emptied, work),
    () => forgetExports(doomed, emptied, work),
    () => empty(recorded, isMedia, emptied, work),
    () => empty(metadata, ({ key }) => !endKeys.has(key), emptied, work),
    () => empty(metadata, () => true, emptied, work),
  ];
  for (const step of steps) {
    await step();
    if (emptied.kept.length > 0) break;
  }
  return emptied;
}

/** The item by which the recording is found: its own, or else that of an export. It goes when all else is gone. */
export const lastItemOf = ({ items }: DoomedRecording): DoomedRecording['items'][number] | undefined =>
  items.find(({ type }) => type === 'recording') ?? items.at(-1);

async function forgetExports(doomed: DoomedRecording, emptied: Emptied, { ports, signal }: DeletionWork) {
  const last = lastItemOf(doomed);
  for (const item of doomed.items) {
    if (item === last) continue;
    signal.throwIfAborted();
    await ports.deleteItem(item);
    emptied.items++;
  }
}

/** Deletes what is meant, at most so much of it. */
async function empty(
  { bucket, prefix }: DoomedFolder,
  isMeant: (object: DoomedObject) => boolean,
  emptied: Emptied,
  { ports, signal, onGone }: DeletionWork,
  most = Number.POSITIVE_INFINITY,
): Promise<void> {
  let left = most;
  for await (const page of ports.listObjects(bucket, prefix)) {
    const meant = page.filter(isMeant).slice(0, left);
    left -= meant.length;
    // A page of versions may hold as many delete markers beside them.
    for (let index = 0; index < meant.length; index += 1000) {
      signal.throwIfAborted();
      const batch = meant.slice(index, index + 1000);
      const kept = await ports.deleteObjects(bucket, batch);
      const keptKeys = new Set(kept.map(({ key }) => key));
      const removed = batch.filter(({ key }) => !keptKeys.has(key));
      emptied.kept.push(...kept);
      emptied.objects += removed.length;
      emptied.sizeBytes += removed.reduce((sum, object) => sum + object.sizeBytes, 0);
      onGone(removed.length, prefix);
    }
    if (left <= 0) return;
  }
}
