/** The committed sample, remuxed in memory. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileSegmentOpener } from '../../../../media/files/file-segments.ts';
import { openRecording } from '../../../../media/files/open-recording.ts';
import { type RemuxOptions, remux } from '../../../../media/remux/remux.ts';
import { SAMPLE_FOLDER } from '../../../local/sample/committed-sample.ts';
import { MemorySink } from '../../../media/memory-sink.ts';

export const playlistOf = (rendition: string) => join(SAMPLE_FOLDER, 'media/hls', rendition, 'playlist.m3u8');

export async function exportSample(rendition: string, options: Partial<RemuxOptions> = {}): Promise<Buffer> {
  const { segments, files } = await openRecording(playlistOf(rendition), { rendition: undefined, isTolerant: false });
  const sink = new MemorySink();
  await remux({
    segments,
    openSegment: fileSegmentOpener(files, false),
    sink,
    options: { tracks: 'all', isTolerant: false, ...options },
    signal: new AbortController().signal,
  });
  if (sink.file === undefined) throw new Error('No file was made.');
  return sink.file;
}

/** Calls a tool with the file's path as its input. */
export function withFile<T>(file: Buffer, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'remux-'));
  try {
    const path = join(folder, 'sample.mp4');
    writeFileSync(path, file);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
