import { estimateMovieHeadBytes, type MovieDescription } from '../mp4/movie-head.ts';
import { newCarriedState } from './carried-state.ts';
import type { ClipPlan } from './clip-plan.ts';
import type { CounterSpan, DemuxedBatch, Program } from './demuxed-batch.ts';
import { FindingLog } from './finding-log.ts';
import { describeTracks } from './finished-tracks.ts';
import { FrameIntake } from './frame-intake.ts';
import { FrameSelection } from './frame-selection.ts';
import { LateSound } from './late-sound.ts';
import { MediaData } from './media-data.ts';
import { MovieTracks } from './movie-tracks.ts';
import { ParameterSetRegistry } from './parameter-set-registry.ts';
import { ProgramWatch } from './program-watch.ts';
import type { PartReport, RemuxReport } from './remux-report.ts';
import { makeReport, type ReportFacts } from './report.ts';
import { SegmentBoundary } from './segment-boundary.ts';
import { SegmentGaps } from './segment-gaps.ts';
import type { SourceSegment } from './segment-source.ts';
import { TICKS_PER_SECOND } from './ticks.ts';
import type { Selection, TimedAudio } from './timed-frames.ts';
import { Timeline } from './timeline.ts';
import { WantedStretch } from './wanted-stretch.ts';
import { writeAudio, writePictures } from './write-frames.ts';

/** What to make of a recording. */
export interface AssemblyOptions {
  /** `audio`: an M4A without video. */
  readonly tracks: 'all' | 'audio';
  /** List losses and go on, where otherwise an error is thrown. */
  readonly isTolerant: boolean;
  /** What of it; everything when `undefined`. */
  readonly clip?: ClipPlan | undefined;
}

/** The end of an assembly. */
export interface AssembledMovie {
  /** Media data still to be appended. */
  readonly pieces: readonly Uint8Array[];
  readonly movie: MovieDescription;
  readonly mediaBytes: number;
  /** @param sizeBytes of the whole file */
  readonly reportOf: (sizeBytes: number) => RemuxReport;
}

/**
 * Stage two of the engine: takes demuxed batches in order, decides which frames are carried and when each is shown, and
 * grows the file's index. It waits for nothing and opens nothing; bytes go out as they come, and only numbers stay.
 */
export class Assembly {
  readonly #segments: readonly SourceSegment[];
  readonly #options: AssemblyOptions;
  readonly #log: FindingLog;
  readonly #media = new MediaData();
  readonly #tracks = new MovieTracks(this.#media);
  readonly #gaps: SegmentGaps;
  readonly #program: ProgramWatch;
  readonly #parameterSets: ParameterSetRegistry;
  readonly #intake: FrameIntake;
  readonly #selection: FrameSelection;
  readonly #boundary: SegmentBoundary;
  readonly #timeline: Timeline;
  readonly #wanted: WantedStretch;
  #segmentIndex: number;
  #segmentsRead = 0;
  /** Whether any frame has come yet. */
  #hasFrames = false;
  /** Whether the segment before was lost as a whole. */
  #hasLoss = false;
  #isSegmentOpen = false;

  constructor(segments: readonly SourceSegment[], options: AssemblyOptions) {
    const { clip } = options;
    const state = newCarriedState(clip?.startKey);
    this.#segments = segments;
    this.#options = options;
    this.#log = new FindingLog(segments, options.isTolerant);
    this.#gaps = new SegmentGaps(segments, this.#log);
    this.#program = new ProgramWatch(options.tracks === 'all', this.#log);
    this.#parameterSets = new ParameterSetRegistry(this.#log);
    this.#intake = new FrameIntake(state, this.#log);
    this.#selection = new FrameSelection(state, clip, this.#log);
    this.#boundary = new SegmentBoundary(state.boundary, this.#log);
    this.#timeline = new Timeline(state.timeline, state.clocks.audio.pace, this.#tracks, this.#log);
    this.#wanted = new WantedStretch(segments, clip, this.#log);
    this.#segmentIndex = this.#wanted.firstIndex - 1;
  }

  /** How long the head is going to be, by what is known so far. */
  get estimatedHeadBytes(): number {
    const seconds = Math.max(1, this.#timeline.end / TICKS_PER_SECOND);
    return Math.ceil(estimateMovieHeadBytes(this.#tracks.tables) * Math.max(1, this.#wanted.seconds / seconds));
  }

  /** How much of what is wanted has come, from 0 to 1. */
  get progress(): number {
    const { seconds } = this.#wanted;
    const before = this.#wanted.secondsBefore(this.#segmentIndex);
    const ofSegment = Math.min(this.#wanted.declaredSeconds(this.#segmentIndex), this.#intake.segmentSeconds);
    return seconds > 0 ? Math.min(1, (before + ofSegment) / seconds) : 0;
  }

  /** Whether nothing that comes can belong to the clip. */
  get isComplete(): boolean {
    const { hasVideo, hasAudio } = this.#program;
    return this.#segmentIndex === this.#wanted.lastIndex && this.#selection.isOver(hasVideo, hasAudio);
  }

  /**
   * Where the sound that a clip lacks may still come from when all of its segments have come; `undefined` when it has its
   * sound, and where nothing goes on with it.
   */
  get lateSound(): LateSound | undefined {
    const index = this.#wanted.lastIndex + 1;
    const next = this.#segments[index];
    if (next === undefined || next.isDiscontinuity || next.isGap || this.#hasLoss) return undefined;
    if (!this.#selection.isSoundMissing) return undefined;
    const [log, intake, selection] = [this.#log, this.#intake, this.#selection];
    return new LateSound(index, { log, intake, selection, timeline: this.#timeline, media: this.#media });
  }

  /** @see SegmentGaps.choose */
  chooseSegments(): readonly number[] {
    return this.#gaps.choose(this.#wanted.firstIndex, this.#wanted.lastIndex);
  }

  /**
   * Takes the next batch.
   *
   * @returns media data to append, in order: views of the batch and of buffers here, valid until the second-next call
   * @throws SegmentDamagedError unless losses are tolerated
   * @throws StreamNotCarriableError
   */
  accept(batch: DemuxedBatch): readonly Uint8Array[] {
    if (batch.segmentIndex !== this.#segmentIndex) this.#beginSegment(batch.segmentIndex);
    if (batch.program !== undefined) this.#noteProgram(batch.program);
    for (const set of batch.parameterSets) this.#parameterSets.add(set, batch.segmentIndex);
    for (const loss of batch.losses) this.#log.addLoss(loss, batch.segmentIndex);
    const frames = this.#intake.accept(batch);
    if (!this.#intake.isSegmentEmpty) this.#hasFrames = true;
    this.#beginAudio();
    const { pictures, audio } = this.#selection.select(frames);
    for (const selection of pictures) writePictures(selection, this.#media, this.#timeline.video);
    this.#writeAudio(audio);
    this.#timeline.place();
    // After placing: that tracks have no common clock says more than what it makes of a segment's length.
    if (batch.isSegmentEnd) this.#endSegment(batch);
    return this.#media.take();
  }

  /**
   * No batch comes any more.
   *
   * @throws SegmentDamagedError unless losses are tolerated
   * @throws StreamNotCarriableError `nothing-to-carry`
   */
  finish(): AssembledMovie {
    this.#gaps.note(this.#segmentIndex, this.#wanted.lastIndex + 1);
    if (this.#wanted.endsWithRecording) this.#endPart();
    else this.#endClip();
    this.#timeline.placeAll();
    this.#tracks.end(this.#timeline.videoEndDecodeTime);
    const facts = this.#facts();
    return {
      pieces: this.#media.take(),
      movie: { brand: facts.format, tracks: describeTracks(facts) },
      mediaBytes: this.#media.sizeBytes,
      reportOf: (sizeBytes) => makeReport(facts, sizeBytes),
    };
  }

  #beginSegment(index: number): void {
    if (this.#gaps.note(this.#segmentIndex, index)) this.#hasLoss = true;
    this.#segmentIndex = index;
    // In front of the first frame there is nothing that a tag or a loss could divide.
    if (this.#hasFrames) this.#divide(index);
    this.#hasLoss = false;
    this.#isSegmentOpen = true;
    this.#intake.beginSegment();
  }

  #divide(index: number): void {
    if (this.#hasLoss) this.#beginPart('loss');
    else if (this.#segments[index]?.isDiscontinuity === true) this.#beginPart('tag');
  }

  #beginPart(cause: PartReport['cause']): void {
    this.#endPart();
    this.#timeline.beginPart(cause);
  }

  #endPart(): void {
    this.#boundary.endPart();
    this.#intake.endPart();
    this.#writeAudio(this.#selection.endPart());
  }

  /** A clip ends while the recording goes on: whether what was read last is whole is of no interest. */
  #endClip(): void {
    if (this.#isSegmentOpen) {
      this.#segmentsRead++;
      this.#closeSegment([]);
    }
    this.#writeAudio(this.#selection.endPart());
  }

  #endSegment({ segmentIndex, counters, losses }: DemuxedBatch): void {
    if (losses.length > 0 && this.#intake.isSegmentEmpty) {
      this.#hasLoss = true;
      this.#log.measureLoss(segmentIndex, this.#wanted.declaredSeconds(segmentIndex));
    }
    if (!this.#hasLoss) {
      this.#segmentsRead++;
      this.#closeSegment(counters);
    }
    this.#isSegmentOpen = false;
    this.#selection.endSegment();
  }

  #closeSegment(counters: readonly CounterSpan[]): void {
    const segmentIndex = this.#segmentIndex;
    const declaredSeconds = this.#wanted.declaredSeconds(segmentIndex);
    const hasTracks = this.#program.hasVideo || this.#program.hasAudio;
    this.#boundary.add(this.#intake.sumUp({ segmentIndex, declaredSeconds, counters, hasTracks }));
  }

  #noteProgram(program: Program): void {
    this.#program.note(program, this.#segmentIndex);
    this.#timeline.isVideoExpected = this.#program.hasVideo;
    this.#timeline.isAudioExpected = this.#program.hasAudio;
    if (!this.#program.hasVideo) this.#selection.goWithoutVideo();
  }

  #beginAudio(): void {
    const { audioFormat } = this.#intake;
    if (audioFormat !== undefined && this.#tracks.audio === undefined) this.#tracks.beginAudio(audioFormat);
  }

  #writeAudio(selections: readonly Selection<TimedAudio>[]): void {
    for (const selection of selections) writeAudio(selection, this.#media, this.#timeline.audio);
  }

  #facts(): ReportFacts {
    return {
      format: this.#options.tracks === 'audio' ? 'm4a' : 'mp4',
      tracks: this.#tracks,
      parameterSets: this.#parameterSets,
      videoStartDelay: this.#timeline.videoStartDelay,
      log: this.#log,
      firstSegmentIndex: this.#wanted.firstIndex,
      lastSegmentIndex: this.#segmentIndex,
      isVideoDeclared: this.#program.isVideoDeclared,
      isAudioDeclared: this.#program.isAudioDeclared,
      parts: this.#timeline.parts,
      trimmed: this.#selection.trimmed,
      clip: this.#wanted.carriedClip,
      segments: { total: this.#segments.length, read: this.#segmentsRead },
    };
  }
}
