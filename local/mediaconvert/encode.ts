import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { ConversionInput, Converter } from './converter.ts';
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
    const inputArguments = await prepareInput(input, output.path);
    const child = spawn(ffmpeg, buildFfmpegArguments(inputArguments, output), {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
      killSignal: 'SIGKILL',
    });
    await finish(child, child.stdout, child.stderr, (seconds) =>
      onProgress(Math.min(1, seconds / input.expectedSeconds)),
    );
    return [];
  };
}

/** Several files are joined by ffmpeg's concat demuxer, which gives each its own place on one timeline. */
async function prepareInput({ paths }: ConversionInput, outputPath: string): Promise<string[]> {
  const [only] = paths;
  if (only !== undefined && paths.length === 1) {
    return ['-i', only];
  }
  const listPath = `${outputPath}.inputs.txt`;
  await writeFile(listPath, paths.map((path) => `file '${path.replaceAll("'", "'\\''")}'\n`).join(''));
  return ['-f', 'concat', '-safe', '0', '-i', listPath];
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
