/** Pictures of one batch with their times, unwrapped. Columns of numbers; the arrays may be longer than `count`. */
export interface TimedPictures {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly sizes: Uint32Array;
  readonly decodeTimes: Float64Array;
  readonly presentationTimes: Float64Array;
  /** `KEY_FRAME`, `JUMP`. */
  readonly flags: Uint8Array;
  readonly segmentIndex: number;
}

/** Audio frames of one batch with their times, unwrapped. */
export interface TimedAudio {
  readonly bytes: Uint8Array;
  readonly count: number;
  readonly sizes: Uint16Array;
  readonly times: Float64Array;
  /** `TIME_STATED`, `JUMP`. */
  readonly flags: Uint8Array;
  readonly segmentIndex: number;
}

/** Some of the frames of a batch: those from `from` up to, not including, `to`. */
export interface Selection<Frames> {
  readonly frames: Frames;
  readonly from: number;
  readonly to: number;
}

/** Bytes of the frames in front of the one with this index. */
export function bytesBefore(sizes: Uint32Array | Uint16Array, index: number): number {
  let bytes = 0;
  for (let i = 0; i < index; i++) bytes += sizes[i] ?? 0;
  return bytes;
}

/** Not `slice`, which copies nothing when the bytes happen to be a Buffer. */
const copyOf = ({ bytes, sizes }: TimedPictures | TimedAudio, from: number, to: number): Uint8Array =>
  new Uint8Array(bytes.subarray(bytesBefore(sizes, from), bytesBefore(sizes, to)));

/** Copies frames that have to outlive their batch. */
export function keepPictures({ frames, from, to }: Selection<TimedPictures>): TimedPictures {
  return {
    bytes: copyOf(frames, from, to),
    count: to - from,
    sizes: frames.sizes.slice(from, to),
    decodeTimes: frames.decodeTimes.slice(from, to),
    presentationTimes: frames.presentationTimes.slice(from, to),
    flags: frames.flags.slice(from, to),
    segmentIndex: frames.segmentIndex,
  };
}

/** @see keepPictures */
export function keepAudio({ frames, from, to }: Selection<TimedAudio>): TimedAudio {
  return {
    bytes: copyOf(frames, from, to),
    count: to - from,
    sizes: frames.sizes.slice(from, to),
    times: frames.times.slice(from, to),
    flags: frames.flags.slice(from, to),
    segmentIndex: frames.segmentIndex,
  };
}
