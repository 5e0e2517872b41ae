import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ConversionInput, Converter } from './converter.ts';
import { prepareEncodingInput } from './encoding-input.ts';
import { buildFfmpegArguments } from './ffmpeg-arguments.ts';
import { type FfmpegPlaces, findFfmpeg } from './find-ffmpeg.ts';
import { JobFailedError } from './job-failure.ts';

/** How much of what ffmpeg complains about goes into the job's error message. */
const maxComplaintCharacters = 500;

/**
 * A converter that encodes with ffmpeg. It is looked for when a job needs it, so that all others run without one.
 *
 * Rejects with JobFailedError 1999 when ffmpeg is missing or fails.
 */
export function createFfmpegEncoder(places: FfmpegPlaces): Converter {
  return async (input, output, onProgress, signal) => {
    const ffmpeg = await findFfmpeg(places);
    const prepared = await prepareEncodingInput(input, output.path, signal);
    const child = spawn(ffmpeg, buildFfmpegArguments(prepared, output), {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    const wantedSeconds = secondsOf(input);
    await finish(child, child.stdout, child.stderr, (seconds) => onProgress(Math.min(1, seconds / wantedSeconds)));
    return [];
  };
}

/** How long the output gets, as far as the playlist is right. */
function secondsOf({ clip, segments, sources, expectedSeconds }: ConversionInput): number {
  if (clip === undefined) {
    return expectedSeconds;
  }
  const lastSeconds = segments
    .slice(sources.at(-1)?.firstSegment)
    .reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  return expectedSeconds - clip.startSeconds - Math.max(0, lastSeconds - clip.endSeconds);
}

async function finish(
  child: ChildProcess,
  stdout: Readable,
  stderr: Readable,
  onProgress: (seconds: number) => void,
): Promise<void> {
  let complaints = '';
  stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints = (complaints + text).slice(-maxComplaintCharacters);
  });
  createInterface({ input: stdout }).on('line', (line) => {
    const [, microseconds] = /^out_time_us=(\d+)$/.exec(line) ?? [];
    if (microseconds !== undefined) {
      onProgress(Number(microseconds) / 1_000_000);
    }
  });
  const [exitCode] = await once(child, 'close');
  if (exitCode !== 0) {
    throw new JobFailedError(1999, `ffmpeg ended with code ${exitCode}: ${complaints.trim() || 'it gave no reason'}`);
  }
}
