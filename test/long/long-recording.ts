/** A recording of any length by S3's API, made of two segments of the sample as it is read: nothing of it is on disk. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { startS3Server } from '../../local/s3/server.ts';
import { createMemoryStore } from '../../local/s3/stores/memory-store.ts';
import { fillSegments } from './filled-segments.ts';
import { RepeatedSegments } from './repeated-segments.ts';

/** What to make. */
export interface LongRecordingShape {
  readonly rendition: string;
  readonly repetitions: number;
  /** How much larger each picture is to be. */
  readonly fillerBytes: number;
  /** Waited before each request, to stand for the way to S3. */
  readonly addedLatencyMs: number;
}

/** Both tracks of the first two segments of the sample are so long: 608 pictures, 950 frames of audio. */
export const periodTicks = 608 * 3000;
const segmentSeconds = [308 / 30, 300 / 30];

export const recordingsBucket = 'my-recordings';
export const exportsBucket = 'my-exports';
export const recordingPrefix = 'ivs/v1/123456789012/Qm4TzL9cWx2d/2026/6/23/20/12/h7RkV3sNp8Ya';

const sample = path.resolve(import.meta.dirname, '../../local/sample/h7RkV3sNp8Ya/media/hls');

/** Starts the server; exports lie on disk in `directory`. */
export async function serveLongRecording(shape: LongRecordingShape, directory: string) {
  const originals = segmentSeconds.map((_, index) => readFileSync(path.join(sample, shape.rendition, `${index}.ts`)));
  const segments = new RepeatedSegments(fillSegments(originals, shape.fillerBytes), periodTicks);
  const store = createMemoryStore();
  const folder = `${recordingPrefix}/media/hls/${shape.rendition}`;
  const lines = ['#EXTM3U', '#EXT-X-VERSION:3', '#EXT-X-TARGETDURATION:11'];
  let sourceBytes = 0;
  for (let repetition = 0; repetition < shape.repetitions; repetition++) {
    for (const [index, seconds] of segmentSeconds.entries()) {
      const name = `${repetition * segments.count + index}.ts`;
      const sizeBytes = segments.sizeOf(index);
      store.add({ key: `${folder}/${name}`, sizeBytes, bytes: () => segments.make(repetition, index) });
      lines.push(`#EXTINF:${seconds.toFixed(3)},`, name);
      sourceBytes += sizeBytes;
    }
  }
  const playlist = Buffer.from([...lines, '#EXT-X-ENDLIST', ''].join('\n'));
  const playlistKey = `${folder}/playlist.m3u8`;
  store.add({ key: playlistKey, sizeBytes: playlist.length, bytes: () => playlist });
  const server = await startS3Server({ directory, addedLatencyMs: shape.addedLatencyMs });
  await server.createBucket(recordingsBucket, { store });
  await server.createBucket(exportsBucket);
  return { server, playlistKey, sourceBytes };
}
