import type { FrameQueue } from './frame-queue.ts';
import type { MediaData } from './media-data.ts';
import { bytesBefore, type Selection, type TimedAudio, type TimedPictures } from './timed-frames.ts';

/** Puts the bytes of pictures into the media data, and their numbers into the queue where they wait for their time. */
export function writePictures(
  { frames, from, to }: Selection<TimedPictures>,
  media: MediaData,
  queue: FrameQueue,
): void {
  const { sizes, decodeTimes, presentationTimes, flags, segmentIndex } = frames;
  let position = appendBytes(frames, from, to, media);
  for (let i = from; i < to; i++) {
    const sizeBytes = sizes[i] ?? 0;
    queue.push(decodeTimes[i] ?? 0, presentationTimes[i] ?? 0, sizeBytes, position, flags[i] ?? 0, segmentIndex);
    position += sizeBytes;
  }
}

/** @see writePictures */
export function writeAudio({ frames, from, to }: Selection<TimedAudio>, media: MediaData, queue: FrameQueue): void {
  const { sizes, times, flags, segmentIndex } = frames;
  let position = appendBytes(frames, from, to, media);
  for (let i = from; i < to; i++) {
    const sizeBytes = sizes[i] ?? 0;
    const time = times[i] ?? 0;
    queue.push(time, time, sizeBytes, position, flags[i] ?? 0, segmentIndex);
    position += sizeBytes;
  }
}

/** @returns where they begin */
function appendBytes(
  { bytes, sizes, count }: TimedPictures | TimedAudio,
  from: number,
  to: number,
  media: MediaData,
): number {
  const start = bytesBefore(sizes, from);
  const end = to === count ? bytes.length : bytesBefore(sizes, to);
  // Not `subarray`: of a Buffer that is a Buffer again, whose `slice` copies nothing, which sinks may not expect.
  return media.append(new Uint8Array(bytes.buffer, bytes.byteOffset + start, from === to ? 0 : end - start));
}
