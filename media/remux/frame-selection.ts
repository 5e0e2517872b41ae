import { AudioOpening } from './audio-opening.ts';
import type { CarriedState } from './carried-state.ts';
import { ClipEnd } from './clip-end.ts';
import type { ClipPlan } from './clip-plan.ts';
import type { FindingLog } from './finding-log.ts';
import type { BatchFrames } from './frame-intake.ts';
import { JUMP } from './frame-queue.ts';
import { KeyFrameGate, LONGEST_TRIM_TICKS } from './key-frame-gate.ts';
import type { RemuxReport } from './remux-report.ts';
import { TICKS_PER_SECOND, ticksBetween } from './ticks.ts';
import { bytesBefore, type Selection, type TimedAudio, type TimedPictures } from './timed-frames.ts';
import type { TrackClock } from './track-clock.ts';

/** Frames to write, in order: audio that was held back may come before that of the batch. */
export interface SelectedFrames {
  readonly pictures: readonly Selection<TimedPictures>[];
  readonly audio: readonly Selection<TimedAudio>[];
}

/** A frame of sound that begins so shortly before the end is none: times are rounded. */
const LEAST_SOUND_TICKS = 2;

/** Decides which frames are in the file: all but those outside a clip and those that cannot be shown. */
export class FrameSelection {
  readonly #clip: ClipPlan | undefined;
  readonly #audioClock: TrackClock;
  readonly #gate: KeyFrameGate;
  readonly #opening: AudioOpening;
  readonly #clipEnd: ClipEnd | undefined;
  #hasStarted = false;

  constructor(state: CarriedState, clip: ClipPlan | undefined, log: FindingLog) {
    this.#clip = clip;
    this.#audioClock = state.clocks.audio;
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

  /**
   * Whether the sound of a clip, all of whose segments have come, does not reach its end. There has been sound, and none
   * that begins behind the end.
   */
  get isSoundMissing(): boolean {
    const { lastTime, pace } = this.#audioClock;
    return this.#clipEnd?.isAhead(lastTime + pace.frameTicks + LEAST_SOUND_TICKS) ?? false;
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
  select(batch: BatchFrames): SelectedFrames {
    const { pictures, audio } = batch;
    const isLast = pictures.segmentIndex === this.#clip?.lastIndex;
    const clipEnd = isLast ? this.#clipEnd : undefined;
    clipEnd?.begin(beginOf(batch));
    const refused = this.#gate.countRefused(pictures);
    this.#start(batch);
    const selected = { frames: pictures, from: refused, to: pictures.count };
    const sounds = this.#opening.select(audio);
    return {
      pictures: clipEnd?.selectPictures(selected) ?? [selected],
      audio: clipEnd === undefined ? sounds : sounds.map((sound) => clipEnd.selectAudio(sound)),
    };
  }

  /** Takes sound from behind the last segment of a clip: what goes on with it, and begins before the end. */
  selectLateSound(audio: TimedAudio): readonly Selection<TimedAudio>[] {
    const clipEnd = this.#clipEnd;
    if (clipEnd === undefined) return [];
    const jump = audio.flags.subarray(0, audio.count).findIndex((flags) => (flags & JUMP) !== 0);
    if (jump >= 0) clipEnd.endAudio();
    const sounds = this.#opening.select(jump < 0 ? audio : firstFrames(audio, jump));
    return sounds.map((sound) => clipEnd.selectAudio(sound));
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

  #start(batch: BatchFrames): void {
    if (this.#hasStarted) return;
    const { startTime } = this.#gate;
    const startTicks = this.#clip?.startTicks;
    if (startTicks !== undefined && batch.audio.count > 0) this.#opening.startClip(beginOf(batch) + startTicks);
    else if (Number.isNaN(startTime)) return;
    else if (this.#clip?.startKey !== undefined) this.#opening.startClip(startTime);
    else this.#opening.start(startTime);
    this.#hasStarted = true;
  }
}

/** What is cut off must not be written either: no sample would name it. */
function firstFrames(audio: TimedAudio, count: number): TimedAudio {
  return { ...audio, count, bytes: audio.bytes.subarray(0, bytesBefore(audio.sizes, count)) };
}

/**
 * When the media of a segment begins, by its first batch: with the first picture, or with sound where that comes alone.
 * Where the pictures are not carried, they tell all the same, unless they come too late: sound that stands before them may
 * belong to the segment before. `NaN` when nothing has come.
 */
function beginOf({ pictures, audio, firstPictureTime }: BatchFrames): number {
  if (pictures.count > 0) return pictures.presentationTimes[0] ?? Number.NaN;
  const audioTime = audio.count > 0 ? (audio.times[0] ?? Number.NaN) : Number.NaN;
  const lead = ticksBetween(audioTime, firstPictureTime);
  return lead > 0 && lead < LONGEST_TRIM_TICKS ? audioTime + lead : audioTime;
}
