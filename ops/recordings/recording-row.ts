/** A recording as lists show it: for people, for spreadsheets, for programs. */
import type { CatalogExport } from '../../lambdas/shared/contract/catalog.ts';
import type { Mark } from '../terminal/output.ts';
import { clockText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import { type CatalogEntry, needsAttention, statusOf } from './catalog-entry.ts';

/** What a person reads. URLs come last, as they are long. */
export const recordingColumns: readonly Column<CatalogEntry>[] = [
  { title: 'Start (UTC)', text: ({ startedAt }) => timeText(startedAt) },
  { title: 'Recording', text: ({ recordingId }) => recordingId },
  { title: 'Channel', text: ({ recording, channelId }) => channelText(recording?.recording?.channelName, channelId) },
  { title: 'Duration', text: ({ recording }) => durationText(recording?.recording?.durationMs), isRight: true },
  { title: 'Status', text: statusText, mark: (entry) => marks[statusOf(entry)] },
  { title: 'Exports', text: ({ exports }) => exports.map(exportText).join(', ') || '-', mark: markOfExports },
  { title: 'Playback', text: ({ recording }) => recording?.playback?.url ?? '-' },
];

function statusText(entry: CatalogEntry): string {
  const { failure } = entry.recording ?? {};
  return failure === undefined ? statusOf(entry) : `${statusOf(entry)}: ${failure.name}`;
}

const marks: Readonly<Record<string, Mark>> = { playable: 'good', partial: 'warning', failed: 'bad', empty: 'faint' };

const exportText = ({ exportName, status }: CatalogExport): string => `${exportName} ${status}`;

function markOfExports({ exports }: CatalogEntry): Mark | undefined {
  if (exports.some(({ status }) => status === 'failed')) return 'bad';
  return exports.some(({ status }) => status === 'held') ? 'warning' : undefined;
}

/** What a spreadsheet gets: a row for a recording, several values in a cell with spaces between. */
export const recordingCells: readonly Pick<Column<CatalogEntry>, 'title' | 'text'>[] = [
  { title: 'startedAt', text: ({ startedAt }) => startedAt },
  { title: 'recordingId', text: ({ recordingId }) => recordingId },
  { title: 'channelId', text: ({ channelId }) => channelId },
  { title: 'channelName', text: ({ recording }) => recording?.recording?.channelName ?? '' },
  { title: 'durationSeconds', text: ({ recording }) => secondsText(recording?.recording?.durationMs) },
  { title: 'status', text: statusOf },
  { title: 'attention', text: (entry) => (needsAttention(entry) ? 'yes' : 'no') },
  { title: 'failure', text: ({ recording }) => recording?.failure?.name ?? '' },
  { title: 'playbackUrl', text: ({ recording }) => recording?.playback?.url ?? '' },
  {
    title: 'exports',
    text: ({ exports }) => exports.map(({ exportName, status }) => `${exportName}:${status}`).join(' '),
  },
  { title: 'exportUrls', text: ({ exports }) => exports.flatMap((item) => item.export?.url ?? []).join(' ') },
  { title: 'bucket', text: ({ recording }) => recording?.recording?.bucket ?? '' },
  { title: 'prefix', text: ({ recording }) => recording?.recording?.prefix ?? '' },
];

/** What a program gets. */
export function recordingJson(entry: CatalogEntry) {
  const { channelId, recordingId, startedAt, recording, exports } = entry;
  const { bucket, prefix, channelName, endedAt, durationMs, completeness } = recording?.recording ?? {};
  return {
    recordingId,
    channelId,
    channelName,
    startedAt,
    endedAt,
    durationMs,
    status: statusOf(entry),
    completeness,
    needsAttention: needsAttention(entry),
    failure: recording?.failure && { name: recording.failure.name, message: recording.failure.message },
    playbackUrl: recording?.playback?.url,
    bucket,
    prefix,
    exports: exports.map(({ exportName: name, status, export: file }) => ({
      name,
      status,
      url: file?.url,
      sizeBytes: file?.sizeBytes,
      durationMs: file?.durationMs,
    })),
  };
}

/** A time in UTC to the second, without the letters of RFC 3339; a text that is none stays as it is. */
export function timeText(time: string): string {
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? time : new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}

/** A name says more than an id, but only the id can be typed. */
export const channelText = (name: string | undefined, channelId: string): string =>
  name ? `${name} (${channelId})` : channelId;

export const durationText = (durationMs: number | undefined): string =>
  durationMs === undefined ? '-' : clockText(Math.round(durationMs / 1000));

export const secondsText = (durationMs: number | undefined): string =>
  durationMs === undefined ? '' : String(durationMs / 1000);
