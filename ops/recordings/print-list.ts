/** `recordings list`. */

import type { CatalogPages, Span } from '../catalog/catalog-pages.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { ProgressBar } from '../terminal/progress-bar.ts';
import { countText } from '../terminal/quantities.ts';
import { findRecordings, type RecordingWish } from './list-recordings.ts';
import { recordingCells, recordingColumns, recordingJson } from './recording-row.ts';

/** Lists what is there; resolves to the exit code. */
export async function printList(
  wish: RecordingWish,
  isCsv: boolean,
  { pages, wait }: { readonly pages: CatalogPages; readonly wait: Pick<ProgressBar, 'stop'> },
  { output, clock, signal, programName }: Pick<CommandContext, 'output' | 'clock' | 'signal' | 'programName'>,
): Promise<number> {
  const { entries, isTruncated, unreadable } = await findRecordings(wish, pages, clock.now(), signal).finally(() =>
    wait.stop(),
  );
  output.json({
    since: wish.since.toISOString(),
    until: wish.until.toISOString(),
    isTruncated,
    recordings: entries.map(recordingJson),
  });
  if (isCsv) output.csv(recordingCells, entries);
  else if (entries.length > 0) output.table(recordingColumns, entries);
  if (entries.length === 0) {
    const isAttention = wish.status === 'attention';
    const of = wish.channelId === undefined ? '' : `of ${wish.channelId}`;
    const what = [isAttention ? '' : (wish.status ?? ''), 'recordings', of].filter(Boolean).join(' ');
    // Standard output belongs to the spreadsheet.
    const tell = isCsv ? output.note : output.line;
    tell(`No ${what} in the catalog that began ${spanText(wish)}${isAttention ? ' need attention' : ''}.`);
    tell(`What IVS has told of: ${programName} recordings events`);
  }
  if (isTruncated) output.note(`There are more than ${wish.limit}: raise --limit, or choose an earlier --until.`);
  if (unreadable.length > 0)
    output.trouble(`${countText(unreadable.length, 'item')} of the catalog could not be read: ${keysOf(unreadable)}.`);
  return entries.length === 0 ? exitCodes.nothingToDo : exitCodes.done;
}

/** `between … and …`, in UTC. */
export const spanText = ({ since, until }: Span): string =>
  `between ${since.toISOString().slice(0, 16)}Z and ${until.toISOString().slice(0, 16)}Z`;

const keysOf = (items: readonly { readonly [name: string]: unknown }[]): string =>
  items
    .slice(0, 5)
    .map(({ channelId, recordingKey }) => `${String(channelId)} ${String(recordingKey)}`)
    .join(', ');
