import { rejectedManifest, unreadableInput } from './job-failure.ts';

/** One segment of a rendition, or a part of one. */
export interface ManifestSegment {
  readonly uri: string;
  readonly durationSeconds: number;
  /** From `EXT-X-BYTERANGE`; the whole object when absent. */
  readonly range?: { readonly offset: number; readonly length: number };
  /** Whether `EXT-X-DISCONTINUITY` stands before it: its timestamps do not follow the segment before. */
  readonly isDiscontinuous: boolean;
}

/** A playlist as MediaConvert looks at it. */
export type Manifest =
  | { readonly kind: 'multivariant'; readonly variants: readonly { uri: string; bandwidth: number }[] }
  | { readonly kind: 'rendition'; readonly segments: readonly ManifestSegment[] };

/** "MediaConvert supports EXT-X-VERSION values of 4 or lower". */
const newestVersion = 4;

/**
 * Reads an HLS playlist by the rules that MediaConvert has for inputs, which are narrower than RFC 8216.
 *
 * @throws JobFailedError 1010 when a rule is broken, 3400 when the text is not a well-formed playlist.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/using-hls-inputs.html
 */
export function parseManifest(url: string, text: string): Manifest {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  if (lines[0] !== '#EXTM3U') {
    throw unreadableInput(url, 'No parser found for container');
  }
  checkVersion(url, lines);
  return lines.some((line) => line.startsWith('#EXT-X-STREAM-INF:'))
    ? { kind: 'multivariant', variants: readVariants(lines) }
    : { kind: 'rendition', segments: readRendition(url, lines) };
}

function checkVersion(url: string, lines: readonly string[]): void {
  const versions = lines.filter((line) => line.startsWith('#EXT-X-VERSION:'));
  if (versions.length > 1) {
    throw unreadableInput(
      url,
      `The manifest file at this URL isn't formed correctly: [${url}]. It contains more than one #EXT-X-VERSION tag. Fix the manifest and resubmit your job.`,
    );
  }
  if (Number(versions[0]?.slice('#EXT-X-VERSION:'.length) ?? 1) > newestVersion) {
    throw unreadableInput(
      url,
      `The version of the manifest file at this URL is more recent than we support: [${url}]. We support versions up to [${newestVersion}].`,
    );
  }
}

function readVariants(lines: readonly string[]): { uri: string; bandwidth: number }[] {
  return lines.flatMap((line, index) => {
    const uri = lines.slice(index + 1).find((next) => next !== '' && !next.startsWith('#'));
    const bandwidth = /^#EXT-X-STREAM-INF:(?:.*,)?BANDWIDTH=(\d+)/.exec(line)?.[1];
    return uri === undefined || bandwidth === undefined ? [] : [{ uri, bandwidth: Number(bandwidth) }];
  });
}

function readRendition(url: string, lines: readonly string[]): ManifestSegment[] {
  checkRenditionTags(url, lines);
  const segments = readSegments(url, lines);
  if (segments.length === 0) {
    throw rejectedManifest(url, `This manifest is malformed: ${url}. It names no segment.`);
  }
  checkDurations(url, lines, segments);
  checkRanges(url, segments);
  return segments;
}

function checkRenditionTags(url: string, lines: readonly string[]): void {
  if (!lines.some((line) => line === '#EXT-X-ENDLIST' || line === '#EXT-X-PLAYLIST-TYPE:VOD')) {
    throw unreadableInput(
      url,
      `The manifest at this URL has neither #EXT-X-ENDLIST nor #EXT-X-PLAYLIST-TYPE:VOD: [${url}]`,
    );
  }
  if (lines.some((line) => line.startsWith('#EXT-X-KEY:') && !/METHOD=NONE(,|$)/.test(line))) {
    throw unreadableInput(url, `The manifest at this URL lists encrypted segments: [${url}]`);
  }
  if (lines.some((line) => line.startsWith('#EXT-X-MAP:'))) {
    throw unreadableInput(url, `The manifest at this URL lists segments that are not MPEG-TS (#EXT-X-MAP): [${url}]`);
  }
}

function readSegments(url: string, lines: readonly string[]): ManifestSegment[] {
  const segments: ManifestSegment[] = [];
  let tags: string[] = [];
  for (const line of lines) {
    if (line.startsWith('#')) {
      tags.push(line);
    } else if (line !== '') {
      segments.push(readSegment(url, line, tags, segments.at(-1)));
      tags = [];
    }
  }
  return segments;
}

function readSegment(
  url: string,
  uri: string,
  tags: readonly string[],
  previous: ManifestSegment | undefined,
): ManifestSegment {
  const extinf = findValue(tags, '#EXTINF:');
  const durationSeconds = Number(extinf?.split(',')[0] || Number.NaN);
  if (!(durationSeconds >= 0)) {
    throw rejectedManifest(url, `This manifest is malformed: ${url}. The segment ${uri} has no readable #EXTINF.`);
  }
  const [, length, offset] = /^(\d+)(?:@(\d+))?$/.exec(findValue(tags, '#EXT-X-BYTERANGE:') ?? '') ?? [];
  // Without an offset a range continues the one before in the same resource (RFC 8216 section 4.3.2.2).
  const follows = previous?.uri === uri && previous.range ? previous.range.offset + previous.range.length : 0;
  return {
    uri,
    durationSeconds,
    ...(length !== undefined && { range: { offset: Number(offset ?? follows), length: Number(length) } }),
    isDiscontinuous: tags.includes('#EXT-X-DISCONTINUITY'),
  };
}

const findValue = (tags: readonly string[], name: string): string | undefined =>
  tags.find((tag) => tag.startsWith(name))?.slice(name.length);

/** RFC 8216 section 4.3.3.1 compares durations rounded to the nearest integer. */
function checkDurations(url: string, lines: readonly string[], segments: readonly ManifestSegment[]): void {
  const target = Number(findValue(lines, '#EXT-X-TARGETDURATION:') ?? Number.POSITIVE_INFINITY);
  const tooLong = segments.find(({ durationSeconds }) => Math.round(durationSeconds) > target);
  if (tooLong !== undefined) {
    throw unreadableInput(
      url,
      `The child manifest at this URL isn't formed correctly: [${url}]. It specifies a larger segment duration in #EXTINF than in #EXT-X-TARGETDURATION. The problem is on this line: [#EXTINF:${tooLong.durationSeconds},]. Fix the manifest and resubmit your job.`,
    );
  }
}

/** "The start of the first subrange must be 0 and the following subrange segments must continue the former one." */
function checkRanges(url: string, segments: readonly ManifestSegment[]): void {
  segments.forEach(({ uri, range, isDiscontinuous }, index) => {
    const previous = segments[index - 1];
    const isFirst = previous?.uri !== uri;
    const expected = isFirst ? 0 : (previous?.range?.offset ?? 0) + (previous?.range?.length ?? 0);
    if (range !== undefined && range.offset !== expected) {
      throw unreadableInput(url, `The byte range of ${uri} at ${range.offset} does not start at ${expected}: [${url}]`);
    }
    if (isDiscontinuous && !isFirst && range !== undefined) {
      throw unreadableInput(url, `A discontinuity inside the segment ${uri} is not supported: [${url}]`);
    }
  });
}
