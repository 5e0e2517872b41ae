import { spawn } from 'node:child_process';
import { resolve, sep } from 'node:path';

/** Thrown when there is no ffmpeg to run. */
export class FfmpegMissingError extends Error {
  override readonly name = 'FfmpegMissingError';

  constructor(command: string, cause: unknown) {
    super(
      `ffmpeg could not be started as "${command}". Making a sample recording needs an ffmpeg with libx264 and ` +
        'drawtext: install it on PATH, or set FFMPEG_PATH to it. (Using the committed sample needs none.)',
      { cause },
    );
  }
}

/** Thrown when ffmpeg ran and failed; carries what it wrote to standard error. */
export class FfmpegFailedError extends Error {
  override readonly name = 'FfmpegFailedError';
}

/** The ffmpeg to use: `FFMPEG_PATH` (a path is taken from where the script was called), otherwise the one on PATH. */
export function ffmpegCommand(environment: NodeJS.ProcessEnv): string {
  const command = environment.FFMPEG_PATH || 'ffmpeg';
  return command.includes(sep) ? resolve(command) : command;
}

/**
 * Runs ffmpeg and returns what it wrote to standard output.
 *
 * @param directory working directory, where relative file names in `args` end up
 * @throws {FfmpegMissingError} when it cannot be started
 * @throws {FfmpegFailedError} when it ends with anything but 0
 */
export async function runFfmpeg(command: string, args: string[], directory?: string): Promise<string> {
  const child = spawn(command, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] });
  const output: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(new FfmpegMissingError(command, cause)));
    child.on('close', resolve);
  });
  if (exitCode !== 0) {
    const reason = Buffer.concat(complaints).toString().trim();
    throw new FfmpegFailedError(`"${command} ${args.join(' ')}" ended with code ${exitCode}: ${reason}`);
  }
  return Buffer.concat(output).toString();
}
