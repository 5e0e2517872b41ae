/** A recording event as lists show it: for people, for spreadsheets, for programs. */
import type { Mark } from '../terminal/output.ts';
import type { Column } from '../terminal/table.ts';
import type { JudgedEvent } from './find-events.ts';
import type { Outcome } from './recording-event.ts';
import { channelText, durationText, secondsText, timeText } from './recording-row.ts';

/** What a person reads. */
export const eventColumns: readonly Column<JudgedEvent>[] = [
  { title: 'Time (UTC)', text: ({ time }) => timeText(time) },
  { title: 'Channel', text: ({ channelName, channelId }) => channelText(channelName, channelId) },
  { title: 'Event', text: ({ status, reason }) => (reason === undefined ? status : `${status}: ${reason}`) },
  { title: 'Duration', text: ({ durationMs }) => durationText(durationMs), isRight: true },
  { title: 'Recording', text: ({ location, prefix }) => location?.recordingId ?? (prefix || '-') },
  { title: 'What became of it', text: ({ outcome }) => outcomeTexts[outcome], mark: ({ outcome }) => marks[outcome] },
];

const outcomeTexts: Readonly<Record<Outcome, string>> = {
  'in-catalog': 'in the catalog',
  'not-in-catalog': 'NOT in the catalog',
  ended: 'ended',
  'not-ended': 'not ended, as far as IVS has told',
  'never-recorded': 'never recorded',
};

const marks: Readonly<Record<Outcome, Mark | undefined>> = {
  'in-catalog': 'good',
  'not-in-catalog': 'bad',
  ended: undefined,
  'not-ended': 'warning',
  'never-recorded': 'bad',
};

/** What a spreadsheet gets. */
export const eventCells: readonly Pick<Column<JudgedEvent>, 'title' | 'text'>[] = [
  { title: 'time', text: ({ time }) => time },
  { title: 'channelId', text: ({ channelId }) => channelId },
  { title: 'channelName', text: ({ channelName = '' }) => channelName },
  { title: 'event', text: ({ status }) => status },
  { title: 'reason', text: ({ reason = '' }) => reason },
  { title: 'durationSeconds', text: ({ durationMs }) => secondsText(durationMs) },
  { title: 'recordingId', text: ({ location }) => location?.recordingId ?? '' },
  { title: 'outcome', text: ({ outcome }) => outcome },
  { title: 'streamIds', text: ({ streamIds }) => streamIds.join(' ') },
  { title: 'bucket', text: ({ bucket }) => bucket },
  { title: 'prefix', text: ({ prefix }) => prefix },
  { title: 'eventId', text: ({ eventId }) => eventId },
];

/** What a program gets. */
export function eventJson({ location, status, ...event }: JudgedEvent) {
  return { ...event, event: status, recordingId: location?.recordingId };
}
