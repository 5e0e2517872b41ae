import type { Clippings } from './clipping-rules.ts';
import type { ConversionClip, ConversionInput } from './converter.ts';
import { missingRegion, missingTimecode } from './job-failure.ts';
import { measureMedia } from './measure-media.ts';
import { endOfFrame, isCounted, parseTimecode, startOfFrame } from './timecode.ts';

/**
 * In an input without video the last two digits are hundredths of a second.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/setting-up-timecode.html
 */
const secondsWithoutPictures = 1 / 100;

type FetchedInput = Omit<ConversionInput, 'clip'>;

/**
 * Makes seconds of a job's timecodes, which count the frames of the input that they are for, from zero (`ZEROBASED`). The
 * frame that the end names is in the clip. An end beyond the input's is its end.
 *
 * @throws JobFailedError 1060 when the clip is not in its inputs
 */
export async function resolveClip(
  { start, end }: Clippings,
  input: FetchedInput,
  signal: AbortSignal,
): Promise<ConversionClip | undefined> {
  if (start === undefined && end === undefined) {
    return undefined;
  }
  const last = input.sources.length - 1;
  const startSeconds = start === undefined ? 0 : await findStart(start, input, signal);
  const endSeconds = end === undefined ? Number.POSITIVE_INFINITY : await findEnd(end, input, last, signal);
  if (last === 0 && endSeconds <= startSeconds) {
    throw missingRegion(start ?? '', end ?? '', 1);
  }
  return { startSeconds, endSeconds };
}

async function findStart(text: string, input: FetchedInput, signal: AbortSignal): Promise<number> {
  const timecode = parseTimecode(text);
  const frameSeconds = await frameSecondsOf(input, 0, signal);
  if (timecode === undefined || !isCounted(timecode, frameSeconds)) {
    throw missingTimecode(text, 1);
  }
  const seconds = startOfFrame(timecode, frameSeconds);
  if (seconds >= secondsOf(input, 0)) {
    throw missingTimecode(text, 1);
  }
  return seconds;
}

async function findEnd(text: string, input: FetchedInput, index: number, signal: AbortSignal): Promise<number> {
  const timecode = parseTimecode(text);
  const frameSeconds = await frameSecondsOf(input, index, signal);
  if (timecode === undefined || !isCounted(timecode, frameSeconds)) {
    throw missingRegion('00:00:00:00', text, index + 1);
  }
  return endOfFrame(timecode, frameSeconds);
}

async function frameSecondsOf({ segments, sources }: FetchedInput, index: number, signal: AbortSignal) {
  const at = sources[index]?.firstSegment ?? 0;
  const { frameSeconds } = await measureMedia(segments.slice(at, at + 1), signal);
  return frameSeconds ?? secondsWithoutPictures;
}

function secondsOf({ segments, sources }: FetchedInput, index: number): number {
  return segments
    .slice(sources[index]?.firstSegment, sources[index + 1]?.firstSegment)
    .reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
}
