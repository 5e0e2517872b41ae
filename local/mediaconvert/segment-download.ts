import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import type { ConversionSegment } from './converter.ts';
import type { HlsInput, InputSegment } from './hls-input.ts';
import { accessDenied, unreadableSegment } from './job-failure.ts';
import { toS3Url } from './s3-location.ts';
import { appendObject, wasDenied } from './s3-objects.ts';

/** Size and first byte of a transport stream packet (ISO/IEC 13818-1, 2.4.3.2). */
const packetBytes = 188;
const syncByte = 0x47;

/** The segments of one input on disk. */
export interface DownloadedSegments {
  /** Files to be played one after the other, each with a timeline of its own. */
  readonly paths: readonly string[];
  readonly segments: readonly ConversionSegment[];
}

/**
 * Puts the segments of a rendition into one file per continuous run, as ffmpeg wants them, and notes where each lies.
 *
 * `onWarning` hears of segments that end in the middle of a packet; the rest of such a packet is left out, since the
 * next segment would otherwise be out of step.
 *
 * @throws JobFailedError 1056 when a segment is missing, empty or no transport stream, 1401 when S3 denies it.
 */
export async function downloadSegments(
  s3: S3Client,
  input: HlsInput,
  directory: string,
  onWarning: (message: string) => void,
  signal: AbortSignal,
): Promise<DownloadedSegments> {
  const { playlistUrl } = input;
  const paths: string[] = [];
  const segments: ConversionSegment[] = [];
  for (const segment of input.segments) {
    if (paths.length === 0 || segment.isDiscontinuous) {
      paths.push(join(directory, `part-${paths.length}.ts`));
    }
    const path = paths.at(-1) ?? '';
    const { offset, sizeBytes, warning } = await appendSegment(s3, playlistUrl, segment, path, signal);
    if (warning !== undefined) {
      onWarning(warning);
    }
    const { location, durationSeconds, isDiscontinuous } = segment;
    segments.push({ url: toS3Url(location), path, offset, sizeBytes, durationSeconds, isDiscontinuous });
  }
  return { paths, segments };
}

async function appendSegment(
  s3: S3Client,
  playlistUrl: string,
  { location, range }: InputSegment,
  path: string,
  signal: AbortSignal,
): Promise<{ offset: number; sizeBytes: number; warning?: string }> {
  const url = toS3Url(location);
  const offset = await sizeOf(path);
  try {
    await appendObject(s3, location, range, path, signal);
  } catch (error) {
    signal.throwIfAborted();
    throw wasDenied(error) ? accessDenied(url, error) : unreadableSegment(url, playlistUrl, error);
  }
  const excessBytes = await trimToPackets(path, offset);
  if (excessBytes === undefined) {
    throw unreadableSegment(url, playlistUrl);
  }
  const sizeBytes = (await sizeOf(path)) - offset;
  if (excessBytes === 0) return { offset, sizeBytes };
  return { offset, sizeBytes, warning: `${url} ends ${excessBytes} bytes into a transport stream packet.` };
}

/** Cuts off an unfinished packet and says how many bytes it had; `undefined` when what is there is no packet at all. */
async function trimToPackets(path: string, start: number): Promise<number | undefined> {
  const file = await open(path, 'r+');
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, start);
    if (bytesRead === 0 || buffer[0] !== syncByte || size - start < packetBytes) {
      return undefined;
    }
    const excessBytes = (size - start) % packetBytes;
    await file.truncate(size - excessBytes);
    return excessBytes;
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.size ?? 0;
}
