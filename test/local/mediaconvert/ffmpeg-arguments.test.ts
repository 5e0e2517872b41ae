import { expect, test } from '@jest/globals';
import type { ConversionOutput } from '../../../local/mediaconvert/converter.ts';
import { buildFfmpegArguments } from '../../../local/mediaconvert/ffmpeg-arguments.ts';

const h264 = { codec: 'h264', isStretched: false, rateControl: 'qvbr', maxBitrate: 5_000_000 } as const;

const argumentsFor = (output: Partial<ConversionOutput>): string =>
  buildFfmpegArguments(
    { sources: [{ inputArguments: ['-i', 'in.ts'] }] },
    { path: 'out.mp4', isIndexFirst: true, ...output },
  ).join(' ');

test('QVBR becomes a quality with a cap', () => {
  const line = argumentsFor({ video: { ...h264, qualityLevel: 7 } });

  expect(line).toContain('-i in.ts -map 0:v:0 -c:v libx264');
  expect(line).toContain('-crf 23 -maxrate 5000000 -bufsize 10000000');
});

test('a better quality level gives a lower rate factor', () => {
  expect(argumentsFor({ video: { ...h264, qualityLevel: 10 } })).toContain('-crf 17 ');
  expect(argumentsFor({ video: { ...h264, qualityLevel: 1 } })).toContain('-crf 35 ');
});

test.each([
  ['vbr', { rateControl: 'vbr', bitrate: 900, maxBitrate: 1200 }, '-b:v 900 -maxrate 1200 -bufsize 2400'],
  ['cbr', { rateControl: 'cbr', bitrate: 900 }, '-b:v 900 -minrate 900 -maxrate 900 -bufsize 1800'],
] as const)('%s is led by its bit rate', (_, rate, expected) => {
  expect(argumentsFor({ video: { ...h264, ...rate } })).toContain(expected);
});

test.each([
  ['a height', { height: 480 }, '-vf scale=-2:480,setsar=1'],
  ['a width', { width: 640 }, '-vf scale=640:-2,setsar=1'],
  ['both', { width: 640, height: 480 }, 'force_original_aspect_ratio=decrease:force_divisible_by=2,pad=640:480:'],
  ['both, stretched', { width: 640, height: 480, isStretched: true }, '-vf scale=640:480,setsar=1'],
])('with %s the picture is scaled', (_, size, expected) => {
  expect(argumentsFor({ video: { ...h264, ...size } })).toContain(expected);
});

test('without a size the picture is left as it is', () => {
  expect(argumentsFor({ video: h264 })).not.toContain('-vf');
});

test('profile and distance of key frames are handed on', () => {
  expect(argumentsFor({ video: { ...h264, profile: 'high', gop: { size: 60, unit: 'frames' } } })).toContain(
    '-profile:v high -g 60',
  );
  expect(argumentsFor({ video: { ...h264, gop: { size: 2, unit: 'seconds' } } })).toContain(
    '-force_key_frames expr:gte(t,n_forced*2)',
  );
});

test('AAC is encoded by its settings, from the track that was chosen', () => {
  const line = argumentsFor({
    audio: { codec: 'aac', trackNumber: 2, channels: 2, sampleRateHz: 48_000, bitrate: 128_000 },
  });

  expect(line).toContain('-map 0:a:1');
  expect(line).toContain('-c:a aac -ac 2 -ar 48000 -b:a 128000');
});

test('what is passed through is copied', () => {
  const line = argumentsFor({ video: h264, audio: { codec: 'passthrough', trackNumber: 1 } });

  expect(line).toContain('-c:a copy');
});

test('the index comes first only when that is asked for', () => {
  expect(argumentsFor({ video: h264 })).toContain('-movflags +faststart -f mp4 out.mp4');
  expect(argumentsFor({ video: h264, isIndexFirst: false })).not.toContain('faststart');
});

test('what follows in another size gets the size of what came first, unless another is asked for', () => {
  const input = { sources: [{ inputArguments: ['-i', 'in.ts'] }], size: { width: 640, height: 360 } };
  const argumentsOf = (video: ConversionOutput['video']) =>
    buildFfmpegArguments(input, { path: 'out.mp4', isIndexFirst: true, video }).join(' ');

  expect(argumentsOf(h264)).toContain('-vf scale=640:360:');
  expect(argumentsOf({ ...h264, height: 160 })).toContain('-vf scale=-2:160,setsar=1');
});

test('a stretch is cut a little before what begins there, and the sound kept in step', () => {
  const stretch = { fromSeconds: 5, toSeconds: 7, soundDelaySeconds: -0.02 };

  const line = buildFfmpegArguments(
    { sources: [{ inputArguments: ['-i', 'in.ts'], stretch }], frameRate: '90000/3000' },
    { path: 'out.mp4', isIndexFirst: true, video: h264, audio: { codec: 'passthrough', trackNumber: 1 } },
  ).join(' ');

  const cut = 'trim=start=4.999000:end=6.999000';
  expect(line).toContain(`[0:v:0]setpts=PTS-STARTPTS,${cut},setpts=PTS-5.000000/TB,fps=90000/3000[v0];`);
  expect(line).toContain(`[0:a:0]asetpts=PTS-STARTPTS+-0.020000/TB,a${cut},asetpts=PTS-5.000000/TB[a0];`);
});

test('several inputs are joined by a filter, at the rate and size of the first', () => {
  const input = {
    sources: [
      {
        inputArguments: ['-i', 'a.ts'],
        stretch: { fromSeconds: 5, toSeconds: Number.POSITIVE_INFINITY, soundDelaySeconds: 0 },
      },
      { inputArguments: ['-i', 'b.ts'] },
    ],
    size: { width: 640, height: 360 },
    frameRate: '90000/3000',
  };

  const line = buildFfmpegArguments(input, {
    path: 'out.mp4',
    isIndexFirst: true,
    video: { ...h264, height: 160 },
    audio: { codec: 'passthrough', trackNumber: 1 },
  }).join(' ');

  expect(line).toContain('-i a.ts -i b.ts -filter_complex [0:v:0]setpts=PTS-STARTPTS,trim=start=4.999000,');
  expect(line).toContain('asetpts=PTS-5.000000/TB[a0];[1:v:0]fps=90000/3000,scale=640:360:');
  expect(line).toContain(';[1:a:0]anull[a1];[v0][a0][v1][a1]concat=n=2:v=1:a=1[joined][a];[joined]scale=-2:160,');
  expect(line).toContain('[v] -map [v] -map [a] -c:v libx264');
  expect(line).toContain('-c:a aac');
});
