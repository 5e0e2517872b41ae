/** The first frames of a part, in ticks of one clock, unwrapped; each `undefined` where its track has none. */
export interface PartBeginning {
  readonly video: { readonly decodeTime: number; readonly presentationTime: number } | undefined;
  readonly audioTime: number | undefined;
}

/** How far the file has come, in ticks from its beginning. */
export interface PartEnd {
  readonly videoEnd: number;
  readonly audioFrames: number;
  /** How long an AAC frame lasts: 1024 samples; not a whole number at 44.1 kHz. */
  readonly audioFrameTicks: number;
  /** The next picture must not be decoded before this. */
  readonly nextDecodeTime: number;
}

/** Against the rounding of products: far less than a tick. */
const ROUNDING_FRAMES = 1e-6;

/**
 * What to add to the times of the first part so that the file begins at 0 with the first picture, or with the audio where
 * that begins clearly earlier. Half a frame earlier is not: audio lies on its grid of frames, so that one of them is put
 * at 0 with an error of less than half a frame.
 */
export function offsetOfFirstPart({ video, audioTime }: PartBeginning, audioFrameTicks: number): number {
  if (video === undefined) return -Math.round(audioTime ?? 0);
  const isAudioFirst = audioTime !== undefined && audioTime < video.presentationTime - audioFrameTicks / 2;
  return -Math.round(isAudioFirst ? audioTime : video.presentationTime);
}

/**
 * What to add to the times of a later part. One offset for both tracks keeps them in sync; the smallest with which
 *
 * - nothing of the part comes before the end of either track, lest two parts be heard and seen at once;
 * - its first picture is decoded after the last one before;
 * - its first audio frame lies on the grid of 1024 samples, which goes through the whole file. So audio and video are in
 *   sync to the tick at each part's beginning, and the picture before stands for at most an AAC frame longer.
 */
export function offsetOfLaterPart({ video, audioTime }: PartBeginning, end: PartEnd): number {
  const beginning = Math.min(
    video?.presentationTime ?? Number.POSITIVE_INFINITY,
    audioTime ?? Number.POSITIVE_INFINITY,
  );
  let offset = Math.max(end.videoEnd, end.audioFrames * end.audioFrameTicks) - beginning;
  if (video !== undefined) offset = Math.max(offset, end.nextDecodeTime - video.decodeTime);
  if (audioTime === undefined) return Math.ceil(offset);
  const frame = Math.ceil((audioTime + offset) / end.audioFrameTicks - ROUNDING_FRAMES);
  return Math.round(frame * end.audioFrameTicks - audioTime);
}
