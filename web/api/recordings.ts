/** The calls that the views make. */
import type { ListFilter } from '../navigation/route.ts';
import { askApi } from './ask-api.ts';
import { recordingFromHere } from './from-here.ts';
import { readDays } from './known-days.ts';
import { type ListDay, listNewest } from './newest-recordings.ts';
import type { Recording, RecordingsPage } from './recording.ts';
import { isPlayableOnly } from './told.ts';

/** One page of recordings; `before` is the `next` of the page before. */
export async function listRecordings(
  { channelId, day }: ListFilter,
  before: string | undefined,
  signal: AbortSignal,
): Promise<RecordingsPage> {
  if (channelId !== undefined) {
    return askForPage(`/api/channels/${encodeURIComponent(channelId)}/recordings`, { day, before }, signal);
  }
  if (day !== undefined) return listDay(day, before, signal);
  return listNewest(await readDays(signal), listDay, before, signal);
}

const listDay: ListDay = (day, before, signal) => askForPage('/api/recordings', { day, before }, signal);

async function askForPage(
  path: string,
  { day, before }: { readonly day?: string | undefined; readonly before: string | undefined },
  signal: AbortSignal,
): Promise<RecordingsPage> {
  const query = queryOf({ ...(day && { day }), ...(before && { before }) });
  const page = await askApi(`${path}${query}`, isPage, signal);
  return { ...page, recordings: page.recordings.map(recordingFromHere) };
}

/** One recording, by its id. */
export const readRecording = async (recordingId: string, signal: AbortSignal): Promise<Recording> =>
  recordingFromHere(
    await askApi(`/api/recordings/${encodeURIComponent(recordingId)}${queryOf({})}`, isRecording, signal),
  );

/** On a laptop also what cannot be played is asked for, and why. */
function queryOf(fields: Readonly<Record<string, string>>): string {
  const query = String(new URLSearchParams({ ...fields, ...(isPlayableOnly() ? {} : { include: 'all' }) }));
  return query === '' ? '' : `?${query}`;
}

const isPage = (answer: unknown): answer is RecordingsPage =>
  typeof answer === 'object' && answer !== null && 'recordings' in answer && Array.isArray(answer.recordings);

const isRecording = (answer: unknown): answer is Recording =>
  typeof answer === 'object' && answer !== null && 'recordingId' in answer && 'exports' in answer;
