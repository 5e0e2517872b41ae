/** Frames per second of every rendition. */
export const FRAMES_PER_SECOND = 30;

/** Length of one video frame on the 90 kHz clock of PTS and DTS (ISO/IEC 13818-1, 2.4.3.7). */
export const TICKS_PER_VIDEO_FRAME = 3000;

/** Length of one AAC-LC frame (1024 samples at 48 kHz, ISO/IEC 14496-3, 4.5.2.1) on the 90 kHz clock. */
export const TICKS_PER_AUDIO_FRAME = 1920;

/** PTS of the first video and the first audio frame: 61 s, where a real IVS recording was seen to begin. */
export const FIRST_PTS_TICKS = 61 * 90_000;

/** How much longer the sound lasts than the picture; real recordings end as unevenly. */
const AUDIO_TAIL_SECONDS = 0.6;

const KEY_FRAMES_PER_SEGMENT = 10;

/**
 * Frames by which the last key-frame interval of a segment is longer than one second, in turn.
 * With them segments last 10.267, 10.000, 10.667, 10.967 and 10.633 s, the lengths with which a real recording begins.
 */
const EXTRA_FRAMES = [8, 0, 20, 29, 19];

/** One key-frame interval (a closed group of pictures) and the audio frames that begin within it. */
export type KeyFrameInterval = {
  firstVideoFrame: number;
  videoFrameCount: number;
  firstAudioFrame: number;
  audioFrameCount: number;
  /** Presentation times relative to the recording's first frame; the last interval ends with the longer track. */
  startTicks: number;
  endTicks: number;
};

/** The key-frame intervals of one segment file. */
export type PlannedSegment = { index: number; intervals: KeyFrameInterval[] };

/** What every rendition has in common, so that all of them are cut at the same times. */
export type Timeline = {
  videoFrameCount: number;
  audioFrameCount: number;
  segments: PlannedSegment[];
};

/** Thrown when a recording is asked for that is too short to have a picture and a tail of sound. */
export class SampleTooShortError extends Error {
  override readonly name = 'SampleTooShortError';

  constructor(seconds: number) {
    super(`A sample recording of ${seconds} s is too short: ask for at least 2 s.`);
  }
}

/**
 * Divides a recording into segments and key-frame intervals.
 *
 * @param seconds length of the longer track, which is the sound
 * @throws {SampleTooShortError} under two seconds
 */
export function planTimeline(seconds: number): Timeline {
  if (!(seconds >= 2)) {
    throw new SampleTooShortError(seconds);
  }
  const videoFrameCount = Math.round((seconds - AUDIO_TAIL_SECONDS) * FRAMES_PER_SECOND);
  const audioFrameCount = Math.floor((seconds * 90_000) / TICKS_PER_AUDIO_FRAME);
  const segments: PlannedSegment[] = [];
  let firstVideoFrame = 0;

  for (const segmentLengths of segmentsOfFrames(videoFrameCount)) {
    const intervals = segmentLengths.map((length) => {
      const interval = makeInterval(firstVideoFrame, length, { videoFrameCount, audioFrameCount });
      firstVideoFrame += length;
      return interval;
    });
    segments.push({ index: segments.length, intervals });
  }
  return { videoFrameCount, audioFrameCount, segments };
}

/**
 * Frame numbers of the key frames of one round of {@link EXTRA_FRAMES}, and the length of the round, after which
 * they repeat. An encoder can be told these for a recording of any length.
 */
export function keyFramePattern(): { keyFrames: number[]; roundFrames: number } {
  const keyFrames: number[] = [];
  let frame = 0;
  for (const length of EXTRA_FRAMES.flatMap(intervalLengths)) {
    keyFrames.push(frame);
    frame += length;
  }
  return { keyFrames, roundFrames: frame };
}

/** Lengths in frames of each segment's key-frame intervals, cut off where the video ends. */
function* segmentsOfFrames(videoFrameCount: number): Generator<number[]> {
  let left = videoFrameCount;
  for (let index = 0; left > 0; index++) {
    const lengths: number[] = [];
    for (const length of intervalLengths(EXTRA_FRAMES[index % EXTRA_FRAMES.length] ?? 0)) {
      if (left > 0) {
        lengths.push(Math.min(length, left));
        left -= Math.min(length, left);
      }
    }
    yield lengths;
  }
}

function intervalLengths(extraFrames: number): number[] {
  const lengths = Array<number>(KEY_FRAMES_PER_SEGMENT).fill(FRAMES_PER_SECOND);
  lengths[KEY_FRAMES_PER_SEGMENT - 1] = FRAMES_PER_SECOND + extraFrames;
  return lengths;
}

function makeInterval(
  firstVideoFrame: number,
  videoFrameCount: number,
  total: { videoFrameCount: number; audioFrameCount: number },
): KeyFrameInterval {
  const endVideoFrame = firstVideoFrame + videoFrameCount;
  const isLast = endVideoFrame === total.videoFrameCount;
  const startTicks = firstVideoFrame * TICKS_PER_VIDEO_FRAME;
  const videoEndTicks = endVideoFrame * TICKS_PER_VIDEO_FRAME;
  const firstAudioFrame = Math.ceil(startTicks / TICKS_PER_AUDIO_FRAME);
  const endAudioFrame = isLast ? total.audioFrameCount : Math.ceil(videoEndTicks / TICKS_PER_AUDIO_FRAME);
  const endTicks = isLast ? Math.max(videoEndTicks, endAudioFrame * TICKS_PER_AUDIO_FRAME) : videoEndTicks;
  return {
    firstVideoFrame,
    videoFrameCount,
    firstAudioFrame,
    audioFrameCount: endAudioFrame - firstAudioFrame,
    startTicks,
    endTicks,
  };
}
