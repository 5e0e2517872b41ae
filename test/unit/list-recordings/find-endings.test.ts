import { expect, test } from '@jest/globals';
import { type Found, findEndings } from '../../../lambdas/list-recordings/find-endings.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { bucket, prefixOf } from './fake-bucket.ts';

const until = new Date('2026-06-25T12:00:00Z');
const written = new Date('2026-06-23T21:00:00Z');
const location = parseRecordingPrefix(prefixOf({ startedAt: '2026-06-23T20:12:00Z' }))!;

/** How a recording with these metadata files stands. */
async function find(...files: string[]): Promise<Found | undefined> {
  async function* recordings() {
    yield { bucket, location };
  }
  for await (const found of findEndings(recordings(), until, async () => new Map(files.map((file) => [file, written]))))
    return found;
  return undefined;
}

test.each([
  ['recording-ended.json', ['recording-started.json', 'recording-ended.json']],
  ['recording-failed.json', ['recording-started.json', 'recording-failed.json']],
  ['recording-ended.json', ['recording-failed.json', 'recording-ended.json']],
])('%s marks the end among %j', async (fileName, files) => {
  expect(await find(...files)).toMatchObject({ ending: 'ended', end: { fileName, writtenAt: written } });
});

test.each([
  ['the file of the beginning alone', ['recording-started.json']],
  ['a file that only begins so', ['recording-ended.json.bak', 'recording-started.json']],
  ['nothing', []],
])('%s marks no end', async (_what, files) => {
  expect(await find(...files)).toMatchObject({ ending: 'unfinished', end: undefined });
});
