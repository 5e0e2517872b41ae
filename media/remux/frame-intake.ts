import { type AacFormat, SAMPLES_PER_FRAME } from '../aac/aac-format.ts';
import { AdtsCutter } from './adts-cutter.ts';
import { AudioIntake } from './audio-intake.ts';
import type { CarriedState } from './carried-state.ts';
import type { DemuxedBatch } from './demuxed-batch.ts';
import type { FindingLog } from './finding-log.ts';
import { PictureIntake } from './picture-intake.ts';
import type { SegmentSummary } from './segment-boundary.ts';
import { newTrackSpan, type TrackSpan } from './segment-span.ts';
import { TICKS_PER_SECOND } from './ticks.ts';
import type { TimedAudio, TimedPictures } from './timed-frames.ts';
import { resetClock } from './track-clock.ts';

/** The frames of a batch: pictures as they came, audio cut from its stream, all with times that do not wrap. */
export interface BatchFrames {
  readonly pictures: TimedPictures;
  readonly audio: TimedAudio;
  /** As in the batch. */
  readonly firstPictureTime: number;
}

/** Turns batches into frames, and sums up what each segment holds. */
export class FrameIntake {
  readonly #state: CarriedState;
  readonly #cutter: AdtsCutter;
  readonly #pictures: PictureIntake;
  readonly #audio: AudioIntake;
  #videoSpan: TrackSpan;
  #audioSpan: TrackSpan;

  constructor(state: CarriedState, log: FindingLog) {
    const { clocks, adts } = state;
    this.#state = state;
    this.#cutter = new AdtsCutter(adts, log);
    this.#pictures = new PictureIntake(clocks.video, log);
    this.#audio = new AudioIntake(clocks.audio, log);
    this.#videoSpan = newTrackSpan(Number.NaN);
    this.#audioSpan = newTrackSpan(Number.NaN);
  }

  /** Of the first audio frame; `undefined` before it. */
  get audioFormat(): AacFormat | undefined {
    return this.#state.adts.format;
  }

  /** Media of the segment so far: of its longest track. */
  get segmentSeconds(): number {
    return Math.max(this.#videoSpan.durationTicks, this.#audioSpan.durationTicks) / TICKS_PER_SECOND;
  }

  /** Whether the segment has had any frame yet. */
  get isSegmentEmpty(): boolean {
    return this.#videoSpan.frames + this.#audioSpan.frames === 0;
  }

  /** A segment begins that continues the one before, or the first of a part. */
  beginSegment(): void {
    const { video, audio } = this.#state.clocks;
    this.#videoSpan = newTrackSpan(video.lastTime + video.pace.frameTicks);
    this.#audioSpan = newTrackSpan(audio.lastTime + audio.pace.frameTicks);
  }

  /** @returns valid until the second-next call */
  accept({ video, audio, firstPictureTime, segmentIndex }: DemuxedBatch): BatchFrames {
    const pictures = this.#pictures.accept(video, segmentIndex, this.#videoSpan);
    const frames = this.#cutter.cut(audio, segmentIndex);
    const { format } = this.#state.adts;
    if (format !== undefined) {
      this.#state.clocks.audio.pace.frameTicks = (SAMPLES_PER_FRAME * TICKS_PER_SECOND) / format.sampleRateHz;
    }
    return { pictures, audio: this.#audio.accept(frames, segmentIndex, this.#audioSpan), firstPictureTime };
  }

  /** What has come of the segment. */
  sumUp(segment: Omit<SegmentSummary, 'video' | 'audio'>): SegmentSummary {
    return { ...segment, video: this.#videoSpan, audio: this.#audioSpan };
  }

  /** Nothing continues what came so far: timestamps start anew. */
  endPart(): void {
    this.#cutter.end();
    resetClock(this.#state.clocks.video);
    resetClock(this.#state.clocks.audio);
  }
}
