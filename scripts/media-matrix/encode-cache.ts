import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpegCommand, runFfmpeg } from '../sample/ffmpeg.ts';

/** Where encodings are kept between runs: a folder that `npm ci` empties. */
export const DEFAULT_CACHE = join(import.meta.dirname, '../../node_modules/.cache/media-matrix');

/**
 * Runs ffmpeg once for each command line and ffmpeg version, and keeps what it wrote: encoding takes most of the time
 * that the matrix needs. Safe when several processes want the same encoding at the same time.
 */
export class EncodeCache {
  readonly #folder: string;
  readonly #ffmpeg = ffmpegCommand(process.env);
  #version: string | undefined;

  constructor(folder: string = DEFAULT_CACHE) {
    this.#folder = folder;
  }

  /**
   * @param args of ffmpeg, which runs in a folder of its own, so that file names in them are relative
   * @returns that folder
   */
  async encode(args: readonly string[]): Promise<string> {
    this.#version ??= spawnSync(this.#ffmpeg, ['-version']).stdout?.toString().split('\n')[0] ?? '';
    const key = createHash('sha256')
      .update(JSON.stringify([this.#version, args]))
      .digest('hex')
      .slice(0, 24);
    const folder = join(this.#folder, key);
    if (!existsSync(folder)) await this.#make(folder, args);
    return folder;
  }

  async #make(folder: string, args: readonly string[]): Promise<void> {
    await mkdir(this.#folder, { recursive: true });
    const scratch = await mkdtemp(`${folder}-`);
    try {
      await runFfmpeg(this.#ffmpeg, [...args], scratch);
      // Another process may have been faster; its files are the same.
      if (!existsSync(folder)) await rename(scratch, folder);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }
}
