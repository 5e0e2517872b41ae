/** Whether recordings may stand in one file, as far as their places and metadata tell. */
import { ExportJoinInvalidError } from '../shared/contract/errors.ts';
import type { ExportInput } from '../shared/contract/execution-input.ts';
import { requireServed, type ServedRecording, type ServedRecordings } from '../shared/recording/served-recording.ts';
import type { ExportSource } from './export-source.ts';

/**
 * All recordings of an export, in their order. That they are of one channel, and none twice, the input's schema has seen
 * to; each is checked for itself all the same.
 *
 * @throws BucketNotConfiguredError, ChannelNotConfiguredError
 */
export function requireAllServed(
  { recording, joinWith = [] }: Pick<ExportInput, 'recording' | 'joinWith'>,
  served: ServedRecordings,
): [ServedRecording, ...ServedRecording[]] {
  const others = joinWith.map((prefix) => requireServed({ bucket: recording.bucket, prefix }, served));
  return [requireServed(recording, served), ...others];
}

/**
 * A prefix tells the minute; the metadata file tells the second, and when the recording before ended.
 * @throws {@link ExportJoinInvalidError} when a recording begins before the one in front of it
 */
export function requireOrder(sources: readonly ExportSource[]): void {
  for (const [index, source] of sources.entries()) {
    const before = sources[index - 1];
    if (before === undefined) continue;
    const startedAt = source.metadata.recording_started_at;
    const startedBefore = before.metadata.recording_started_at;
    if (Date.parse(startedAt) > Date.parse(startedBefore)) continue;
    throw new ExportJoinInvalidError(
      `The recording ${source.recording.prefix} began at ${startedAt}, not after ${before.recording.prefix} (${startedBefore}), which it is to follow. Start a new execution with the recordings in their order.`,
    );
  }
}
