import { followPace, newPace, type Pace } from './pace.ts';

/** What is known of the video track's place in time: ticks from the file's beginning. Carried between segments. */
export interface PictureTimesState {
  /**
   * What turns times of the file into times of the track, which begins at 0 with the first picture's decoding; `NaN`
   * before that.
   */
  shift: number;
  /** How long nothing is shown before the first picture: an empty edit. */
  startDelay: number;
  /** Decode time of the last picture, of the track; -1 before the first. */
  lastDecodeTime: number;
  /** Presentation time of the picture shown last, of the file. */
  lastPresentationTime: number;
  /** How long a picture lasts, and the step before the last one, in ticks. */
  readonly pace: Pace;
}

/** Before the first picture. */
export const newPictureTimesState = (): PictureTimesState => ({
  shift: Number.NaN,
  startDelay: 0,
  lastDecodeTime: -1,
  lastPresentationTime: Number.NEGATIVE_INFINITY,
  pace: newPace(),
});

/**
 * Gives pictures their decode times and composition offsets (ISO/IEC 14496-12 8.6.1.2, 8.6.1.3).
 *
 * A picture's presentation is never moved for the sake of its decoding: MP4 wants decode times that increase, so where
 * the stream repeats one or steps back by jitter, the picture is decoded a tick after the one before and its composition
 * offset is as much smaller.
 *
 * The only edit that this leaves to the file is the delay of B-frames: the first picture is decoded at 0 and shown at its
 * composition offset, which is where the presentation begins.
 */
export class PictureTimes {
  readonly #state: PictureTimesState;
  #compositionOffset = 0;

  constructor(state: PictureTimesState) {
    this.#state = state;
  }

  /** Of the picture placed last, from the first one's decoding. */
  get decodeTime(): number {
    return this.#state.lastDecodeTime;
  }

  get compositionOffset(): number {
    return this.#compositionOffset;
  }

  /** The earliest time of the file at which another picture may be decoded. */
  get nextDecodeTime(): number {
    const { shift, lastDecodeTime } = this.#state;
    return Number.isNaN(shift) ? Number.NEGATIVE_INFINITY : lastDecodeTime + 1 - shift;
  }

  /** When the picture that is shown last ends, in ticks from the file's beginning; 0 without any. */
  get end(): number {
    return Math.max(0, this.#state.lastPresentationTime + this.#state.pace.frameTicks);
  }

  /** When a picture after the last one would be decoded, in ticks from the first one's decoding. */
  get endDecodeTime(): number {
    return this.#state.lastDecodeTime + this.#state.pace.frameTicks;
  }

  /**
   * Gives a picture its place.
   *
   * @param decodeTime in ticks from the file's beginning; whole
   * @param presentationTime not before `decodeTime`
   * @param step from the decode time of the picture before; `NaN` for a part's first
   * @returns by how many ticks its decoding comes later than it should
   */
  place(decodeTime: number, presentationTime: number, step: number): number {
    const state = this.#state;
    followPace(state.pace, step);
    if (Number.isNaN(state.shift)) {
      state.shift = -decodeTime;
      state.startDelay = presentationTime;
    }
    const wanted = decodeTime + state.shift;
    const time = wanted > state.lastDecodeTime ? wanted : state.lastDecodeTime + 1;
    const offset = presentationTime + state.shift - time;
    this.#compositionOffset = offset > 0 ? offset : 0;
    state.lastDecodeTime = time;
    if (presentationTime > state.lastPresentationTime) state.lastPresentationTime = presentationTime;
    return time - wanted;
  }
}
