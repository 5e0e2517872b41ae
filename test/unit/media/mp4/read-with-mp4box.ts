import { createFile, type ISOFile, MP4BoxBuffer } from 'mp4box';
import type { Sample } from '../../../../media/mp4/sample-table.ts';

/** What mp4box, a parser that shares nothing with ours, makes of a head; the media data itself is not needed. */
export function readWithMp4box(head: Uint8Array): ISOFile {
  const file = createFile();
  file.onError = (module, message) => {
    throw new Error(`mp4box, ${module}: ${message}`);
  };
  const buffer = new ArrayBuffer(head.length);
  new Uint8Array(buffer).set(head);
  file.appendBuffer(MP4BoxBuffer.fromArrayBuffer(buffer, 0));
  return file;
}

/** The samples of a track as they were added: positions count from the media data, decode times from the first. */
export function samplesOf(file: ISOFile, trackId: number, headBytes: number): (Sample & { duration: number })[] {
  return file.getTrackSamplesInfo(trackId).map((sample) => ({
    sizeBytes: sample.size,
    position: sample.offset - headBytes,
    decodeTime: sample.dts,
    compositionOffset: sample.cts - sample.dts,
    isSync: sample.is_sync,
    duration: sample.duration,
  }));
}

/** Of each chunk, its samples' numbers, from 0. */
export function chunksOf(file: ISOFile, trackId: number): number[][] {
  const chunks: number[][] = [];
  for (const { number, chunk_index: chunk = 0 } of file.getTrackSamplesInfo(trackId)) {
    chunks[chunk - 1] = [...(chunks[chunk - 1] ?? []), number];
  }
  return chunks;
}
