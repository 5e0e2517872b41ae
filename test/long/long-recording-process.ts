/** A process that serves a long recording until it is disconnected. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type LongRecordingShape, serveLongRecording } from './long-recording.ts';

const shape = JSON.parse(process.argv[2] ?? '') as LongRecordingShape;
const directory = await mkdtemp(path.join(tmpdir(), 'long-s3-'));
const { server, playlistKey, sourceBytes } = await serveLongRecording(shape, directory);

process.on('message', () => process.send?.(server.requestCounts()));
process.once('disconnect', async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});
process.send?.({ url: server.url, playlistKey, sourceBytes });
