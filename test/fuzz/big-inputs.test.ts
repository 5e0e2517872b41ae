/** Inputs that are too large, too deep or too long in one direction: each is taken or refused by name, in its time. */
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readRefusal } from '../../lambdas/plan-export/read-refusal.ts';
import { findFailure } from '../../lambdas/report-failure/failing-state.ts';
import { reportFailure } from '../../lambdas/report-failure/report-failure.ts';
import { parseListingPage } from '../../lambdas/shared/adapters/listing-page.ts';
import {
  parseBackfillInput,
  parseExecutionInput,
  parseExportInput,
} from '../../lambdas/shared/recording/parse-input.ts';
import { readPlaylistText } from '../../lambdas/shared/recording/read-playlist.ts';
import { readTrigger } from '../../lambdas/start-processing/read-trigger.ts';
import { validateRecording } from '../../lambdas/validate-recording/validate-recording.ts';
import { readXml } from '../../local/s3/xml-reader.ts';
import { readPlaylistFile } from '../../media/files/read-playlist-file.ts';
import { parseMediaPlaylist } from '../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../media/hls/multivariant-playlist.ts';
import { resolvePlaylistUri } from '../../media/hls/playlist-uri.ts';
import { makeRecording } from '../fixtures/make-recording.ts';
import { execution, makePorts } from '../fixtures/step-ports.ts';
import { makeStatusEvent, recording } from '../unit/report-failure/events.ts';
import { makeFakePorts } from '../unit/report-failure/fake-ports.ts';
import { entered, makeHistory } from '../unit/report-failure/histories.ts';

const MEGABYTE = 1_000_000;
const deep = '['.repeat(100_000) + ']'.repeat(100_000);
const deepValue: unknown = JSON.parse(deep);

/** The name of an error, with its reason if it has one, or `taken`. */
async function outcomeOf(act: () => unknown): Promise<string> {
  try {
    await act();
    return 'taken';
  } catch (error) {
    const { name, reason } = error as { name: string; reason?: string };
    return reason === undefined ? name : `${name} ${reason}`;
  }
}

const head = '#EXTM3U\n#EXT-X-TARGETDURATION:1\n';

test.each([
  ['segments', '#EXTINF:1,\na\n', 'PlaylistInvalidError too-many-segments'],
  ['comments', '# nothing\n', 'taken'],
  ['one line', 'x', 'PlaylistInvalidError segment-without-extinf'],
  ['blank lines', '\n', 'taken'],
])('a playlist of 100 MB, all %s', async (_, unit, expected) => {
  expect(await outcomeOf(() => parseMediaPlaylist(head + unit.repeat((100 * MEGABYTE) / unit.length)))).toBe(expected);
});

test('a step does not so much as read a playlist of 100 MB', async () => {
  const readText = async () => ({ sizeBytes: 100 * MEGABYTE, text: undefined });

  expect(await outcomeOf(() => readPlaylistText({ bucket: 'b', key: 'k' }, readText))).toBe('RecordingDamagedError');
});

test('nor does the export on disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'big-'));
  const path = join(folder, 'playlist.m3u8');
  const file = await open(path, 'w');
  // Without blocks: it takes no room on the disk.
  await file.truncate(100 * MEGABYTE);
  await file.close();

  const outcome = await outcomeOf(() => readPlaylistFile(path));
  await rm(folder, { recursive: true });

  expect(outcome).toBe('InputRefusedError playlist-too-large');
});

test('a multivariant playlist of a million variants is refused, and nothing is asked for in their names', async () => {
  const text = `#EXTM3U\n${Array.from({ length: 1_000_000 }, (_, index) => `#EXT-X-STREAM-INF:BANDWIDTH=1\n${index}/p.m3u8`).join('\n')}`;
  const made = makeRecording().putText('media/hls/master.m3u8', text);

  const outcome = await outcomeOf(() =>
    validateRecording({ input: { recording: made.reference }, execution }, makePorts(made)),
  );

  expect(await outcomeOf(() => parseMultivariantPlaylist(text))).toBe('PlaylistInvalidError too-many-streams');
  expect(outcome).toBe('RecordingDamagedError');
  expect(made.storage.requests.length).toBeLessThan(10);
});

test.each([
  ['a URI', (line: string) => resolvePlaylistUri('folder', line), 'PlaylistUriOutsideError too-long'],
  [
    'an EXTINF',
    (line: string) => parseMediaPlaylist(`${head}#EXTINF:${line}\na.ts\n`),
    'PlaylistInvalidError extinf-malformed',
  ],
  ['a segment', (line: string) => parseMediaPlaylist(`${head}#EXTINF:1,\n${line}\n`), 'taken'],
  [
    'attributes',
    (line: string) => parseMultivariantPlaylist(`#EXTM3U\n#EXT-X-STREAM-INF:${line}\n`),
    'PlaylistInvalidError attribute-list-malformed',
  ],
  ['a listing', (line: string) => parseListingPage(`<Contents>${line}</ListBucketResult>`), 'ListingTruncatedError'],
  ['a tag that is never closed', (line: string) => readXml(`<${line}`), 'S3Error'],
  ['a refusal', (line: string) => readRefusal({ Error: line, Cause: line }), 'taken'],
  ['an event', (line: string) => readTrigger({ surprise: line }), 'EventUnreadableError'],
  ['an input', (line: string) => parseExecutionInput({ [line]: line }), 'ExecutionInputInvalidError'],
])('10 MB in one line, as %s', async (_, read, expected) => {
  expect(await outcomeOf(() => read('x'.repeat(10 * MEGABYTE)))).toBe(expected);
});

test('a metadata file of 10 MB is not read', async () => {
  const made = makeRecording();
  made.storage.put(made.key('events/recording-ended.json'), { sizeBytes: 10 * MEGABYTE, text: '' });

  const outcome = await outcomeOf(() =>
    validateRecording({ input: { recording: made.reference }, execution }, makePorts(made)),
  );

  expect(outcome).toBe('RecordingMetadataInvalidError');
});

const { ports } = makeFakePorts();

test.each<[string, () => unknown, string]>([
  ['an event', () => readTrigger(deepValue), 'EventUnreadableError'],
  ['records of S3', () => readTrigger({ Records: deepValue }), 'EventUnreadableError'],
  ["an operator's metadata", () => readTrigger({ recording, metadata: { deepValue } }), 'EventUnreadableError'],
  ['an input', () => parseExecutionInput(deepValue), 'ExecutionInputInvalidError'],
  ["an input's metadata", () => parseExportInput({ recording, metadata: { deepValue } }), 'ExecutionInputInvalidError'],
  ['exports', () => parseExecutionInput({ recording, exports: deepValue }), 'ExecutionInputInvalidError'],
  ['a backfill', () => parseBackfillInput({ since: deepValue }), 'ExecutionInputInvalidError'],
  ['a status event', () => reportFailure(deepValue, ports), 'EventUnreadableError'],
  ["a failed execution's input", () => reportFailure(makeStatusEvent({ input: deep }), ports), 'taken'],
  ["a failed execution's cause", () => reportFailure(makeStatusEvent({ cause: deep }), ports), 'taken'],
  [
    "a failed execution's metadata",
    () => reportFailure(makeStatusEvent({ input: `{"metadata":{"a":${deep}}}` }), ports),
    'taken',
  ],
  ["MediaConvert's refusal", () => readRefusal({ Error: 'States.TaskFailed', Cause: `{"Job":${deep}}` }), 'taken'],
])('JSON that is nested 100,000 deep, as %s', async (_, read, expected) => {
  expect(await outcomeOf(read)).toBe(expected);
});

test('a metadata file that is nested 30,000 deep, which is as deep as one may be', async () => {
  const made = makeRecording().putText('events/recording-ended.json', '['.repeat(30_000) + ']'.repeat(30_000));

  const outcome = await outcomeOf(() =>
    validateRecording({ input: { recording: made.reference }, execution }, makePorts(made)),
  );

  expect(outcome).toBe('RecordingMetadataInvalidError');
});

test('a history of 25,000 states, none of which was left, which is as long as one may be', () => {
  const history = makeHistory(...Array.from({ length: 25_000 }, (_, index) => entered(`S${index}`)), {
    type: 'ExecutionAborted',
  });

  const { state } = findFailure(history, { status: 'ABORTED', redriveCount: 0 });

  expect(state?.split(', ')).toHaveLength(25_000);
});
