/** The calls that the views make. */
import type { ListFilter } from '../navigation/route.ts';
import { askApi } from './ask-api.ts';
import { readDays } from './known-days.ts';
import { type ListDay, listNewest } from './newest-recordings.ts';
import type { Recording, RecordingsPage } from './recording.ts';

/** One page of recordings; `before` is the `next` of the page before. A channel's are narrowed to a day here. */
export async function listRecordings(
  { channelId, day }: ListFilter,
  before: string | undefined,
  signal: AbortSignal,
): Promise<RecordingsPage> {
  if (day !== undefined) {
    const page = await listDay(day, before, signal);
    const isWanted = (recording: Recording) => channelId === undefined || recording.channelId === channelId;
    return { ...page, recordings: page.recordings.filter(isWanted) };
  }
  if (channelId !== undefined) {
    return askForPage(`/api/channels/${encodeURIComponent(channelId)}/recordings`, { before }, signal);
  }
  return listNewest(await readDays(signal), listDay, before, signal);
}

const listDay: ListDay = (day, before, signal) => askForPage('/api/recordings', { day, before }, signal);

function askForPage(
  path: string,
  { day, before }: { readonly day?: string; readonly before: string | undefined },
  signal: AbortSignal,
): Promise<RecordingsPage> {
  const query = { ...(day && { day }), ...(before && { before }), ...everything };
  return askApi(`${path}?${new URLSearchParams(query)}`, isPage, signal);
}

/** One recording, by its id. */
export const readRecording = (recordingId: string, signal: AbortSignal): Promise<Recording> =>
  askApi(`/api/recordings/${encodeURIComponent(recordingId)}?${new URLSearchParams(everything)}`, isRecording, signal);

/** On a laptop also what cannot be played, and why; elsewhere it changes nothing. */
const everything = { include: 'all' } as const;

const isPage = (answer: unknown): answer is RecordingsPage =>
  typeof answer === 'object' && answer !== null && 'recordings' in answer && Array.isArray(answer.recordings);

const isRecording = (answer: unknown): answer is Recording =>
  typeof answer === 'object' && answer !== null && 'recordingId' in answer && 'exports' in answer;
