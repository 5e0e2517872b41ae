import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type PlaybackServer, startPlaybackServer } from '../../../local/playback/server.ts';

/** An origin that starts every object and never ends one. */
let origin: ReturnType<typeof createServer>;
let objects: ServerResponse[];
let playback: PlaybackServer;

beforeEach(async () => {
  objects = [];
  origin = createServer((_, response) => {
    objects.push(response);
    response.writeHead(200, { 'content-length': 1_000_000 }).write('begins');
  });
  origin.listen(0, '127.0.0.1');
  await once(origin, 'listening');
  const originEndpoint = `http://127.0.0.1:${(origin.address() as AddressInfo).port}`;
  playback = await startPlaybackServer({ behaviours: [{ pathPattern: '*', bucket: 'exports' }], originEndpoint });
});

afterEach(async () => {
  await playback.stop();
  origin.closeAllConnections();
  origin.close();
});

test('a viewer who leaves ends the download from the bucket', async () => {
  const leaving = new AbortController();
  const response = await fetch(`${playback.url}/a.mp4`, { signal: leaving.signal });
  const reader = response.body!.getReader();
  await reader.read();

  const originClosed = once(objects[0]!, 'close');
  leaving.abort();

  await originClosed;
  expect(objects[0]!.writableFinished).toBe(false);
});

test('an origin that breaks off ends the download of the viewer, which is not taken for whole', async () => {
  const response = await fetch(`${playback.url}/a.mp4`);

  const reading = response.arrayBuffer();
  objects[0]!.destroy();

  await expect(reading).rejects.toThrow();
});

test('stopping the server ends what is under way', async () => {
  const response = await fetch(`${playback.url}/a.mp4`);
  const reading = response.arrayBuffer();
  const originClosed = once(objects[0]!, 'close');

  await playback.stop();

  await expect(reading).rejects.toThrow();
  await originClosed;
});
