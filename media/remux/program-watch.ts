import type { Program } from './demuxed-batch.ts';
import type { FindingLog } from './finding-log.ts';

/** Knows which tracks the program map tables promise. */
export class ProgramWatch {
  /** Whether the segment at hand has the track, by its table, and it is wanted. */
  hasVideo = false;
  hasAudio = false;
  /** Whether any segment so far has. */
  isVideoDeclared = false;
  isAudioDeclared = false;
  readonly #wantsVideo: boolean;
  readonly #log: FindingLog;

  constructor(wantsVideo: boolean, log: FindingLog) {
    this.#wantsVideo = wantsVideo;
    this.#log = log;
  }

  /** A segment begins with this. */
  note({ videoPid, audioPid, ignored }: Program, segmentIndex: number): void {
    this.hasVideo = videoPid !== undefined && this.#wantsVideo;
    this.hasAudio = audioPid !== undefined;
    this.isVideoDeclared ||= this.hasVideo;
    this.isAudioDeclared ||= this.hasAudio;
    for (const { pid, streamType } of ignored) {
      const type = `0x${streamType.toString(16).padStart(2, '0')}`;
      const message = `The stream of type ${type} (ISO/IEC 13818-1 table 2-34) on PID ${pid} is left out.`;
      this.#log.warn('stream-ignored', segmentIndex, message, `${pid} ${type}`);
    }
  }
}
