/** What a browser makes of an export: it plays, can be searched to its last second, and ends. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';
import { pathOf } from '../e2e/with-tool.ts';
import { MatrixFolder, testWithFfmpeg } from './matrix-folder.ts';
import { remuxCase } from './remux-case.ts';

jest.setTimeout(60_000);

const matrix = new MatrixFolder();
const executablePath = pathOf('Chromium');
const testInBrowser = executablePath === undefined ? test.skip : testWithFfmpeg;

let browser: Browser | undefined;
let server: Server;
let files: Readonly<Record<string, Buffer>> = {};

beforeAll(async () => {
  if (executablePath === undefined) return;
  const args = ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required'];
  browser = await chromium.launch({ executablePath, args: [...args, '--disable-background-networking'] });
  server = createServer((request, response) => {
    const file = files[request.url ?? ''];
    if (file === undefined) {
      response.setHeader('content-type', 'text/html').end('<!doctype html><title>player</title><video muted></video>');
      return;
    }
    // A player asks for ranges "bytes=<from>-[<to>]" and cannot search without them.
    const [, from = '0', to = ''] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? '') ?? [];
    const end = Math.min(file.length - 1, to === '' ? file.length - 1 : Number(to));
    response.writeHead(206, {
      'content-type': 'video/mp4',
      'accept-ranges': 'bytes',
      'content-range': `bytes ${from}-${end}/${file.length}`,
      'content-length': end - Number(from) + 1,
    });
    response.end(file.subarray(Number(from), end + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  server?.close();
});

/** Runs in the page: plays at eight times the speed, searches for two places, and waits for the end. */
const PLAY = `async (url) => {
  const video = document.querySelector('video');
  const next = (name) => new Promise((resolve, reject) => {
    video.addEventListener(name, resolve, { once: true });
    video.addEventListener('error', () => reject(new Error(video.error.code + ' ' + video.error.message)), { once: true });
  });
  video.playbackRate = video.defaultPlaybackRate = 8;
  video.src = url;
  await next('canplay');
  const sought = [];
  for (const time of [video.duration - 1, video.duration / 2, 0]) {
    const seeked = next('seeked');
    video.currentTime = time;
    await seeked;
    sought.push(video.currentTime);
  }
  const ended = next('ended');
  await video.play();
  await ended;
  const { totalVideoFrames, corruptedVideoFrames } = video.getVideoPlaybackQuality();
  return { duration: video.duration, currentTime: video.currentTime, sought, totalVideoFrames, corruptedVideoFrames };
}`;

interface Played {
  readonly duration: number;
  readonly currentTime: number;
  readonly sought: readonly number[];
  readonly totalVideoFrames: number;
  readonly corruptedVideoFrames: number;
}

testInBrowser.each(['reconnect-twice', 'reconnect-audio-ends-first', 'very-late-video'])(
  'Chromium plays %s to its end',
  async (name) => {
    const { playlist } = await matrix.write(name);
    const { file, report } = await remuxCase(playlist);
    files = { ...files, [`/${name}.mp4`]: file };
    const page = await browser!.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);

    const played = await page.evaluate<Played>(`(${PLAY})('/${name}.mp4')`);

    await page.close();
    expect(played.duration).toBeCloseTo(report.durationMs / 1000, 1);
    expect(played.currentTime).toBeCloseTo(played.duration, 1);
    expect(played.sought[0]).toBeCloseTo(played.duration - 1, 1);
    expect(played.corruptedVideoFrames).toBe(0);
    expect(played.totalVideoFrames).toBeGreaterThan(10);
  },
);
