/** What there is of recordings, before it is deleted. */
import { exportsFolderKey, metadataFileNames } from '../../lambdas/shared/contract/object-keys.ts';
import type { RecordingItem } from '../catalog/recording-items.ts';
import { isOf, runningWorkOn } from '../executions/running-work.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import type { FoundRecording } from '../named-recording/find-recording.ts';
import type { DeletePorts } from './delete-ports.ts';

/** Objects under one prefix. */
export interface DoomedFolder {
  readonly bucket: string;
  /** With its slash. */
  readonly prefix: string;
  readonly count: number;
  readonly sizeBytes: number;
}

/** Everything of one recording. */
export interface DoomedRecording {
  readonly recording: FoundRecording;
  /** What IVS has written. */
  readonly recorded: DoomedFolder;
  /** Exports and repaired playlists. */
  readonly made: DoomedFolder;
  readonly items: readonly RecordingItem[];
}

/** A stream lasts 48 h at most, then IVS begins another recording; an hour more for its files to come. */
const longestRecordingMs = 49 * 3_600_000;

/** @throws OperationRefusedError when something works on one of them, or IVS still writes one */
export async function planDeletion(
  recordings: readonly FoundRecording[],
  ports: DeletePorts,
  now: Date,
): Promise<DoomedRecording[]> {
  await demandIdle(recordings, ports);
  const { exportsBucket } = await ports.places();
  const planned: DoomedRecording[] = [];
  for (const recording of recordings) {
    const { bucket, location } = recording;
    await demandEnded(recording, ports, now);
    planned.push({
      recording,
      recorded: await measure(bucket, `${location.prefix}/`, ports),
      made: await measure(exportsBucket, exportsFolderKey(location), ports),
      items: await ports.readItems(location),
    });
  }
  return planned;
}

/** @throws OperationRefusedError when something works on one of them, be it that it is joined to another one */
export async function demandIdle(recordings: readonly FoundRecording[], ports: DeletePorts): Promise<void> {
  const locations = recordings.map(({ location }) => location);
  const [work] = await runningWorkOn(locations, await ports.machines(), ports);
  if (work === undefined) return;
  const { execution, recording } = work;
  const harm = isOf(execution.name, recording) ? 'would bring back what is deleted' : 'reads what is to be deleted';
  throw new OperationRefusedError(
    `${execution.name} works on ${recording.recordingId}, and ${harm}. Wait for its end (follow ${execution.name}), or stop it.`,
  );
}

async function demandEnded(
  { bucket, location }: FoundRecording,
  { findMetadata }: DeletePorts,
  now: Date,
): Promise<void> {
  const { prefix, startMinute, recordingId } = location;
  const files = await findMetadata({ bucket, prefix });
  const hasEnded = metadataFileNames.some((name) => files.has(name));
  if (files.size === 0 || hasEnded || now.getTime() - Date.parse(startMinute) > longestRecordingMs) return;
  throw new OperationRefusedError(
    `${recordingId} began at ${startMinute} and has not ended: IVS still writes it. Wait for its end.`,
  );
}

/** What there is under a prefix, which ends in a slash. */
export async function measure(
  bucket: string,
  prefix: string,
  { listObjects }: Pick<DeletePorts, 'listObjects'>,
): Promise<DoomedFolder> {
  let [count, sizeBytes] = [0, 0];
  for await (const page of listObjects(bucket, prefix)) {
    count += page.length;
    for (const object of page) sizeBytes += object.sizeBytes;
  }
  return { bucket, prefix, count, sizeBytes };
}
