/** A place in an input: whole seconds, and frames on top of them, at the input's own rate. */
export interface Timecode {
  /** As it was written, for messages. */
  readonly text: string;
  readonly seconds: number;
  readonly frames: number;
}

/**
 * Reads `HH:MM:SS:FF`, where hours end at 24, as the service's own pattern has it; `undefined` for any other text.
 * Drop-frame timecodes (`HH:MM:SS;FF`) are not read: see {@link isDropFrame}.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */
export function parseTimecode(text: string): Timecode | undefined {
  const match = /^([01]\d|2[0-4]):([0-5]\d):([0-5]\d):(\d{2})$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = match.slice(1).map(Number);
  return { text, seconds: (hours * 60 + minutes) * 60 + seconds, frames };
}

/** Whether it is a timecode that leaves numbers out to keep step with a clock at 29.97 frames per second. */
export const isDropFrame = (text: string): boolean => /^([01]\d|2[0-4]):[0-5]\d:[0-5]\d;\d{2}$/.test(text);

/**
 * Where the timecode's frame begins, in seconds from the input's first one. Timecodes number frames at the rate rounded up
 * to whole ones: at 29.97 a second, an hour of them is 3.6 s more than an hour.
 */
export const startOfFrame = (timecode: Timecode, frameSeconds: number): number =>
  frameNumber(timecode, frameSeconds) * frameSeconds;

/** Where the timecode's frame ends: the one after it begins there. */
export const endOfFrame = (timecode: Timecode, frameSeconds: number): number =>
  (frameNumber(timecode, frameSeconds) + 1) * frameSeconds;

/** Whether there is a frame of that number in a second: at 30 they are counted from 0 to 29. */
export const isCounted = ({ frames }: Timecode, frameSeconds: number): boolean => frames < nominalRate(frameSeconds);

const nominalRate = (frameSeconds: number): number => Math.round(1 / frameSeconds);

const frameNumber = ({ seconds, frames }: Timecode, frameSeconds: number): number =>
  seconds * nominalRate(frameSeconds) + frames;
