import type { S3Client } from '@aws-sdk/client-s3';
import { type Manifest, type ManifestSegment, parseManifest } from './hls-manifest.ts';
import { accessDenied, missingInput, rejectedManifest, unreadableInput } from './job-failure.ts';
import { parseS3Url, resolveUri, type S3Location, toS3Url } from './s3-location.ts';
import { ObjectTooLargeError, readText, wasDenied, wasNotFound } from './s3-objects.ts';

/** "MediaConvert supports manifest file sizes up to 16 MB" (error 3400). */
const maxManifestBytes = 16 * 1024 * 1024;

/** "The input URL exceeded a character count limit of 900 characters" (error 3400). */
const maxUrlCharacters = 900;

/** A segment and the object that holds it. */
export interface InputSegment extends Omit<ManifestSegment, 'uri'> {
  readonly location: S3Location;
}

/** A rendition that can be read: its playlist and what that names, in order. */
export interface HlsInput {
  readonly playlistUrl: string;
  readonly segments: readonly InputSegment[];
}

/**
 * Opens an input playlist. Of a multivariant playlist the variant with the highest bandwidth is taken, as MediaConvert
 * does with `SelectorType: AUTO`.
 *
 * @throws JobFailedError 1404, 1401, 1010 or 3400.
 */
export async function openHlsInput(s3: S3Client, fileInput: string, signal: AbortSignal): Promise<HlsInput> {
  const location = locate(fileInput);
  const manifest = await readManifest(s3, location, fileInput, signal);
  if (manifest.kind === 'rendition') {
    return resolveSegments(location, manifest.segments);
  }
  const [best] = manifest.variants.toSorted((a, b) => b.bandwidth - a.bandwidth);
  if (best === undefined) {
    throw rejectedManifest(
      fileInput,
      `This manifest is malformed: ${fileInput}. It names no variant with a BANDWIDTH.`,
    );
  }
  const child = resolve(location, best.uri);
  const childManifest = await readManifest(s3, child, fileInput, signal);
  if (childManifest.kind !== 'rendition') {
    throw rejectedManifest(fileInput, `This manifest is malformed: ${toS3Url(child)}. It is multivariant in its turn.`);
  }
  return resolveSegments(child, childManifest.segments);
}

async function readManifest(
  s3: S3Client,
  location: S3Location,
  inputUrl: string,
  signal: AbortSignal,
): Promise<Manifest> {
  const url = toS3Url(location);
  try {
    return parseManifest(url, await readText(s3, location, maxManifestBytes, signal));
  } catch (error) {
    throw translate(error, url, inputUrl);
  }
}

function translate(error: unknown, url: string, inputUrl: string): unknown {
  if (error instanceof ObjectTooLargeError) {
    const limit = 'MediaConvert supports manifest file sizes up to 16 MB.';
    return rejectedManifest(
      inputUrl,
      `The file size of this manifest is larger than MediaConvert supports: ${url}. ${limit}`,
    );
  }
  if (wasNotFound(error)) {
    return missingInput(url, error);
  }
  return wasDenied(error) ? accessDenied(url, error) : error;
}

function resolveSegments(playlist: S3Location, manifestSegments: readonly ManifestSegment[]): HlsInput {
  const segments: InputSegment[] = [];
  for (const { uri, ...segment } of manifestSegments) {
    const location = resolve(playlist, uri);
    const previous = segments.at(-1);
    if (previous?.range !== undefined && segment.range !== undefined && previous.location.key === location.key) {
      segments.splice(-1, 1, joinRanges(previous, previous.range, segment));
    } else {
      segments.push({ ...segment, location });
    }
  }
  return { playlistUrl: toS3Url(playlist), segments };
}

/** Ranges of one object follow each other from its first byte on, or the manifest would have been refused. */
function joinRanges(
  previous: InputSegment,
  { offset, length }: { offset: number; length: number },
  next: Omit<ManifestSegment, 'uri'>,
): InputSegment {
  return {
    ...previous,
    durationSeconds: previous.durationSeconds + next.durationSeconds,
    range: { offset, length: length + (next.range?.length ?? 0) },
  };
}

function resolve(playlist: S3Location, uri: string): S3Location {
  const location = resolveUri(playlist, uri);
  if (location === undefined) {
    throw unreadableInput(
      toS3Url(playlist),
      `The local MediaConvert reads from S3 only, and this is elsewhere: ${uri}`,
    );
  }
  const url = toS3Url(location);
  if (url.length > maxUrlCharacters) {
    throw rejectedManifest(
      toS3Url(playlist),
      `The input URL exceeded a character count limit of ${maxUrlCharacters} characters: ${url}.`,
    );
  }
  return location;
}

function locate(fileInput: string): S3Location {
  const location = parseS3Url(fileInput);
  if (location === undefined) {
    throw unreadableInput(fileInput, 'The local MediaConvert reads from S3 only');
  }
  return location;
}
