/** What ffmpeg and ffprobe read in the exports of the sample, frame by frame. */
import { execFileSync } from 'node:child_process';
import { expect } from '@jest/globals';
import { RENDITIONS } from '../../../local/sample/committed-sample.ts';
import { testWith } from '../../../local/sample/optional-tool.ts';
import { exportSample, playlistOf, withFile } from './export-sample.ts';

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
