/**
 * Time codes of clips. MediaConvert names frames by their number, not by milliseconds: `HH:MM:SS:FF` counts them at the
 * rate rounded up to whole frames, so that at 29.97 frames a second an hour of time codes is 3.6 s more than an hour. The
 * variant that makes up for it by leaving numbers out is written with a semicolon.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/setting-up-timecode.html
 */

/** In an input without video, the last two digits are hundredths of a second. */
export const audioTimecodeRate = 100;

/** In frames: what sums of floating point are off by, and much less than a frame. */
const tolerance = 0.01;

/** Time code of the first frame that begins at or after `seconds`. */
export const startTimecode = (seconds: number, framesPerSecond: number): string =>
  timecodeOf(firstFrameFrom(seconds, framesPerSecond), framesPerSecond);

/**
 * Time code of the last frame that begins before `seconds`: MediaConvert takes the frame that an end names as well.
 * @param fromSeconds Where the clip begins: it has one frame at least.
 */
export const endTimecode = (fromSeconds: number, seconds: number, framesPerSecond: number): string => {
  const last = firstFrameFrom(seconds, framesPerSecond) - 1;
  return timecodeOf(Math.max(last, firstFrameFrom(fromSeconds, framesPerSecond)), framesPerSecond);
};

const firstFrameFrom = (seconds: number, framesPerSecond: number): number =>
  Math.max(0, Math.ceil(seconds * framesPerSecond - tolerance));

function timecodeOf(frame: number, framesPerSecond: number): string {
  const nominalRate = Math.round(framesPerSecond);
  const seconds = Math.floor(frame / nominalRate);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60, frame % nominalRate];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
