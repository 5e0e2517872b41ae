import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { readClippings } from './clipping-rules.ts';
import type { ConversionInput, ConversionSegment, ConversionSource } from './converter.ts';
import { openHlsInput } from './hls-input.ts';
import type { JobInput } from './job-settings.ts';
import { resolveClip } from './resolve-clip.ts';
import { downloadSegments } from './segment-download.ts';

/**
 * Reads all inputs of a job into a folder. All playlists are read before the first segment is fetched, so that a job
 * which cannot succeed ends early.
 *
 * @throws JobFailedError 1010, 1056, 1060, 1401, 1404 or 3400
 */
export async function fetchInputs(
  s3: S3Client,
  inputs: readonly JobInput[],
  directory: string,
  onWarning: (message: string) => void,
  signal: AbortSignal,
): Promise<ConversionInput> {
  const opened = [];
  for (const { fileInput } of inputs) {
    opened.push(await openHlsInput(s3, fileInput, signal));
  }
  const paths: string[] = [];
  const segments: ConversionSegment[] = [];
  const sources: ConversionSource[] = [];
  for (const [index, input] of opened.entries()) {
    const folder = join(directory, `input-${index}`);
    await mkdir(folder);
    const fetched = await downloadSegments(s3, input, folder, onWarning, signal);
    sources.push({ playlistUrl: input.playlistUrl, firstSegment: segments.length });
    paths.push(...fetched.paths);
    // Another input's timestamps follow nothing.
    segments.push(
      ...fetched.segments.map((segment, at) =>
        index > 0 && at === 0 ? { ...segment, isDiscontinuous: true } : segment,
      ),
    );
  }
  const expectedSeconds = segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const input = { sources, paths, segments, expectedSeconds };
  return { ...input, clip: await resolveClip(readClippings(inputs), input, signal) };
}
