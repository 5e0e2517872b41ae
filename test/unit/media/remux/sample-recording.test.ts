import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from '@jest/globals';
import { fileSegmentOpener } from '../../../../media/files/file-segments.ts';
import { openRecording } from '../../../../media/files/open-recording.ts';
import { type RemuxOptions, remux } from '../../../../media/remux/remux.ts';
import { RENDITIONS, SAMPLE_FOLDER } from '../../../local/sample/committed-sample.ts';
import { testWith } from '../../../local/sample/optional-tool.ts';
import { MemorySink } from '../../../media/memory-sink.ts';

const playlistOf = (rendition: string) => join(SAMPLE_FOLDER, 'media/hls', rendition, 'playlist.m3u8');

async function exportSample(rendition: string, options: Partial<RemuxOptions> = {}): Promise<Buffer> {
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
function withFile<T>(file: Buffer, use: (path: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'remux-'));
  try {
    const path = join(folder, 'sample.mp4');
    writeFileSync(path, file);
    return use(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Hashes of the decoded frames of a stream, in the order of presentation, with what each lasts. */
function decodedFrames(input: string, stream: string): string[] {
  const output = execFileSync('ffmpeg', ['-v', 'error', '-i', input, '-map', stream, '-f', 'framemd5', '-']);
  const lines = output.toString().split('\n');
  return lines.filter((line) => /^\d/.test(line)).map((line) => line.split(',').slice(4).join());
}

testWith('ffmpeg', 'that the exported sample decodes to the frames of its source').each(RENDITIONS)(
  'ffmpeg decodes the export of %s to the frames of its source',
  async (rendition) => {
    const file = await exportSample(rendition);

    withFile(file, (path) => {
      for (const stream of ['0:v', '0:a']) {
        expect(decodedFrames(path, stream)).toEqual(decodedFrames(playlistOf(rendition), stream));
      }
    });
  },
);

testWith('ffprobe', 'times of the exported sample').each(RENDITIONS)(
  'ffprobe finds the times of %s in its export, and that decode times increase',
  async (rendition) => {
    const file = await exportSample(rendition);

    const timesOf = (input: string, stream: string) => {
      const fields = ['-select_streams', stream, '-show_entries', 'packet=pts_time,dts_time', '-of', 'csv=p=0'];
      const lines = execFileSync('ffprobe', ['-v', 'error', ...fields, input])
        .toString()
        .trim()
        .split('\n');
      return lines.filter((line) => line !== '').map((line) => line.split(',').slice(0, 2).map(Number));
    };
    withFile(file, (path) => {
      for (const stream of ['v', 'a']) {
        const [source, found] = [timesOf(playlistOf(rendition), stream), timesOf(path, stream)];
        const [start = 0] = source[0] ?? [];
        // Both are printed in microseconds, which are not exact.
        const rounded = (times: number[][], from: number) =>
          times.map((pair) => pair.map((time) => Math.round((time - from) * 10_000)));
        expect(rounded(found, 0)).toEqual(rounded(source, start));
        const decodeTimes = found.map(([, dts = 0]) => dts);
        expect(decodeTimes).toEqual([...new Set(decodeTimes)].sort((one, other) => one - other));
      }
    });
  },
);

testWith('ffprobe', 'a clip of the sample')(
  'ffprobe finds in a clip what lies in it, from a key frame on',
  async () => {
    const file = await exportSample('720p30', { clip: { fromSeconds: 12.5, toSeconds: 21 } });

    const fields = 'packet=pts_time,flags:stream=codec_type';
    const found = withFile(file, (path) =>
      JSON.parse(
        execFileSync('ffprobe', [
          '-v',
          'error',
          '-select_streams',
          'v',
          '-show_entries',
          fields,
          '-of',
          'json',
          path,
        ]).toString(),
      ),
    );

    const times = found.packets.map(({ pts_time }: { pts_time: string }) => Number(pts_time));
    expect([times[0], found.packets[0].flags]).toEqual([0, expect.stringContaining('K')]);
    // The key frames of the second segment come each second from 10.267 s on; the last picture before 21 s is at 20.967 s.
    expect(Math.max(...times)).toBeCloseTo(20.967 - 12.267, 3);
  },
);
