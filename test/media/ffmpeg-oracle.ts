/** What ffmpeg and ffprobe make of recordings and of files made from them. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Access unit delimiters, parameter sets, filler data and ends of sequences are left out on both sides. */
const SLICES_ONLY = 'h264_mp4toannexb,filter_units=remove_types=7-13';

/** Hashes of packets and of decoded pictures, in order. */
export interface Hashes {
  readonly video: readonly string[];
  readonly audio: readonly string[];
  readonly pictures: readonly string[];
}

/** A file or a stream for ffmpeg to read. */
export interface OracleInput {
  readonly name: string;
  readonly bytes: Buffer;
  readonly hasVideo: boolean;
  readonly hasAudio: boolean;
}

/**
 * Reads all inputs with one ffmpeg: starting it takes longer than its work.
 *
 * @throws Error with what ffmpeg complains about
 */
export async function hashWithFfmpeg(inputs: readonly OracleInput[]): Promise<Hashes[]> {
  const folder = await mkdtemp(join(tmpdir(), 'media-oracle-'));
  try {
    await Promise.all(inputs.map(({ name, bytes }) => writeFile(join(folder, name), bytes)));
    const sources = inputs.flatMap(({ name }) => ['-copyts', '-i', name]);
    const args = ['-v', 'error', '-nostdin', '-y', ...sources, ...inputs.flatMap(hashOutputs)];
    const { stderr } = await run('ffmpeg', args, { cwd: folder });
    if (stderr !== '') throw new Error(`ffmpeg complains: ${stderr}`);
    return await Promise.all(inputs.map((_, index) => readHashes(folder, index)));
  } finally {
    await rm(folder, { recursive: true });
  }
}

function hashOutputs({ name, hasVideo, hasAudio }: OracleInput, index: number): string[] {
  const hash = (output: string) => ['-f', 'framehash', '-hash', 'md5', `${index}.${output}`];
  const isMp4 = name.endsWith('.mp4');
  return [
    ...(hasVideo ? ['-map', `${index}:v:0`, '-c', 'copy', '-copyinkf', '-bsf:v', SLICES_ONLY, ...hash('video')] : []),
    ...(hasVideo ? ['-map', `${index}:v:0`, '-fps_mode', 'passthrough', ...hash('pictures')] : []),
    ...(hasAudio
      ? ['-map', `${index}:a:0`, '-c', 'copy', ...(isMp4 ? [] : ['-bsf:a', 'aac_adtstoasc']), ...hash('audio')]
      : []),
  ];
}

async function readHashes(folder: string, index: number): Promise<Hashes> {
  const read = async (output: string) => {
    const text = await readFile(join(folder, `${index}.${output}`), 'utf8').catch(() => '');
    return text
      .split('\n')
      .flatMap((line) => (line.startsWith('#') || line === '' ? [] : [line.split(',')[5]!.trim()]));
  };
  return { video: await read('video'), audio: await read('audio'), pictures: await read('pictures') };
}

/** `found` without what is not in `wanted`, in order: frames of silence that were put in. */
export function withoutInserted(found: readonly string[], wanted: readonly string[]): string[] {
  let next = 0;
  return found.filter((hash) => {
    if (hash !== wanted[next]) return false;
    next++;
    return true;
  });
}

/** Decodes everything. @returns whether ffmpeg got to the end, and how many pictures and frames of sound it decoded. */
export async function decodeWithFfmpeg(file: string): Promise<{ pictures: number; isDecodable: boolean }> {
  const args = [
    '-v',
    'quiet',
    '-nostdin',
    '-i',
    file,
    '-map',
    '0',
    '-fps_mode',
    'passthrough',
    '-f',
    'null',
    '-progress',
    'pipe:1',
    '-',
  ];
  const { stdout } = await run('ffmpeg', args);
  const pictures = Number([...stdout.matchAll(/^frame=(\d+)/gm)].at(-1)?.[1] ?? 0);
  return { pictures, isDecodable: stdout.includes('progress=end') };
}

/** A playlist to an MP4 with `-c copy`, as everybody does it. Resolves only where ffmpeg says that all went well. */
export async function remuxWithFfmpeg(playlist: string, file: string): Promise<void> {
  const args = ['-v', 'quiet', '-nostdin', '-y', '-i', playlist, '-c', 'copy', '-movflags', '+faststart', file];
  await run('ffmpeg', args);
}

/** Durations of streams by kind, and of the file, in seconds. */
export async function probeDurations(file: string): Promise<{ file: number; video?: number; audio?: number }> {
  const entries = 'stream=codec_type,duration:format=duration';
  const { stdout } = await run('ffprobe', ['-v', 'error', '-show_entries', entries, '-of', 'json', file]);
  const { streams, format } = JSON.parse(stdout) as {
    streams: { codec_type: 'video' | 'audio'; duration: string }[];
    format: { duration: string };
  };
  const tracks = streams.map(({ codec_type, duration }) => [codec_type, Number(duration)]);
  return { ...Object.fromEntries(tracks), file: Number(format.duration) };
}
