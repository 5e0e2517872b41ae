/** What viewers get, in a browser: the announced playback and the announced MP4, to their ends. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { type Browser, chromium, type Page } from 'playwright-core';
import { contentSecurityPolicy } from '../../lambdas/shared/contract/page.ts';
import { configurations } from '../local/system/configurations.ts';
import { type Change, putBack, without, withoutEndMarks } from '../local/system/sample-copies.ts';
import { Stage } from '../local/system/stage.ts';
import { startPageServer } from './page-server.ts';
import { pathOf, testWith } from './with-tool.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const executablePath = pathOf('Chromium');
const testInBrowser = testWith('Chromium');

const everyRendition = ['720p30', '480p30', '360p30', '160p30'];

let stage: Stage;
let pages: Awaited<ReturnType<typeof startPageServer>>;
let browser: Browser;
let urls: { playback: string; mp4: string };
let executionName: string;

beforeAll(async () => {
  if (executablePath === undefined) return;
  browser = await launch(executablePath);
  pages = await startPageServer();
  stage = await Stage.start({ configuration: configurations.withPage });
  const folder = await stage.addRecording('watched');
  const { item, exportItems, processed } = await stage.run(folder);
  executionName = processed.name;
  urls = { playback: item.playback.url, mp4: exportItems.archive.export.url };
});
afterAll(async () => {
  await browser?.close();
  await pages?.stop();
  await stage?.stop();
});

const launch = (file: string): Promise<Browser> =>
  chromium.launch({
    executablePath: file,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
    ],
  });

testInBrowser('the page of the system lists what was processed, and plays it', async () => {
  const page = await browser.newPage();
  await page.goto(stage.system.pageUrl ?? 'about:blank');
  await page.getByRole('link', { name: /^Local channel 20:12 UTC/ }).click();
  await page.getByRole('button', { name: 'Play the recording' }).click();
  await page.getByRole('link', { name: /archive MP4/ }).waitFor();
  const playing = "new Promise((resolve) => document.querySelector('video').addEventListener('timeupdate', resolve))";
  await page.evaluate(`${playing}.then(() => undefined)`);

  expect(await page.evaluate("document.querySelector('video').videoHeight")).toBeGreaterThan(0);
  await page.close();
});

testInBrowser(
  'the page as the cloud has it shows what can be played, and leads to the console for the rest',
  async () => {
    const failed = await stage.addRecording('hidden', without(...everyRendition.map((name) => `media/hls/${name}`)));
    await stage.run(failed, { exports: [] });
    const page = await browser.newPage({ viewport: { width: 360, height: 800 } });
    const complaints: string[] = [];
    const asked: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
    page.on('request', (request) => asked.push(request.url()));

    const document = await page.goto(`${stage.system.playbackUrl}/app`);
    await page.getByRole('button', { name: 'Show earlier recordings' }).waitFor();
    expect(await violationsOn(page)).toEqual([]);
    await page.getByLabel('Day (UTC)').fill('2026-06-23');
    await page.getByText('1 shown, that is all that can be played').waitFor();
    await page.getByRole('link', { name: /^Local channel 20:12 UTC/ }).click();
    await page.getByRole('button', { name: 'Play the recording' }).click();
    await page.evaluate(
      "new Promise((resolve) => document.querySelector('video').addEventListener('timeupdate', () => resolve(undefined)))",
    );
    const link = page.getByRole('navigation').getByRole('link', { name: 'AWS console' });

    expect(page.url()).toBe(`${stage.system.playbackUrl}/app/?recording=watched`);
    expect(document?.headers()).toMatchObject({
      'content-security-policy': contentSecurityPolicy,
      'x-frame-options': 'DENY',
      'cache-control': 'no-cache',
    });
    expect(await link.getAttribute('href')).toMatch(/^https:\/\/us-west-2\.console\.aws\.amazon\.com\/states\//);
    expect(await page.getByRole('region', { name: 'What happened' }).innerText()).toContain(executionName);
    expect(await page.getByRole('link', { name: 'What happened' }).count()).toBe(0);
    expect(asked.filter((url) => !/^blob:|\/(app|api|ivs)(\/|$)/.test(url))).toEqual([]);
    expect(asked.filter((url) => url.includes('include='))).toEqual([]);
    expect(await violationsOn(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect(complaints).toEqual([]);
    await page.close();
  },
);

testInBrowser('what failed is told, redriven and watched on the page, and nothing on it is in the way', async () => {
  const folder = await stage.addRecording('mended', without(...everyRendition.map((name) => `media/hls/${name}`)));
  const { processed } = await stage.run(folder, { exports: [] });
  const page = await browser.newPage();
  await page.goto(`${stage.system.pageUrl}?runs`);
  await page.getByRole('link', { name: processed.name, exact: true }).waitFor();
  await page.goto(`${stage.system.pageUrl}?recording=mended`);

  await page.getByRole('link', { name: 'See what happened' }).click();
  await page.getByText('Failed', { exact: true }).waitFor();
  expect(await page.locator('.node-failed').textContent()).toContain('ValidateRecording');
  for (const rendition of everyRendition) putBack(folder.directory, `media/hls/${rendition}`);
  await page.getByRole('button', { name: 'Redrive' }).click();
  await page.getByText('Succeeded', { exact: true }).waitFor();
  await page.getByRole('button', { name: /^RegisterPlayback/ }).click();

  expect(await page.getByRole('region', { name: 'RegisterPlayback' }).innerText()).toContain('"outcome": "playable"');
  expect(await page.locator('.node-succeeded').count()).toBeGreaterThan(4);
  expect(await violationsOn(page)).toEqual([]);
  await page.getByRole('link', { name: 'What happened' }).click();
  await page.getByText('Recording ready to play: Local channel').first().waitFor();
  expect(await violationsOn(page)).toEqual([]);
  await page.close();
});

testInBrowser('an IVS event that the page has had lost is made up for by S3’s notification', async () => {
  const page = await browser.newPage({ viewport: { width: 360, height: 800 }, colorScheme: 'dark' });
  await page.goto(`${stage.system.pageUrl}?runs`);
  const lose = page.getByRole('switch', { name: 'Lose the IVS event' });
  await lose.focus();
  await page.keyboard.press('Space');
  await page.getByText('Switched on: Lose the IVS event.').waitFor({ state: 'attached' });
  expect(await lose.getAttribute('aria-checked')).toBe('true');
  expect(await violationsOn(page)).toEqual([]);

  await page.getByRole('button', { name: 'Send the sample again' }).click();
  const [, recordingId = ''] = /recording (\w+)\./.exec(await page.getByText(/^Sent as/).innerText()) ?? [];
  await page.getByText('Off. Struck once.').waitFor();
  const { processed, item } = await stage.outcomeOf({ recordingId });

  expect([processed.status, item.status]).toEqual(['SUCCEEDED', 'playable']);
  expect(await lose.getAttribute('aria-checked')).toBe('false');
  await page.getByRole('listitem').filter({ hasText: processed.name }).getByText('Succeeded').first().waitFor();
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  await page.close();
});

async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate('axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + nodes[0].html))');
}

/** What the video element says in the end. */
interface Played {
  duration: number;
  currentTime: number;
  size: [width: number, height: number];
  levels?: number;
  /** Segments that hls.js loaded, `<rendition>/<file>`. */
  loaded?: string[];
  soughtTo?: number;
}

async function play(how: 'playHls' | 'playFile', ...args: [url: string, quality?: string]): Promise<Played> {
  const page = await browser.newPage();
  await page.goto(pages.url);
  const played = await page.evaluate<Played>(`${how}(...${JSON.stringify(args)})`);
  await page.close();
  return played;
}

testInBrowser('the announced playlist plays to its end with hls.js, from a page of another origin', async () => {
  const { levels, duration, currentTime } = await play('playHls', urls.playback);

  expect(levels).toBe(4);
  expect(Math.abs(duration - 29.995)).toBeLessThan(0.5);
  expect(duration - currentTime).toBeLessThan(0.5);
});

testInBrowser('the announced MP4 plays, can be searched, and ends', async () => {
  const { size, duration, currentTime, soughtTo } = await play('playFile', urls.mp4);

  expect(size).toEqual([1280, 720]);
  expect(Math.abs(duration - 29.995)).toBeLessThan(0.5);
  expect(soughtTo).toBeCloseTo(20, 0);
  expect(duration - currentTime).toBeLessThan(0.5);
});

/** The announced playlist of a recording that is not as it should be. */
async function spoiltPlayback(recordingId: string, spoil: Change): Promise<string> {
  const folder = await stage.addRecording(recordingId, spoil);
  const { item } = await stage.run(folder, { exports: [] });
  expect(item).toMatchObject({ status: 'playable', recording: { completeness: 'partial' } });
  return item.playback.url;
}

testInBrowser('a partial recording plays to its end, and skips what no rendition has', async () => {
  const url = await spoiltPlayback(
    'skipping',
    without(...everyRendition.map((rendition) => `media/hls/${rendition}/1.ts`)),
  );

  const { levels, duration, currentTime, loaded } = await play('playHls', url);

  expect(levels).toBe(4);
  expect(Math.abs(duration - 19.995)).toBeLessThan(0.5);
  expect(duration - currentTime).toBeLessThan(0.5);
  expect(new Set(loaded?.map((file) => file.split('/')[1]))).toEqual(new Set(['0.ts', '2.ts']));
});

testInBrowser('a partial recording plays whole in the highest quality, with what only a lower one has', async () => {
  const url = await spoiltPlayback('standingIn', without('media/hls/720p30/1.ts'));

  const { size, duration, currentTime, loaded } = await play('playHls', url, 'highest');

  expect(Math.abs(duration - 29.995)).toBeLessThan(0.5);
  expect(duration - currentTime).toBeLessThan(0.5);
  expect(loaded).toEqual(['720p30/0.ts', '480p30/1.ts', '720p30/2.ts']);
  expect(size).toEqual([1280, 720]);
});

testInBrowser('a partial recording plays whole while the player changes the quality with every segment', async () => {
  const url = await spoiltPlayback(
    'changing',
    without('media/hls/720p30/1.ts', 'media/hls/480p30/1.ts', 'media/hls/160p30/2.ts', 'media/hls/360p30/0.ts'),
  );

  const { duration, currentTime, loaded } = await play('playHls', url, 'changing');

  expect(Math.abs(duration - 29.995)).toBeLessThan(0.5);
  expect(duration - currentTime).toBeLessThan(0.5);
  expect(new Set(loaded?.map((file) => file.split('/')[1]))).toEqual(new Set(['0.ts', '1.ts', '2.ts']));
});

testInBrowser('a recording whose end IVS did not mark ends, instead of waiting for more', async () => {
  const url = await spoiltPlayback('ending', withoutEndMarks);

  const { duration, currentTime } = await play('playHls', url);

  expect(Math.abs(duration - 29.995)).toBeLessThan(0.5);
  expect(duration - currentTime).toBeLessThan(0.5);
});
