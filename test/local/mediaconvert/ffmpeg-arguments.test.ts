import { expect, test } from '@jest/globals';
import type { ConversionOutput } from '../../../local/mediaconvert/converter.ts';
import { buildFfmpegArguments } from '../../../local/mediaconvert/ffmpeg-arguments.ts';

const h264 = { codec: 'h264', isStretched: false, rateControl: 'qvbr', maxBitrate: 5_000_000 } as const;

const argumentsFor = (output: Partial<ConversionOutput>): string =>
  buildFfmpegArguments(['-i', 'in.ts'], { path: 'out.mp4', isIndexFirst: true, ...output }).join(' ');

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
