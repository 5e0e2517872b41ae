/** What viewers get, in a browser: the announced playback and the announced MP4, to their ends. */
import { afterAll, beforeAll, expect, jest } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { Stage } from '../local/system/stage.ts';
import { startPageServer } from './page-server.ts';
import { pathOf, testWith } from './with-tool.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const executablePath = pathOf('Chromium');
const testInBrowser = testWith('Chromium');

let stage: Stage;
let pages: Awaited<ReturnType<typeof startPageServer>>;
let browser: Browser;
let urls: { playback: string; mp4: string };

beforeAll(async () => {
  if (executablePath === undefined) return;
  browser = await launch(executablePath);
  pages = await startPageServer();
  stage = await Stage.start();
  const folder = await stage.addRecording('watched');
  const { item, exportItems } = await stage.run(folder);
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

/** What the video element says in the end. */
interface Played {
  duration: number;
  currentTime: number;
  size: [width: number, height: number];
  levels?: number;
  soughtTo?: number;
}

async function play(how: 'playHls' | 'playFile', url: string): Promise<Played> {
  const page = await browser.newPage();
  await page.goto(pages.url);
  const played = await page.evaluate<Played>(`${how}(${JSON.stringify(url)})`);
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
