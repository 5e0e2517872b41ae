import type { DemuxedBatch } from './demuxed-batch.ts';
import type { FindingLog } from './finding-log.ts';
import type { FrameIntake } from './frame-intake.ts';
import type { FrameSelection } from './frame-selection.ts';
import type { MediaData } from './media-data.ts';
import type { Timeline } from './timeline.ts';
import { writeAudio } from './write-frames.ts';

/** Of the assembly that the sound belongs to. */
interface AssemblyParts {
  readonly log: FindingLog;
  readonly intake: FrameIntake;
  readonly selection: FrameSelection;
  readonly timeline: Timeline;
  readonly media: MediaData;
}

/**
 * Takes the last sound of a clip from the segment behind it: sound is written up to some tenths of a second later than the
 * pictures that it belongs to. Nothing else of that segment is of interest.
 */
export class LateSound {
  /** Of the segment behind the clip. */
  readonly segmentIndex: number;
  readonly #parts: AssemblyParts;

  constructor(segmentIndex: number, parts: AssemblyParts) {
    this.segmentIndex = segmentIndex;
    this.#parts = parts;
  }

  /** Whether nothing that comes can be sound of the clip. */
  get isComplete(): boolean {
    return this.#parts.selection.isOver(false, true);
  }

  /**
   * Takes the next batch.
   *
   * @returns media data to append, as `Assembly.accept`
   * @throws SegmentDamagedError unless losses are tolerated
   * @throws StreamNotCarriableError
   */
  accept(batch: DemuxedBatch): readonly Uint8Array[] {
    const { intake, selection, timeline, media } = this.#parts;
    for (const sound of selection.selectLateSound(intake.accept(batch).audio)) writeAudio(sound, media, timeline.audio);
    timeline.place();
    return media.take();
  }

  /** The segment cannot be read. Nothing of the clip's own is missing, but people should know. */
  noteUnreadable(finding: string): void {
    const { log } = this.#parts;
    const name = log.nameOf(this.segmentIndex);
    const message = `The last tenths of a second of sound lie in the segment ${name} behind the clip, which cannot be read: ${finding}`;
    log.warn('track-ends-early', this.segmentIndex - 1, message, 'late-sound');
  }
}
