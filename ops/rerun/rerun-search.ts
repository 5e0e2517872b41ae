/** What `rerun` is to look for. */
import type { TimeSpan } from '../../lambdas/shared/contract/backfill-input.ts';
import { isSameRecording, type RecordingIds } from '../../lambdas/shared/contract/execution-name.ts';

/** See the file's comment. */
export interface RerunSearch {
  /** When it ended, or was held back. */
  readonly span: TimeSpan;
  /** Of the recordings; empty: every channel. */
  readonly channelIds: readonly string[];
  /** Empty: every recording. */
  readonly recordings: readonly RecordingIds[];
}

/** Whether that is meant. @param ids `undefined` of what does not tell its recording */
export function isMeant(
  ids: RecordingIds | undefined,
  at: Date,
  { span, channelIds, recordings }: RerunSearch,
): boolean {
  if (at < span.since || at > span.until) return false;
  if (ids === undefined) return channelIds.length === 0 && recordings.length === 0;
  if (channelIds.length > 0 && !channelIds.includes(ids.channelId)) return false;
  return recordings.length === 0 || recordings.some((recording) => isSameRecording(recording, ids));
}
