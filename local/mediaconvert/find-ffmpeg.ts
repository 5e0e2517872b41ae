import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { JobFailedError } from './job-failure.ts';

/** Where to look for ffmpeg: a path that someone gave, or else the folders of PATH. */
export interface FfmpegPlaces {
  /** From the option of that name or `FFMPEG_PATH`. */
  readonly ffmpegPath?: string | undefined;
  /** The environment's `PATH`. */
  readonly searchPath?: string | undefined;
}

/**
 * The ffmpeg to encode with.
 *
 * @throws JobFailedError 1999 when there is none: MediaConvert has no code for a missing encoder, and it is neither
 * the input's nor the settings' fault but the machine's, which is what "unexpected system error" says.
 */
export async function findFfmpeg({ ffmpegPath, searchPath = '' }: FfmpegPlaces): Promise<string> {
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '');
  const candidates = ffmpegPath ? [ffmpegPath] : folders.map((folder) => join(folder, 'ffmpeg'));
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) {
      return candidate;
    }
  }
  const found = ffmpegPath ? `there is no program at ${ffmpegPath}` : 'there is none on the PATH';
  throw new JobFailedError(
    1999,
    `The local MediaConvert encodes with ffmpeg, and ${found}. Install ffmpeg, or set FFMPEG_PATH to where it is; PASSTHROUGH outputs need none.`,
  );
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
