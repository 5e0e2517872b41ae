import { AudioOpening } from './audio-opening.ts';
import type { CarriedState } from './carried-state.ts';
import { ClipEnd } from './clip-end.ts';
import type { ClipPlan } from './clip-plan.ts';
import type { FindingLog } from './finding-log.ts';
import type { BatchFrames } from './frame-intake.ts';
import { KeyFrameGate } from './key-frame-gate.ts';
import type { RemuxReport } from './remux-report.ts';
import { TICKS_PER_SECOND, ticksBetween } from './ticks.ts';
import type { Selection, TimedAudio, TimedPictures } from './timed-frames.ts';

/** Frames to write, in order: audio that was held back may come before that of the batch. */
export interface SelectedFrames {
  readonly pictures: readonly Selection<TimedPictures>[];
  readonly audio: readonly Selection<TimedAudio>[];
}

/** Decides which frames are in the file: all but those outside a clip and those that cannot be shown. */
export class FrameSelection {
  readonly #clip: ClipPlan | undefined;
  readonly #gate: KeyFrameGate;
  readonly #opening: AudioOpening;
  readonly #clipEnd: ClipEnd | undefined;
  #hasStarted = false;

  constructor(state: CarriedState, clip: ClipPlan | undefined, log: FindingLog) {
    this.#clip = clip;
    this.#gate = new KeyFrameGate(state.keyFrames, log);
    this.#opening = new AudioOpening(state.clocks.audio.pace);
    this.#clipEnd = clip !== undefined && Number.isFinite(clip.endTicks) ? new ClipEnd(clip.endTicks) : undefined;
  }

  /** What was left out at the beginning so that the file begins with a key frame. */
  get trimmed(): RemuxReport['trimmed'] {
    const { trimmedFrom, trimmedPictures, startTime } = this.#gate;
    const { trimmedFrames: audioFrames } = this.#opening;
    const videoTicks = trimmedPictures === 0 ? 0 : ticksBetween(trimmedFrom, startTime);
    const audioTicks = audioFrames === 0 ? 0 : ticksBetween(this.#opening.trimmedFrom, startTime);
    const durationMs = Math.round((Math.max(videoTicks, audioTicks) / TICKS_PER_SECOND) * 1000);
    return { videoFrames: trimmedPictures, audioFrames, durationMs };
  }

  /** Whether nothing that comes can belong to the clip. */
  isOver(isVideoExpected: boolean, isAudioExpected: boolean): boolean {
    return this.#clipEnd?.isReached(isVideoExpected, isAudioExpected) ?? false;
  }

  /** There is no video, so that audio need not wait for a key frame. */
  goWithoutVideo(): void {
    // A clip of audio waits for its first frame instead.
    if (this.#clip?.startTicks === undefined) this.#opening.startNow();
  }

  /**
   * Takes the frames of a batch.
   *
   * @throws SegmentDamagedError `key-frame-missing`, unless losses are tolerated
   */
  select({ pictures, audio }: BatchFrames): SelectedFrames {
    const isLast = pictures.segmentIndex === this.#clip?.lastIndex;
    const clipEnd = isLast ? this.#clipEnd : undefined;
    clipEnd?.begin(pictures, audio);
    const refused = this.#gate.countRefused(pictures);
    this.#start(audio);
    const selected = { frames: pictures, from: refused, to: pictures.count };
    const sounds = this.#opening.select(audio);
    return {
      pictures: clipEnd?.selectPictures(selected) ?? [selected],
      audio: clipEnd === undefined ? sounds : sounds.map((sound) => clipEnd.selectAudio(sound)),
    };
  }

  /** A segment is over. */
  endSegment(): void {
    this.#opening.endSegment();
  }

  /**
   * Nothing continues what came so far; pictures go on with a key frame.
   *
   * @returns audio that waited for a picture until now
   * @throws SegmentDamagedError `key-frame-missing`, unless losses are tolerated
   */
  endPart(): readonly Selection<TimedAudio>[] {
    this.#gate.close();
    this.#opening.startNow();
    return this.#opening.release();
  }

  #start(audio: TimedAudio): void {
    if (this.#hasStarted) return;
    const { startTime } = this.#gate;
    const startTicks = this.#clip?.startTicks;
    if (startTicks !== undefined && audio.count > 0) this.#opening.startClip((audio.times[0] ?? 0) + startTicks);
    else if (Number.isNaN(startTime)) return;
    else if (this.#clip?.startKey !== undefined) this.#opening.startClip(startTime);
    else this.#opening.start(startTime);
    this.#hasStarted = true;
  }
}
