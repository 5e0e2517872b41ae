import { writeFile } from 'node:fs/promises';
import { TICKS_PER_SECOND } from '../../media/remux/ticks.ts';
import type { ConversionInput } from './converter.ts';
import { measureMedia } from './measure-media.ts';

/** What ffmpeg reads: the job's inputs, one after the other. */
export interface EncodingInput {
  readonly sources: readonly EncodingSource[];
  /** Of the pictures that come first, where others may follow whose size is another. */
  readonly size?: { readonly width: number; readonly height: number } | undefined;
  /** Of the pictures that come first, as ffmpeg writes a fraction; `undefined` without video or where it does not matter. */
  readonly frameRate?: string | undefined;
}

/** One input of the job. */
export interface EncodingSource {
  /** Options that end in `-i`, and its file. */
  readonly inputArguments: readonly string[];
  /** Only a stretch of it. */
  readonly stretch?: EncodedStretch | undefined;
}

/** A stretch of an input, from its first picture. */
export interface EncodedStretch {
  readonly fromSeconds: number;
  /** What begins there is left out; infinite for the rest. */
  readonly toSeconds: number;
  /** How much later than the first picture the first sound comes. */
  readonly soundDelaySeconds: number;
}

/**
 * Prepares what ffmpeg reads. Its own timeline of an input begins with whatever comes first, and which tracks count there
 * has changed from version to version; so the beginning of an input that is cut is measured here.
 *
 * @param listPath where lists of files may be written; numbers are appended
 */
export async function prepareEncodingInput(
  input: ConversionInput,
  listPath: string,
  signal: AbortSignal,
): Promise<EncodingInput> {
  const { sources, paths, segments } = input;
  const prepared: EncodingSource[] = [];
  for (const index of sources.keys()) {
    const inputArguments = await readFrom(pathsOf(input, index), `${listPath}.${index}.txt`);
    prepared.push({ inputArguments, stretch: await findStretch(input, index, signal) });
  }
  if (paths.length === 1 && input.clip === undefined) {
    return { sources: prepared };
  }
  const { size, frameSeconds } = await measureMedia(segments.slice(0, 1), signal);
  const frameTicks = Math.round((frameSeconds ?? 0) * TICKS_PER_SECOND);
  return { sources: prepared, size, frameRate: frameTicks === 0 ? undefined : `${TICKS_PER_SECOND}/${frameTicks}` };
}

const segmentsOf = ({ sources, segments }: ConversionInput, index: number) =>
  segments.slice(sources[index]?.firstSegment, sources[index + 1]?.firstSegment);

const pathsOf = (input: ConversionInput, index: number): readonly string[] => [
  ...new Set(segmentsOf(input, index).map(({ path }) => path)),
];

/** Several files of one input are joined by ffmpeg's concat demuxer, which gives each its own place on one timeline. */
async function readFrom(paths: readonly string[], listPath: string): Promise<readonly string[]> {
  const [only] = paths;
  if (only !== undefined && paths.length === 1) {
    return ['-i', only];
  }
  await writeFile(listPath, paths.map((path) => `file '${path.replaceAll("'", "'\\''")}'\n`).join(''));
  return ['-f', 'concat', '-safe', '0', '-i', listPath];
}

async function findStretch(
  input: ConversionInput,
  index: number,
  signal: AbortSignal,
): Promise<EncodedStretch | undefined> {
  const { clip, sources } = input;
  const fromSeconds = index === 0 ? (clip?.startSeconds ?? 0) : 0;
  const toSeconds = (index === sources.length - 1 ? clip?.endSeconds : undefined) ?? Number.POSITIVE_INFINITY;
  if (fromSeconds === 0 && toSeconds === Number.POSITIVE_INFINITY) {
    return undefined;
  }
  const { soundDelaySeconds } = await measureMedia(segmentsOf(input, index).slice(0, 1), signal);
  return { fromSeconds, toSeconds, soundDelaySeconds };
}
