import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readPageFiles } from '../../../local/page/page-files.ts';
import { daysPath } from '../../../local/page/serve-page.ts';
import type { PlaybackServer } from '../../../local/playback/server.ts';
import { startPageStand } from './page-stand.ts';

let directory: string;
let playback: PlaybackServer;

beforeAll(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-page-'));
  mkdirSync(path.join(directory, '_page'));
  writeFileSync(path.join(directory, 'index.html'), '<meta name="recordings-days" content=""><p>page</p>');
  writeFileSync(path.join(directory, '_page/page-ABC.js'), 'play()');
  writeFileSync(path.join(directory, '_page/page-ABC.js.tmp'), 'half of it');
  const files = readPageFiles(directory, { daysPath })!;
  playback = await startPageStand({ days: async () => ['2026-06-23'] }, files);
});
afterAll(async () => {
  await playback.stop();
  rmSync(directory, { recursive: true });
});

const get = (address: string, options?: RequestInit) => fetch(`${playback.url}${address}`, options);

test('the document may load nothing from elsewhere, knows where the days are told, and is asked for anew', async () => {
  const response = await get('/?recording=h7RkV3sNp8Ya');

  expect(await response.text()).toBe('<meta name="recordings-days" content="/local/days"><p>page</p>');
  const policy = response.headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toContain('unsafe');
  expect(policy).not.toContain('http');
  expect(response.headers.get('cache-control')).toBe('no-cache');
});

test('a script whose name holds its hash is kept for good', async () => {
  const response = await get('/_page/page-ABC.js');

  expect(await response.text()).toBe('play()');
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
  expect(response.headers.get('cache-control')).toContain('immutable');
});

test('the days of the recordings are told', async () => {
  expect(await (await get('/local/days')).json()).toEqual(['2026-06-23']);
});

test.each(['/_page/page-ABC.js.tmp', '/_page/../index.html', '/_page/other.js', '/index.html'])(
  '%s is not the page’s, so the distribution answers',
  async (address) => {
    expect((await get(address)).status).toBe(403);
  },
);

test('who sends something is not answered by the page', async () => {
  expect((await get('/', { method: 'POST' })).status).toBe(403);
});

test('a page that was not built is none', () => {
  expect(readPageFiles(path.join(directory, 'nowhere'), { daysPath })).toBeUndefined();
});
