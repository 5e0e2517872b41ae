/** Cases of the matrix on disk, for as long as a test file runs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from '@jest/globals';
import { isOnPath } from '../../scripts/external-tools.ts';
import { EncodeCache } from '../../scripts/media-matrix/encode-cache.ts';
import type { MatrixCase, Outcome } from '../../scripts/media-matrix/matrix-case.ts';
import { matrixCases } from '../../scripts/media-matrix/matrix-cases.ts';
import {
  MatrixKit,
  type MatrixRecording,
  segmentName,
  writeRecording,
} from '../../scripts/media-matrix/matrix-recording.ts';

/** `test` where ffmpeg and ffprobe are, otherwise `test.skip`: the matrix is made by the one and judged by both. */
export const testWithFfmpeg: typeof test.skip = ['ffmpeg', 'ffprobe'].every(isOnPath) ? test : test.skip;

/** A case that was written to disk. */
export interface WrittenCase {
  readonly playlist: string;
  readonly folder: string;
  readonly recording: MatrixRecording;
}

/** Writes cases below a temporary folder, which goes when the test file is done. */
export class MatrixFolder {
  readonly #kit = new MatrixKit(new EncodeCache());
  readonly #isKept: boolean;
  readonly #written = new Map<string, Promise<WrittenCase>>();
  #folder: Promise<string> | undefined;

  /** @param isKept whether cases are asked for more than once: each is made once then, and stays in memory */
  constructor({ isKept = false } = {}) {
    this.#isKept = isKept;
    afterAll(async () => {
      if (this.#folder !== undefined) await rm(await this.#folder, { recursive: true });
    });
  }

  write(name: string): Promise<WrittenCase> {
    const written = this.#written.get(name) ?? this.#write(name);
    if (this.#isKept) this.#written.set(name, written);
    return written;
  }

  async #write(name: string): Promise<WrittenCase> {
    const found = matrixCases.find((one) => one.name === name);
    if (found === undefined) throw new RangeError(`There is no case ${name}.`);
    this.#folder ??= mkdtemp(join(tmpdir(), 'media-matrix-'));
    const folder = join(await this.#folder, name);
    const recording = await found.make(this.#kit);
    return { folder, recording, playlist: await writeRecording(recording, folder) };
  }
}

/** Rows for `test.each`, of one kind of outcome. */
export function casesWith<Kind extends Outcome['kind']>(kind: Kind) {
  const isWanted = (one: MatrixCase): one is MatrixCase & { outcome: Extract<Outcome, { kind: Kind }> } =>
    one.outcome.kind === kind;
  return matrixCases.filter(isWanted).map(({ name, about, outcome }) => ({ name, about, outcome }));
}

/** Where the playlist says that a segment begins, in seconds; where all end, for a name that none has. */
export function startOf(recording: MatrixRecording, name: string): number {
  const index = recording.segments.findIndex((_, at) => segmentName(recording, at) === name);
  const before = recording.segments.slice(0, index < 0 ? undefined : index);
  return before.reduce((sum, { seconds }) => sum + seconds, 0);
}
