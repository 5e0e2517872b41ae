/** Several exports of one recording, as a user asks for them with `npm start`. */
import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, jest } from '@jest/globals';
import { catalogItemSchema } from '../../lambdas/shared/contract/catalog.ts';
import { type CliResult, runCli } from './run-cli.ts';
import { pathOf, testWith } from './with-tool.ts';

// A whole system starts here; on a busy machine that takes its time.
jest.setTimeout(120_000);

// biome-ignore lint/suspicious/noExplicitAny: the JSON is looked into as it comes
const lastLine = ({ stdout }: CliResult): any => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

const profiles = {
  archive: {},
  social: { video: { codec: 'h264', height: 360, maxBitrate: 1_000_000 } },
};

/** What ffprobe finds: streams by kind, and seconds. */
function probe(file: string) {
  const entries = 'format=duration:stream=codec_type,codec_name,width,height,nb_read_packets';
  const args = ['-v', 'error', '-count_packets', '-show_entries', entries, '-of', 'json', file];
  const { streams, format } = JSON.parse(spawnSync('ffprobe', args, { encoding: 'utf8' }).stdout);
  const [video, audio] = ['video', 'audio'].map((kind) =>
    streams.find(({ codec_type }: { codec_type: string }) => codec_type === kind),
  );
  return { video, audio, seconds: Number(format.duration) };
}

const hasFfmpeg = pathOf('ffmpeg') !== undefined;

describe('npm start -- --once --json --exports with one copy and one smaller encode', () => {
  let result: CliResult;
  // biome-ignore lint/suspicious/noExplicitAny: the JSON is looked into as it comes
  let report: any;
  beforeAll(async () => {
    if (!hasFfmpeg) return;
    result = await runCli(['--once', '--json', '--exports', JSON.stringify(profiles)]);
    report = lastLine(result);
  });

  testWith('ffmpeg')('ends with both, each told with its codecs and its length', () => {
    expect(result.exitCode).toBe(0);
    expect(report).toMatchObject({ status: 'SUCCEEDED', heldExports: [], failedExports: [] });
    expect(report.exports).toEqual([
      expect.objectContaining({ name: 'archive', video: 'copy', width: 1280, height: 720, engine: 'mediaconvert' }),
      expect.objectContaining({ name: 'social', video: 'h264', width: 640, height: 360, engine: 'mediaconvert' }),
    ]);
    for (const { codecs, durationMs } of report.exports) {
      expect(codecs).toEqual([expect.stringMatching(/^avc1\./), 'mp4a.40.2']);
      expect(Math.abs(durationMs - 29_995)).toBeLessThan(700);
    }
  });

  testWith('ffmpeg')('announces and registers each by itself', () => {
    const ready = report.notifications.filter(({ body }: { body: { type: string } }) => body.type.includes('export'));

    expect(ready.map(({ body }: { body: { id: string } }) => body.id).sort()).toEqual([
      'Qm4TzL9cWx2d/h7RkV3sNp8Ya/recording.export.ready/archive',
      'Qm4TzL9cWx2d/h7RkV3sNp8Ya/recording.export.ready/social',
    ]);
    for (const item of Object.values(report.catalogItem.exports)) {
      expect(catalogItemSchema.parse(item)).toMatchObject({ type: 'export', status: 'ready' });
    }
  });

  testWith('ffmpeg')('shows on the screen what becomes of which', () => {
    expect(result.stderr).toMatch(/✓ export archive {2}ExportWithMediaConvert/);
    expect(result.stderr).toMatch(/✓ export social {3}ExportWithMediaConvert/);
  });

  testWith('ffmpeg', 'ffprobe')('makes two files that are as ordered, as ffprobe reads them', () => {
    const [copy, encode] = report.exports.map(({ path }: { path: string }) => probe(path));

    expect(copy.video).toMatchObject({ codec_name: 'h264', width: 1280, height: 720, nb_read_packets: '882' });
    expect(copy.audio).toMatchObject({ codec_name: 'aac' });
    expect(encode.video).toMatchObject({ codec_name: 'h264', width: 640, height: 360 });
    expect(encode.audio).toMatchObject({ codec_name: 'aac' });
    expect(Math.abs(copy.seconds - 29.995)).toBeLessThan(0.5);
    expect(Math.abs(encode.seconds - 29.995)).toBeLessThan(0.5);
  });
});
