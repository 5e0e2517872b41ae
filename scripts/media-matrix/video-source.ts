import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EncodeCache } from './encode-cache.ts';
import { NAL, nalType, splitNalUnits } from './nal-units.ts';

/** A coded picture without its times, in decoding order. */
export interface Picture {
  /** Without access unit delimiter. */
  readonly units: readonly Buffer[];
  /** Position in the order of presentation, from 0. */
  readonly displayIndex: number;
  readonly isIdr: boolean;
  /** A player may begin here: an IDR picture, or an intra picture with a recovery point (open GOP). */
  readonly isEntryPoint: boolean;
}

/** An encoded video, which may be repeated end to end: it begins with an IDR picture and all its references are inside. */
export interface VideoSource {
  readonly framesPerSecond: number;
  readonly pictures: readonly Picture[];
}

interface VideoRecipe {
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly frames: number;
  readonly profile: 'baseline' | 'main' | 'high';
  readonly bFrames: number;
  readonly x264: string;
  readonly crf: number;
  readonly filter: string;
}

const USUAL: VideoRecipe = {
  width: 160,
  height: 90,
  framesPerSecond: 30,
  frames: 120,
  profile: 'main',
  bFrames: 2,
  x264: '',
  crf: 30,
  filter: 'null',
};

/** All encodings of pictures that cases are made of. A key frame each half second unless the name says otherwise. */
const RECIPES = {
  main: { ...USUAL, frames: 360 },
  baseline: { ...USUAL, profile: 'baseline', bFrames: 0 },
  threeBFrames: { ...USUAL, bFrames: 3, profile: 'high' },
  pyramid: { ...USUAL, bFrames: 5, profile: 'high', x264: 'b-pyramid=normal:ref=4' },
  slices: { ...USUAL, x264: 'slices=4' },
  sixtyFps: { ...USUAL, framesPerSecond: 60, frames: 240 },
  portrait: { ...USUAL, width: 90, height: 160 },
  cropped: { ...USUAL, width: 158, height: 86 },
  anamorphic: { ...USUAL, filter: 'setsar=4/3' },
  interlaced: { ...USUAL, height: 96, profile: 'high', x264: 'tff=1' },
  openGop: { ...USUAL, profile: 'high', x264: 'open-gop=1:bframes=3' },
  otherSize: { ...USUAL, width: 176, height: 144 },
  /** The same size as `main` with another sequence parameter set. */
  otherParameters: { ...USUAL, x264: 'ref=5' },
  /** Pictures of many packets, so that a segment is longer than any buffer. */
  large: { ...USUAL, width: 640, height: 360, frames: 60, crf: 24, filter: 'noise=alls=40:allf=t' },
} satisfies Record<string, VideoRecipe>;

export type VideoName = keyof typeof RECIPES;

function encoderArguments(recipe: VideoRecipe): string[] {
  const { framesPerSecond: rate } = recipe;
  const gop = Math.round(rate / 2);
  // As in the sample: x264 repeats itself only with these.
  const usual = `b-pyramid=none:scenecut=0:open-gop=0:cpu-independent=1:keyint=${gop}:min-keyint=${gop}`;
  const parameters = [usual, recipe.x264].filter((part) => part !== '').join(':');
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'],
    ...['-f', 'lavfi', '-i', `testsrc2=s=${recipe.width}x${recipe.height}:r=${rate},${recipe.filter}`],
    ...['-map', '0:v', '-frames:v', String(recipe.frames), '-pix_fmt', 'yuv420p'],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', recipe.profile, '-crf', String(recipe.crf)],
    ...['-threads', '1', '-flags', '+bitexact', '-fflags', '+bitexact', '-aud', '1'],
    ...['-bf', String(recipe.bFrames), '-b_strategy', '0', '-x264-params', parameters],
    ...['-f', 'tee', '[f=h264]video.h264|[f=framecrc]times.txt'],
  ];
}

/** Encodes, or takes from the cache. */
export async function loadVideo(name: VideoName, cache: EncodeCache): Promise<VideoSource> {
  const recipe = RECIPES[name];
  const folder = await cache.encode(encoderArguments(recipe));
  const times = await readFile(join(folder, 'times.txt'), 'utf8');
  const stream = await readFile(join(folder, 'video.h264'));
  return { framesPerSecond: recipe.framesPerSecond, pictures: readPictures(stream, times) };
}

/** framecrc's lines: stream, dts, pts, duration, size, …; times count frames. */
export function readPictures(stream: Buffer, times: string): Picture[] {
  let offset = 0;
  const lines = times.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return lines.map((line) => {
    const [, , pts = Number.NaN, , size = Number.NaN] = line.split(',').map(Number);
    const units = splitNalUnits(stream.subarray(offset, offset + size));
    offset += size;
    return {
      units: units.filter((unit) => nalType(unit) !== NAL.delimiter),
      displayIndex: pts,
      isIdr: units.some((unit) => nalType(unit) === NAL.idr),
      isEntryPoint: !line.includes('F=0x0'),
    };
  });
}
