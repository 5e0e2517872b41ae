import { AudioGrid, type AudioGridState, newAudioGridState } from './audio-grid.ts';
import type { FindingLog } from './finding-log.ts';
import { type FrameQueue, KEY_FRAME, TIME_STATED } from './frame-queue.ts';
import type { Pace } from './pace.ts';
import { offsetOfFirstPart, offsetOfLaterPart, type PartBeginning } from './part-offset.ts';
import { newPictureTimesState, PictureTimes, type PictureTimesState } from './picture-times.ts';
import { newSlidingOffsetState, SlidingOffset, type SlidingOffsetState } from './sliding-offset.ts';
import { nearestTime, TICKS_PER_SECOND } from './ticks.ts';
import { LONGEST_PAUSE_TICKS } from './track-clock.ts';

/** Where frames go when their place in time is known. */
export interface PlacedFrames {
  /** In order of decoding; times in ticks, the first picture being decoded at 0. */
  addPicture(sizeBytes: number, position: number, decodeTime: number, compositionOffset: number, isKey: boolean): void;
  /** Each lasts 1024 samples. */
  addAudioFrame(sizeBytes: number, position: number): void;
  addSilence(frames: number): void;
}

/** What placing the next frame needs from before. Carried between segments. */
export interface PlacementState {
  readonly grid: AudioGridState;
  readonly pictures: PictureTimesState;
  /** What turns times of the part's clock into times of the file. */
  readonly offset: SlidingOffsetState;
  /**
   * What turns the unwrapped times of each track into times of the part's clock: a multiple of 2^33, since tracks are
   * unwrapped each by itself. `NaN` where the part has no frame of the track yet.
   */
  videoWrap: number;
  audioWrap: number;
  /** Last frame of each track in this part, unwrapped; `NaN` where there is none. */
  lastVideoTime: number;
  lastAudioTime: number;
}

/** Before the first frame. */
export const newPlacementState = (): PlacementState => ({
  grid: newAudioGridState(),
  pictures: newPictureTimesState(),
  offset: newSlidingOffsetState(),
  videoWrap: Number.NaN,
  audioWrap: Number.NaN,
  lastVideoTime: Number.NaN,
  lastAudioTime: Number.NaN,
});

/**
 * What is presented together comes together: no data waits in a decoder for more than ten seconds (ISO/IEC 13818-1
 * 2.4.2.6). Where tracks begin further apart than this, one of the clocks is wrong, and up to 13 hours of silence would be
 * made of it.
 */
const LONGEST_APART_TICKS = 60 * TICKS_PER_SECOND;

/** How long a sample may last: beyond 31 bits some readers take it for negative (ISO/IEC 14496-12 8.6.1.2). */
const LONGEST_PICTURE_TICKS = 2 ** 31 - 1;

/** Decode times that repeat or step back add up to less than this, unless the clock is none. */
const LONGEST_DELAY_TICKS = TICKS_PER_SECOND;

/**
 * Puts frames into the file's time. All of a part, a stretch with one clock, have one offset, which keeps the tracks in
 * sync; it slides only where audio would have to be dropped otherwise.
 */
export class Placement {
  readonly #state: PlacementState;
  readonly #audioPace: Pace;
  readonly #out: PlacedFrames;
  readonly #log: FindingLog;
  readonly #grid: AudioGrid;
  readonly #pictures: PictureTimes;
  readonly #offset: SlidingOffset;

  /** @param audioPace how long an audio frame lasts, which is known with the first one */
  constructor(state: PlacementState, audioPace: Pace, out: PlacedFrames, log: FindingLog) {
    this.#state = state;
    this.#audioPace = audioPace;
    this.#out = out;
    this.#log = log;
    this.#grid = new AudioGrid(state.grid, audioPace);
    this.#pictures = new PictureTimes(state.pictures);
    this.#offset = new SlidingOffset(state.offset);
  }

  /** Whether the part has frames of the track yet. */
  get hasVideo(): boolean {
    return !Number.isNaN(this.#state.videoWrap);
  }

  get hasAudio(): boolean {
    return !Number.isNaN(this.#state.audioWrap);
  }

  /** Last frame of each track in this part, by the part's clock; `NaN` where there is none. Of decoding, for video. */
  get lastVideoTime(): number {
    return this.ofVideo(this.#state.lastVideoTime);
  }

  get lastAudioTime(): number {
    return this.ofAudio(this.#state.lastAudioTime);
  }

  /** How far the file has come, in ticks: the later of its tracks' ends. */
  get end(): number {
    return Math.max(this.#pictures.end, this.#grid.end);
  }

  /** When the last picture ends, in ticks from the first one's decoding. */
  get videoEndDecodeTime(): number {
    return this.#pictures.endDecodeTime;
  }

  /** Times of a track by the part's clock. */
  ofVideo(time: number): number {
    return time + this.#state.videoWrap;
  }

  ofAudio(time: number): number {
    return time + this.#state.audioWrap;
  }

  /**
   * Begins a part with the first frames of both tracks, or of the one that has any. Its clock is that of video, if there
   * is video.
   *
   * @returns when it begins, in ticks from the file's beginning
   */
  openPart(video: FrameQueue, audio: FrameQueue, isFirst: boolean): number {
    const state = this.#state;
    const hasVideo = video.count > 0;
    const hasAudio = audio.count > 0;
    state.videoWrap = hasVideo ? 0 : Number.NaN;
    state.audioWrap = !hasAudio ? Number.NaN : hasVideo ? nearestTime(audio.time, video.presentation) - audio.time : 0;
    state.lastVideoTime = Number.NaN;
    state.lastAudioTime = Number.NaN;
    if (hasVideo && hasAudio) this.#requireTogether(this.ofAudio(audio.time) - video.presentation, video.segment);
    this.#grid.beginPart();
    const beginning = {
      video: hasVideo ? { decodeTime: video.time, presentationTime: video.presentation } : undefined,
      audioTime: hasAudio ? this.ofAudio(audio.time) : undefined,
    };
    const { frameTicks: audioFrameTicks } = this.#audioPace;
    const end = {
      videoEnd: this.#pictures.end,
      audioFrames: this.#grid.frames,
      audioFrameTicks,
      nextDecodeTime: this.#pictures.nextDecodeTime,
    };
    this.#offset.begin(isFirst ? offsetOfFirstPart(beginning, audioFrameTicks) : offsetOfLaterPart(beginning, end));
    return Math.max(0, this.#offset.current + startOf(beginning));
  }

  /** Ends a part: the next frames have another clock. */
  closePart(): void {
    this.#state.videoWrap = Number.NaN;
    this.#state.audioWrap = Number.NaN;
  }

  /** The track's first frame in a part that the other has begun. */
  joinVideo({ time, presentation, segment }: FrameQueue): void {
    const state = this.#state;
    state.videoWrap = nearestTime(presentation, this.lastAudioTime) - presentation;
    this.#requireTogether(this.ofVideo(presentation) - this.lastAudioTime, segment);
    if (this.#pictures.decodeTime < 0) return;
    const decodesEarly = this.#pictures.nextDecodeTime - this.#inFile(this.ofVideo(time));
    const isShownEarly = this.#pictures.end - this.#inFile(this.ofVideo(presentation));
    const ticks = Math.ceil(Math.max(decodesEarly, isShownEarly));
    if (ticks > 0) this.#slide(ticks, this.ofVideo(time), segment);
  }

  /** @see joinVideo */
  joinAudio({ time, segment }: FrameQueue): void {
    this.#state.audioWrap = nearestTime(time, this.lastVideoTime) - time;
    this.#requireTogether(this.ofAudio(time) - this.lastVideoTime, segment);
  }

  /** Places the first picture that waits. */
  placePicture(video: FrameQueue): void {
    const { time, presentation, segment, flags } = video;
    const before = this.#pictures.decodeTime;
    const delay = this.#pictures.place(
      this.#inFile(this.ofVideo(time)),
      this.#inFile(this.ofVideo(presentation)),
      time - this.#state.lastVideoTime,
    );
    if (delay > 0) this.#noteDelay(delay, segment);
    if (before >= 0) this.#requirePause(this.#pictures.decodeTime - before, segment);
    this.#state.lastVideoTime = time;
    const { decodeTime, compositionOffset } = this.#pictures;
    this.#out.addPicture(video.sizeBytes, video.position, decodeTime, compositionOffset, (flags & KEY_FRAME) !== 0);
    video.shift();
  }

  /** Places the first audio frame that waits, and the silence that is missing in front of it. */
  placeAudioFrame(audio: FrameQueue): void {
    const { time, segment, flags } = audio;
    if ((flags & TIME_STATED) !== 0 || !this.#state.grid.isBegun) {
      const partTime = this.ofAudio(time);
      const difference = this.#grid.compare(partTime + this.#offset.current);
      if (difference > 0) this.#addSilence(difference);
      else if (difference < 0) this.#slide(Math.round(-difference), partTime, segment);
    }
    this.#state.lastAudioTime = time;
    this.#out.addAudioFrame(audio.sizeBytes, audio.position);
    this.#grid.advance(1);
    audio.shift();
  }

  #inFile(time: number): number {
    return time + this.#offset.at(time);
  }

  #requireTogether(apartTicks: number, segmentIndex: number): void {
    if (Math.abs(apartTicks) <= LONGEST_APART_TICKS) return;
    const finding = `expected video and audio to share a clock, found them to begin ${inSeconds(apartTicks)} s apart`;
    this.#log.refuse('track-clocks-disagree', { segmentIndex }, finding);
  }

  #requirePause(ticks: number, segmentIndex: number): void {
    if (ticks <= LONGEST_PICTURE_TICKS) return;
    const finding = `expected pictures less than ${inSeconds(LONGEST_PICTURE_TICKS)} s apart, found ${inSeconds(ticks)} s`;
    this.#log.refuse('track-clocks-disagree', { segmentIndex }, finding);
  }

  #addSilence(frames: number): void {
    this.#out.addSilence(frames);
    this.#grid.advance(frames);
  }

  #slide(ticks: number, fromTime: number, segmentIndex: number): void {
    const milliseconds = (ticks / TICKS_PER_SECOND) * 1000;
    if (ticks > LONGEST_PAUSE_TICKS) {
      const finding = `expected video and audio to share a clock, found them ${(milliseconds / 1000).toFixed(1)} s apart`;
      this.#log.refuse('track-clocks-disagree', { segmentIndex }, finding);
    }
    this.#offset.slide(ticks, fromTime);
    const message = `Everything from here on comes ${milliseconds.toFixed(1)} ms later, since frames overlap and none is dropped.`;
    this.#log.warn('realigned', segmentIndex, message);
  }

  #noteDelay(delay: number, segmentIndex: number): void {
    if (delay > LONGEST_DELAY_TICKS) {
      const finding = `expected decode times that increase, found them stepping back by ${delay} ticks of 90 kHz in all`;
      this.#log.refuse('track-clocks-disagree', { segmentIndex }, finding);
    }
    const message = `A decode time does not come after the one before; the picture is decoded ${delay} ticks of 90 kHz later.`;
    this.#log.warn('timestamps-repeated', segmentIndex, message);
  }
}

const startOf = ({ video, audioTime }: PartBeginning): number =>
  Math.min(video?.presentationTime ?? Number.POSITIVE_INFINITY, audioTime ?? Number.POSITIVE_INFINITY);

const inSeconds = (ticks: number): string => (Math.abs(ticks) / TICKS_PER_SECOND).toFixed(1);
