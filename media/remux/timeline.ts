import { judgeJump, LONGEST_WAIT_TICKS, type TimeJump } from './common-jump.ts';
import type { FindingLog } from './finding-log.ts';
import { FrameQueue, JUMP } from './frame-queue.ts';
import type { Pace } from './pace.ts';
import { newPlacementState, type PlacedFrames, Placement, type PlacementState } from './placement.ts';
import type { PartReport } from './remux-report.ts';
import { TICKS_PER_SECOND } from './ticks.ts';

/** The timeline's part of what is carried from segment to segment, beside the frames that wait. */
export interface TimelineState {
  readonly placement: PlacementState;
  /** Whether frames of the part have been placed: only then its offset is known. */
  isPartOpen: boolean;
  /** Why the next part begins. */
  cause: PartReport['cause'];
}

/** Before the first frame. */
export const newTimelineState = (): TimelineState => ({
  placement: newPlacementState(),
  isPartOpen: false,
  cause: 'start',
});

/** More frames of one track are never kept waiting, whatever their timestamps say. */
const MAX_WAITING_FRAMES = 65_536;

/**
 * Gives every frame its place in the file. The frames of both tracks wait in queues and are placed in the order of their
 * times, so that the outcome depends on the stream and not on how it was cut into batches. What waits is the numbers of a
 * few seconds of media; the bytes are written long since.
 */
export class Timeline {
  /** Where frames are added. */
  readonly video = new FrameQueue();
  readonly audio = new FrameQueue();
  readonly parts: PartReport[] = [];
  /** Whether the recording says to have the track here, so that it is worth waiting for. */
  isVideoExpected = false;
  isAudioExpected = false;
  readonly #state: TimelineState;
  readonly #placement: Placement;
  readonly #log: FindingLog;

  /** @param audioPace how long an audio frame lasts */
  constructor(state: TimelineState, audioPace: Pace, out: PlacedFrames, log: FindingLog) {
    this.#state = state;
    this.#placement = new Placement(state.placement, audioPace, out, log);
    this.#log = log;
  }

  /** How far the file has come, in ticks: the later of its tracks' ends. */
  get end(): number {
    return this.#placement.end;
  }

  /** How long nothing is shown before the first picture, in ticks. */
  get videoStartDelay(): number {
    return this.#state.placement.pictures.startDelay;
  }

  /** When the last picture ends, in ticks from the first one's decoding. */
  get videoEndDecodeTime(): number {
    return this.#placement.videoEndDecodeTime;
  }

  /** Places all that can be placed by now. */
  place(): void {
    this.#run(false);
  }

  /** Places all that waits: nothing continues it. */
  placeAll(): void {
    this.#run(true);
  }

  /** What was added so far is a part, and what comes is another one with a clock of its own. */
  beginPart(cause: PartReport['cause']): void {
    this.placeAll();
    // Before the first frame there is nothing to be joined to.
    if (this.parts.length > 0) this.#closePart(cause);
  }

  #run(isEnd: boolean): void {
    while (this.#step(isEnd)) {
      // Until nothing more can be said.
    }
  }

  /** @returns false when more frames are needed to go on */
  #step(isEnd: boolean): boolean {
    if (this.video.count + this.audio.count === 0) return false;
    if (!this.#state.isPartOpen) return this.#openPart(isEnd);
    if (this.video.count > 0 && !this.#placement.hasVideo) this.#joinVideo();
    if (this.audio.count > 0 && !this.#placement.hasAudio) this.#joinAudio();
    if (isAtJump(this.video)) return this.#settleJump(false, isEnd);
    if (isAtJump(this.audio)) return this.#settleJump(true, isEnd);
    return this.#placeNext(isEnd);
  }

  /** A part begins with the first frames of both tracks; of one, when the other does not come. */
  #openPart(isEnd: boolean): boolean {
    const { video, audio } = this;
    const isReady =
      video.count > 0 && audio.count > 0
        ? true
        : video.count > 0
          ? isEnd || !this.isAudioExpected || waitsTooLong(video)
          : isEnd || !this.isVideoExpected || waitsTooLong(audio);
    if (!isReady) return false;
    const isFirst = this.parts.length === 0;
    const startTicks = this.#placement.openPart(video, audio, isFirst);
    const segments = [video, audio].filter(({ count }) => count > 0).map(({ segment }) => segment);
    this.parts.push({
      segment: this.#log.nameOf(Math.min(...segments)),
      startMs: Math.round((startTicks / TICKS_PER_SECOND) * 1000),
      cause: this.#state.cause,
    });
    // The jump that led here, if one did, is done.
    if (video.count > 0) video.clearJump();
    if (audio.count > 0) audio.clearJump();
    this.#state.isPartOpen = true;
    return true;
  }

  #closePart(cause: PartReport['cause']): void {
    this.#placement.closePart();
    this.#state.isPartOpen = false;
    this.#state.cause = cause;
  }

  /** If the track jumps with its first frame, it is the jump with which the part began. */
  #joinVideo(): void {
    this.#placement.joinVideo(this.video);
    this.video.clearJump();
  }

  #joinAudio(): void {
    this.#placement.joinAudio(this.audio);
    this.audio.clearJump();
  }

  /** In the order of time; a track waits for the other one as long as that may come. */
  #placeNext(isEnd: boolean): boolean {
    const { video, audio } = this;
    const isVideoNext =
      video.count > 0 && audio.count > 0
        ? this.#placement.ofVideo(video.presentation) <= this.#placement.ofAudio(audio.time)
        : video.count > 0;
    const isOtherMissing = isVideoNext ? audio.count === 0 : video.count === 0;
    const isOtherExpected = isVideoNext ? this.isAudioExpected : this.isVideoExpected;
    if (isOtherMissing && isOtherExpected && !isEnd && !waitsTooLong(isVideoNext ? video : audio)) return false;
    if (isVideoNext) this.#placement.placePicture(video);
    else this.#placement.placeAudioFrame(audio);
    return true;
  }

  /** One track jumps: what it means depends on the other. @returns false when that has to come further */
  #settleJump(isAudio: boolean, isEnd: boolean): boolean {
    const jump = isAudio ? this.#audioJump(isEnd) : this.#videoJump(isEnd);
    const verdict = judgeJump(jump);
    if (verdict === 'unknown') return false;
    const [track, other] = isAudio ? [this.audio, this.video] : [this.video, this.audio];
    if (verdict === 'own') track.clearJump();
    else if (verdict === 'common') this.#join(other, track.segment);
    else this.#refuseJump(isAudio, track.segment, jump.to - jump.from);
    return true;
  }

  #videoJump(isEnd: boolean): TimeJump {
    const { video, audio } = this;
    const audioTime = this.#placement.ofAudio(audio.lastTimeBeforeJump);
    return {
      isAudio: false,
      from: this.#placement.lastVideoTime,
      to: this.#placement.ofVideo(video.time),
      waitedTicks: waitedTicks(video),
      otherTime: Number.isNaN(audioTime) ? this.#placement.lastAudioTime : audioTime,
      isOtherJumping: audio.jumps > 0,
      isOtherExpected: this.isAudioExpected && !isEnd,
    };
  }

  #audioJump(isEnd: boolean): TimeJump {
    const { video, audio } = this;
    const videoTime = this.#placement.ofVideo(video.lastTimeBeforeJump);
    return {
      isAudio: true,
      from: this.#placement.lastAudioTime,
      to: this.#placement.ofAudio(audio.time),
      waitedTicks: waitedTicks(audio),
      otherTime: Number.isNaN(videoTime) ? this.#placement.lastVideoTime : videoTime,
      isOtherJumping: video.jumps > 0,
      isOtherExpected: this.isVideoExpected && !isEnd,
    };
  }

  /** Both tracks jump: places what the other one still has before its jump, and begins a part. */
  #join(other: FrameQueue, segmentIndex: number): void {
    while (other.count > 0 && !isAtJump(other)) {
      if (other === this.video) this.#placement.placePicture(other);
      else this.#placement.placeAudioFrame(other);
    }
    const { from, to } = isAtJump(this.video) ? this.#videoJump(true) : this.#audioJump(true);
    const way = `${((to - from) / TICKS_PER_SECOND).toFixed(1)} s`;
    const message = `Timestamps jump by ${way} without EXT-X-DISCONTINUITY (RFC 8216 §4.3.2.3); the pieces are joined there.`;
    this.#log.warn('untagged-jump', segmentIndex, message);
    this.#closePart('jump');
  }

  #refuseJump(isAudio: boolean, segmentIndex: number, jumpTicks: number): never {
    const [name, other] = isAudio ? ['audio', 'video'] : ['video', 'audio'];
    const way = `${(jumpTicks / TICKS_PER_SECOND).toFixed(1)} s`;
    const finding = `expected video and audio to share a clock, found ${name} to jump by ${way} while ${other} goes on`;
    this.#log.refuse('track-clocks-disagree', { segmentIndex }, finding);
  }
}

const isAtJump = (track: FrameQueue): boolean => track.count > 0 && (track.flags & JUMP) !== 0;

/** How long its first frame waits; for ever when there are too many behind it. */
const waitedTicks = (track: FrameQueue): number =>
  track.count > MAX_WAITING_FRAMES ? Number.POSITIVE_INFINITY : Math.abs(track.lastTime - track.time);

const waitsTooLong = (track: FrameQueue): boolean => waitedTicks(track) > LONGEST_WAIT_TICKS;
