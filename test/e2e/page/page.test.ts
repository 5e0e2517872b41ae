/** The page in a browser, with recorded answers of the API: what a viewer sees, hears of, and can do by keys alone. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Locator, type Page } from 'playwright-core';
import { operatorRecordingSchema } from '../../../lambdas/shared/contract/api.ts';
import { pageDirectory } from '../../../local/page/page-files.ts';
import { EXECUTION_ARN } from '../../local/states/rig.ts';
import { pathOf, testWith } from '../with-tool.ts';
import { type RecordedSystem, startRecordedSystem } from './page-server.ts';
import { makeFailed, makePartial, makeShown, mediaPath } from './shown-recordings.ts';

jest.setTimeout(60_000);

const executablePath = pathOf('Chromium');
const testInBrowser = testWith('Chromium');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const recordings = [
  makeShown('wholeOne'),
  makePartial('partialOne', { startedAt: '2026-06-23T18:02:00Z', channelId: 'AsXego4U6tnj', channelName: 'news' }),
  makeFailed('failedOne', { startedAt: '2026-06-23T16:30:00Z', channelId: 'Cd5TzL9cWx2d', channelName: 'chess' }),
  makeShown('heldOne', {
    startedAt: '2026-06-22T21:00:00Z',
    unfinishedExports: [{ name: 'social', status: 'held', hold: 'The 600 minutes of the day are used up.' }],
  }),
  ...Array.from({ length: 14 }, (_, index) =>
    makeShown(`old${index}`, { startedAt: `2026-06-20T${String(23 - index)}:00:00Z` }),
  ),
];

let system: RecordedSystem;
let browser: Browser;
let page: Page;
/** What the browser had to complain about. */
let complaints: string[];

beforeAll(async () => {
  if (executablePath === undefined) return;
  system = await startRecordedSystem(recordings);
  browser = await chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
    ],
  });
});
beforeEach(async () => {
  if (executablePath !== undefined) await openPage();
});
afterEach(async () => {
  if (executablePath === undefined) return;
  system.recordings = recordings;
  system.failing = undefined;
  await page.context().close();
  expect(complaints).toEqual([]);
});
afterAll(async () => {
  await browser?.close();
  await system?.stop();
});

/** A browser of its own: storage and size. Whatever goes to another host, or to the console, is a complaint. */
async function openPage(options: BrowserContextOptions = {}): Promise<void> {
  await page?.context().close();
  complaints = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // That an answer was a refusal, the browser tells by itself; these tests cause it.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      complaints.push(message.text());
    }
  });
  page.on('request', (request) => {
    if (!request.url().startsWith(system.url) && !request.url().startsWith('blob:')) complaints.push(request.url());
  });
}

const show = (address: string) => page.goto(`${system.url}${address}`);
const card = (name: string) => page.getByRole('listitem').filter({ has: page.getByRole('heading', { name }) });
const textOf = async (place: Locator) => (await place.innerText()).replaceAll(/\s+/g, ' ');
const video = () => page.locator('video');
/** Resolves once the video is as wanted; the page's policy lets no test evaluate text over and over. */
async function videoBecomes(condition: string, event: string): Promise<void> {
  await video().waitFor();
  await page.evaluate(`new Promise((resolve) => {
    const video = document.querySelector('video');
    const look = () => (${condition}) && resolve(undefined);
    video.addEventListener('${event}', look);
    look();
  })`);
}
const hasPicture = () => videoBecomes('video.readyState >= 2', 'canplay');
const isAt = (seconds: number) => videoBecomes(`Math.abs(video.currentTime - ${seconds}) < 0.2`, 'seeked');
const ofVideo = (property: string) => page.evaluate<number>(`document.querySelector('video').${property}`);

test('the recorded answers are such as the API gives', () => {
  for (const recording of recordings) expect(operatorRecordingSchema.parse(recording)).toEqual(recording);
});

test('the page with its player weighs less than 250 KB', () => {
  const directory = path.join(pageDirectory, '_page');
  const sizes = readdirSync(directory).map((name) => gzipSync(readFileSync(path.join(directory, name))).length);

  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(250_000);
});

testInBrowser('the list shows days, lengths, completeness and downloads', async () => {
  await show('/');
  await card('evening-show 20:12 UTC').waitFor();

  expect(await page.title()).toBe('Recordings');
  expect((await page.getByRole('heading', { level: 2 }).allInnerTexts()).map((text) => text.split('\n')[0])).toEqual([
    'Tuesday, 23 June 2026',
    'Monday, 22 June 2026',
    'Saturday, 20 June 2026',
  ]);
  expect(await textOf(card('evening-show 20:12 UTC'))).toMatch(/0:30 .*Complete .*archive MP4, 1.9 MB/);
  expect(await textOf(card('news'))).toMatch(/0:20 .*Partial/);
  expect(await textOf(card('chess'))).toContain('Failed');
  expect(
    await card('news')
      .getByRole('link', { name: /Download archive/ })
      .getAttribute('download'),
  ).toBe('archive.mp4');
});

testInBrowser('a pointer that moves over a picture runs through the recording', async () => {
  await show('/');
  const picture = card('evening-show 20:12 UTC').locator('.card-picture');
  const { x, y, width } = (await picture.boundingBox())!;
  const seen: (string | null)[] = [];

  for (const part of [0.1, 0.5, 0.9]) {
    await page.mouse.move(x + width * part, y + 40);
    seen.push(await picture.locator('img').getAttribute('src'));
  }

  expect(seen).toEqual([0, 1, 2].map((index) => `${mediaPath('wholeOne')}/thumbnails/thumb${index}.jpg`));
});

testInBrowser('a finger that moves over a picture runs through the recording too, and opens nothing', async () => {
  await openPage({ hasTouch: true, viewport: { width: 360, height: 800 } });
  await show('/');
  const picture = card('evening-show 20:12 UTC').locator('.card-picture');
  const { x, y, width } = (await picture.boundingBox())!;
  const finger = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...parts: number[]) =>
    finger.send('Input.dispatchTouchEvent', {
      type,
      touchPoints: parts.map((part) => ({ x: x + width * part, y: y + 40 })),
    });

  await touch('touchStart', 0.05);
  for (const part of [0.2, 0.4, 0.6, 0.8, 0.9]) await touch('touchMove', part);
  await picture.locator('img[src$="thumb2.jpg"]').waitFor();
  await touch('touchEnd');
  await picture.locator('img[src$="thumb0.jpg"]').waitFor();

  expect(page.url()).toBe(`${system.url}/`);
});

testInBrowser('with the Tab key and Enter alone one gets from the list into a recording, and plays it', async () => {
  await show('/');
  await card('chess').waitFor();
  const focused = () =>
    page.evaluate<string>("document.activeElement.getAttribute('aria-label') ?? document.activeElement.innerText");
  const tabTo = async (wanted: RegExp) => {
    for (let step = 0; step < 30; step++) {
      await page.keyboard.press('Tab');
      const name = (await focused()).replaceAll(/\s+/g, ' ');
      if (wanted.test(name)) return name;
    }
    throw new Error(`The Tab key does not lead to ${wanted}`);
  };

  await tabTo(/^Skip to content$/);
  await page.keyboard.press('Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('content');
  await tabTo(/^evening-show 20:12 UTC/);
  await page.keyboard.press('Enter');
  await hasPicture();
  await tabTo(/^Play the recording$/);
  await page.keyboard.press('Enter');
  await videoBecomes('!video.paused && video.currentTime > 0.1', 'timeupdate');
  await tabTo(/^Pause$/);
  await page.keyboard.press('Enter');
  await videoBecomes('video.paused', 'pause');
  await tabTo(/^Download archive/);
});

testInBrowser('a channel and a day narrow the list, by an address that can be shared and gone back from', async () => {
  await show('/');
  await card('chess').waitFor();

  await page.getByLabel('Channel').selectOption('chess');
  await page.waitForURL('**/?channel=Cd5TzL9cWx2d');
  await page.locator('.card').nth(1).waitFor({ state: 'detached' });
  // Until its list is there, the channel goes by its id.
  await page.locator('//title[. = "Recordings of chess"]').waitFor({ state: 'attached' });
  const asked = page.waitForRequest(/\/api\/channels\/Cd5TzL9cWx2d\/recordings\?day=2026-06-22/);
  await page.getByLabel('Day (UTC)').fill('2026-06-22');
  await asked;
  await page.waitForURL('**/?channel=Cd5TzL9cWx2d&day=2026-06-22');
  await page.getByText('No recording fits').waitFor();
  await page.goBack();
  await card('chess').waitFor();
  await page.reload();
  await card('chess').waitFor();

  expect(await page.locator('.card').count()).toBe(1);
});

testInBrowser('earlier recordings come when they are asked for, to the last, and each once', async () => {
  await show('/');
  await page.getByText('16 shown').waitFor();

  await page.getByRole('button', { name: 'Show earlier recordings' }).click();
  await page.getByText('18 shown, that is all of them').waitFor();

  const addresses = await page
    .locator('.card-link')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  expect(new Set(addresses).size).toBe(18);
});

testInBrowser(
  'what browsers of the year before lack, and a browser that keeps nothing, is in nobody’s way',
  async () => {
    await page.addInitScript(() => {
      Reflect.deleteProperty(Map, 'groupBy');
      Reflect.deleteProperty(Object, 'groupBy');
      Reflect.deleteProperty(Promise, 'withResolvers');
      Reflect.deleteProperty(URLSearchParams.prototype, 'size');
      Object.defineProperty(globalThis, 'localStorage', {
        get: () => {
          throw new DOMException('Access is denied for this document.', 'SecurityError');
        },
      });
    });
    await show('/');
    await card('chess').waitFor();
    await card('evening-show 20:12 UTC')
      .getByRole('link', { name: /evening-show 20:12/ })
      .click();

    await hasPicture();
  },
);

testInBrowser('a list that cannot be had says so, and tries again', async () => {
  system.failing = '/api/';
  await show('/');
  await page.getByRole('alert').getByText('The catalog does not answer').waitFor();
  system.failing = undefined;

  await page.getByRole('button', { name: 'Try again' }).click();

  await card('chess').waitFor();
});

testInBrowser('a view that fails of what it is told says so, and another view is there all the same', async () => {
  system.recordings = [makeShown('timeless', { startedAt: 'never' })];
  await show('/');
  await page.getByRole('alert').getByText('This view has failed').waitFor();

  await page.getByRole('link', { name: 'What happened' }).click();

  await page.getByRole('heading', { name: 'Executions' }).waitFor();
});

testInBrowser('a system without recordings says that they will come', async () => {
  system.recordings = [];
  await show('/');

  await page.getByText('Nothing has been recorded yet').waitFor();
});

testInBrowser('a recording plays to its end, and then again', async () => {
  await show('/');
  await card('evening-show 20:12 UTC')
    .getByRole('link', { name: /evening-show 20:12/ })
    .click();
  await hasPicture();
  expect(await page.title()).toBe('evening-show, Tuesday, 23 June 2026, 20:12 UTC');
  expect(await page.evaluate('document.activeElement.tagName')).toBe('H1');

  await page.keyboard.press('9');
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Play again' }).waitFor();

  expect(await ofVideo('currentTime')).toBeGreaterThan(29.5);
  expect(await page.getByLabel('Place in the recording').getAttribute('aria-valuetext')).toMatch(/ of 30 seconds$/);
});

testInBrowser('keys and the seek bar lead anywhere, and a picture shows where', async () => {
  await show('/?recording=wholeOne');
  await hasPicture();

  await page.keyboard.press('5');
  await isAt(15);
  await page.keyboard.press('l');
  await isAt(25);
  await page.keyboard.press('ArrowLeft');
  await isAt(20);
  await page.keyboard.press('j');
  await isAt(10);
  const bar = (await page.locator('.seek').boundingBox())!;
  await page.mouse.move(bar.x + bar.width * 0.8, bar.y + bar.height / 2);
  expect(await page.locator('.seek-preview img').getAttribute('src')).toMatch(/thumb2\.jpg$/);
  await page.mouse.down();
  await page.mouse.up();

  await isAt(24);
});

testInBrowser('sound, speed and the table of keys obey keys, and the keys can be kept inside the player', async () => {
  await show('/?recording=wholeOne');
  await hasPicture();

  await page.keyboard.press('m');
  await page.getByRole('button', { name: 'Sound on' }).waitFor();
  await page.keyboard.press('Shift+>');
  expect(await page.getByLabel('Speed').inputValue()).toBe('1.25');
  await page.getByLabel('Speed').selectOption('2');
  expect(await ofVideo('playbackRate')).toBe(2);
  await page.locator('h1').focus();
  await page.keyboard.press('?');
  await page.getByLabel(/also hold while the focus is outside/).uncheck();
  await page.keyboard.press('Escape');
  await page.locator('h1').focus();
  await page.keyboard.press('5');
  await page.getByLabel('Place in the recording').focus();
  await page.keyboard.press('ArrowRight');

  await isAt(5);
});

testInBrowser('a quality that is chosen is what is loaded', async () => {
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await show('/?recording=wholeOne');
  await hasPicture();

  await page.getByLabel('Quality').selectOption('160p30');
  await page.locator('h1').focus();
  await page.keyboard.press('5');
  await videoBecomes('video.videoHeight === 160', 'resize');

  expect(await page.getByLabel('Quality').locator('option').allInnerTexts()).toEqual([
    'Auto',
    '720p30',
    '480p30',
    '360p30',
    '160p30',
  ]);
  expect(loaded.some((url) => url.endsWith('160p30/1.ts'))).toBe(true);
});

testInBrowser('a link to a moment begins there, and the one that is copied leads back', async () => {
  await openPage({ permissions: ['clipboard-read', 'clipboard-write'] });
  await show('/?recording=wholeOne#t=12');
  await hasPicture();
  await isAt(12);

  await page.keyboard.press('l');
  await isAt(22);
  await page.keyboard.press('c');
  await page.getByText('Link to 0:22 copied').waitFor();

  const link = await page.evaluate<string>('navigator.clipboard.readText()');
  expect(link).toBe(`${system.url}/?recording=wholeOne#t=22`);
  await page.reload();
  await hasPicture();
  await isAt(22);
});

testInBrowser('a partial recording marks what is missing on the seek bar, tells it, and plays over it', async () => {
  await show('/?recording=partialOne');
  await hasPicture();

  expect(await page.locator('.seek-skipped').getAttribute('style')).toMatch(/left: (?:49\.[89]|50\.0)/);
  expect(await page.locator('.seek-replaced').count()).toBe(1);
  const missing = page.getByRole('region', { name: 'What is missing' });
  expect(await missing.innerText()).toContain('10 seconds missing in 720p30, shown in 480p30');
  await missing.getByRole('link', { name: '0:10' }).first().click();
  await isAt(8);
  await page.getByLabel('Speed').selectOption('2');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await videoBecomes('video.currentTime > 11', 'timeupdate');
});

testInBrowser('a failed recording tells the reason and what to do, and offers no player', async () => {
  await show('/?recording=failedOne');
  const reason = page.getByRole('alert');
  await reason.waitFor();

  expect(await textOf(reason)).toMatch(/cannot be played.*no rendition with a playable segment/);
  expect(await textOf(reason)).toMatch(/RecordingDamagedError in ValidateRecording.*redrive its execution/);
  expect(await video().count()).toBe(0);
});

testInBrowser('a playlist that does not load says so, and plays once it is there', async () => {
  system.failing = 'master.m3u8';
  await show('/?recording=wholeOne');
  await page.getByText('The playlist does not load').waitFor();
  system.failing = undefined;

  await page.getByRole('button', { name: 'Try again' }).click();

  await hasPicture();
  expect(await page.getByText('The playlist does not load').count()).toBe(0);
});

testInBrowser('a recording that takes a signature says so, and offers nothing that could not work', async () => {
  const { playback, ...shown } = makeShown('signedOne', { access: 'signed' });
  const hidden = '/ivs/v1/nobody';
  const thumbnails = { urlTemplate: `${hidden}/thumb{index}.jpg`, count: 3 };
  const url = `https://v.example.com${hidden}/master.m3u8`;
  system.recordings = [{ ...shown, playback: { ...playback!, url, thumbnailUrl: `${hidden}/thumb0.jpg`, thumbnails } }];

  await show('/');
  await card('evening-show').locator('.card-no-picture').waitFor();
  expect(await page.getByRole('link', { name: /Download/ }).count()).toBe(0);
  await card('evening-show')
    .getByRole('link', { name: /evening-show 20:12/ })
    .click();

  expect(await textOf(page.getByRole('alert'))).toMatch(/This deployment signs playback.*signed cookies/);
  await page.setViewportSize({ width: 360, height: 800 });
  const { clipped, below } = await page.evaluate<{ clipped: number; below: number }>(`(() => {
    const problem = document.querySelector('.player-problem');
    const bar = document.querySelector('.player-bar').getBoundingClientRect();
    const button = problem.querySelector('button').getBoundingClientRect();
    return { clipped: problem.scrollHeight - problem.clientHeight, below: button.bottom - bar.top };
  })()`);
  expect(clipped).toBeLessThanOrEqual(0);
  expect(below).toBeLessThanOrEqual(0);
  expect(await page.getByText('Each download takes a signed address').count()).toBe(1);
});

testInBrowser('an id that nobody knows is told as such', async () => {
  await show('/?recording=nobody');

  await page.getByText('There is no such recording').waitFor();
});

describe('where hls.js cannot, and the browser has HLS of its own', () => {
  // As on an iPhone before iOS 17.1.
  const withoutMediaSource = () =>
    page.addInitScript(() => {
      for (const name of ['MediaSource', 'ManagedMediaSource', 'SourceBuffer'])
        Reflect.deleteProperty(globalThis, name);
    });
  const playsNatively = async () => expect(await page.evaluate('document.querySelector("video").src')).toMatch(/m3u8$/);

  testInBrowser('a recording of the list plays to its end, keys lead on, and the quality is told', async () => {
    await withoutMediaSource();
    await show('/');
    await card('evening-show 20:12 UTC')
      .getByRole('link', { name: /evening-show 20:12/ })
      .click();
    await hasPicture();
    await playsNatively();

    await page.keyboard.press('l');
    await isAt(10);
    await page.keyboard.press('ArrowLeft');
    await isAt(5);
    await page.getByText(/Auto \(\d+p\)$/).waitFor();
    expect(await page.getByText('Quality, which this browser chooses by itself').count()).toBe(1);
    expect(await page.getByLabel('Quality', { exact: true }).count()).toBe(0);
    await page.keyboard.press('9');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play again' }).waitFor();

    expect(await ofVideo('currentTime')).toBeGreaterThan(29.5);
  });

  testInBrowser('a partial recording plays over what is missing', async () => {
    await withoutMediaSource();
    await show('/?recording=partialOne#t=9');
    await hasPicture();

    await page.getByLabel('Speed').selectOption('2');
    await page.getByRole('button', { name: 'Play', exact: true }).click();

    await videoBecomes('video.currentTime > 11', 'timeupdate');
    await playsNatively();
  });

  testInBrowser(
    'a playlist, or a part, that does not load says so, and plays from there once it is there',
    async () => {
      await withoutMediaSource();
      system.failing = 'master.m3u8';
      await show('/?recording=wholeOne#t=12');
      await page.getByText('status 503').waitFor();
      expect(await page.getByRole('alert').innerText()).toContain('The playlist does not load');

      system.failing = 'playlist.m3u8';
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('The recording does not load').waitFor();
      system.failing = undefined;
      await page.getByRole('button', { name: 'Try again' }).click();

      await hasPicture();
      await isAt(12);
      expect(await page.getByRole('alert').count()).toBe(0);
    },
  );
});

testInBrowser('the fault panel has a job end in error, tells how often it struck, and is reset', async () => {
  await show('/?runs=');
  const refused = page.getByRole('switch', { name: 'Fail MediaConvert: job refused' });
  const failed = page.getByRole('switch', { name: 'Fail MediaConvert: job ends in error' });
  await failed.click();
  await page.getByText('Switched on: Fail MediaConvert: job ends in error.').waitFor();
  expect(await failed.getAttribute('aria-checked')).toBe('true');
  expect(await refused.getAttribute('aria-checked')).toBe('false');

  const failure = system.panel.failureOfJob();

  await page.getByText('Off. Struck once.').waitFor();
  expect(failure).toMatchObject({ code: 1999 });
  expect(await failed.getAttribute('aria-checked')).toBe('false');
  await page.getByRole('button', { name: 'Send the sample again' }).click();
  await page.getByText('Sent as recording anotherOne.').waitFor();
  await page.getByRole('button', { name: 'Reset the switches' }).click();
  await page.getByText('Off. Struck once.').waitFor({ state: 'detached' });
});

const views = [
  ['list', '/', '.card'],
  ['nothing that fits', '/?channel=nobody', '.state-message'],
  ['recording', '/?recording=heldOne', 'video'],
  ['partial recording', '/?recording=partialOne', '.missing-list'],
  ['failed recording', '/?recording=failedOne', '.state-message'],
  ['what happened', '/?runs=', '.run-list'],
  ['an execution', `/?run=${encodeURIComponent(EXECUTION_ARN)}`, '.step-details'],
] as const;

test.each([
  ['light', 1280],
  ['dark', 360],
] as const)('nothing on any view is in the way of anybody: %s, %i pixels wide', async (colorScheme, width) => {
  if (executablePath === undefined) return;
  await openPage({ colorScheme, viewport: { width, height: 800 }, reducedMotion: 'reduce' });

  const found: string[] = [];
  for (const [name, address, sign] of views) {
    await show(address);
    await page.locator(sign).first().waitFor();
    await page.evaluate(axe);
    const violations = await page.evaluate<{ id: string; nodes: { html: string }[] }[]>(
      'axe.run().then(({ violations }) => violations)',
    );
    found.push(...violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes.map(({ html }) => html).join(' ')}`));
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    if (overflow > 0) found.push(`${name}: ${overflow} pixels too wide`);
  }

  expect(found).toEqual([]);
});
