/** Recordings to measure with: ffmpeg encodes half a minute once, which is then repeated, moved along the clock. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { countPackets, moveSegment } from './transport-packets.ts';

/** What pictures to encode. */
export interface PictureShape {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly videoBitsPerSecond: number;
  readonly audioBitsPerSecond: number;
}

/** As the best rendition of a channel. */
export const fullHd: PictureShape = {
  name: '1080p30',
  width: 1920,
  height: 1080,
  videoBitsPerSecond: 6_000_000,
  audioBitsPerSecond: 160_000,
};

/** As many frames in few bytes: what memory depends on is their number. */
export const tiny: PictureShape = {
  name: '90p30',
  width: 160,
  height: 90,
  videoBitsPerSecond: 20_000,
  audioBitsPerSecond: 32_000,
};

/** A recording on disk. */
export interface MadeRecording {
  readonly playlist: string;
  readonly segments: readonly string[];
  readonly bytes: number;
}

const segmentSeconds = 6;
/** The least that holds whole segments, and whole frames of picture (30 Hz) and sound (48,000 Hz / 1,024) alike. */
const periodSeconds = 24;
const periodSegments = periodSeconds / segmentSeconds;
const periodTicks = periodSeconds * 90_000;

/**
 * Writes a recording of a length that is a multiple of 24 s into a folder.
 *
 * @param cache where the encoded half minute is kept from run to run
 */
export async function makeRecording(shape: PictureShape, seconds: number, folder: string, cache: string) {
  const period = await readPeriod(shape, cache);
  const counts = countPackets(period);
  await mkdir(folder, { recursive: true });
  const segments: string[] = [];
  let bytes = 0;
  for (let index = 0; index < seconds / segmentSeconds; index++) {
    const base = period[index % periodSegments] ?? Buffer.alloc(0);
    const file = path.join(folder, `${index}.ts`);
    await writeFile(file, moveSegment(base, Math.floor(index / periodSegments), periodTicks, counts));
    segments.push(file);
    bytes += base.length;
  }
  const playlist = path.join(folder, 'playlist.m3u8');
  await writeFile(playlist, playlistOf(segments));
  return { playlist, segments, bytes } satisfies MadeRecording;
}

function playlistOf(segments: readonly string[]): string {
  const head = ['#EXTM3U', '#EXT-X-VERSION:3', `#EXT-X-TARGETDURATION:${segmentSeconds}`, '#EXT-X-PLAYLIST-TYPE:VOD'];
  const entries = segments.flatMap((file) => [`#EXTINF:${segmentSeconds.toFixed(3)},`, path.basename(file)]);
  return [...head, ...entries, '#EXT-X-ENDLIST', ''].join('\n');
}

/** The first segment is left out: the encoder's priming makes its sound longer than the picture. */
async function readPeriod(shape: PictureShape, cache: string): Promise<Buffer[]> {
  const folder = path.join(cache, shape.name);
  if (!existsSync(folder)) await encode(shape, folder);
  const names = Array.from({ length: periodSegments }, (_, index) => path.join(folder, `${index + 1}.ts`));
  return Promise.all(names.map((name) => readFile(name)));
}

async function encode(shape: PictureShape, folder: string): Promise<void> {
  const temporary = `${folder}.${process.pid}`;
  await mkdir(temporary, { recursive: true });
  try {
    const { status, error, stderr } = spawnSync('ffmpeg', encodeArguments(shape), { cwd: temporary, encoding: 'utf8' });
    if (status !== 0) throw new Error(`ffmpeg, which makes what is measured, failed: ${error?.message ?? stderr}`);
    await rename(temporary, folder);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}

function encodeArguments({ width, height, videoBitsPerSecond, audioBitsPerSecond }: PictureShape): string[] {
  const seconds = String(periodSeconds + 2 * segmentSeconds);
  const picture = `testsrc2=size=${width}x${height}:rate=30,noise=alls=20:allf=t,format=yuv420p`;
  const rate = String(videoBitsPerSecond);
  return [
    ...['-nostdin', '-hide_banner', '-loglevel', 'error'],
    ...['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', 'anoisesrc=sample_rate=48000:amplitude=0.1', '-t', seconds],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'veryfast',
      '-b:v',
      rate,
      '-maxrate',
      rate,
      '-bufsize',
      String(2 * videoBitsPerSecond),
    ],
    ...['-g', '60', '-keyint_min', '60', '-sc_threshold', '0', '-bf', '2', '-x264-params', 'open-gop=0'],
    ...['-c:a', 'aac', '-ac', '2', '-b:a', String(audioBitsPerSecond)],
    ...[
      '-f',
      'hls',
      '-hls_time',
      String(segmentSeconds),
      '-hls_list_size',
      '0',
      '-hls_segment_filename',
      '%d.ts',
      'all.m3u8',
    ],
  ];
}
