import { type AacFormat, describeAacFormat, isSameAacFormat } from '../aac/aac-format.ts';
import { adtsBlocks, adtsFormatKey, formatOfKey } from '../aac/adts-header.ts';
import type { FindingLog, FindingPlace } from './finding-log.ts';

/** What is known of the audio's format. Carried between segments. */
export interface AudioFormatState {
  /** Bits of the header that tell the format; -1 before a part's first frame. */
  formatKey: number;
  /** Of the whole file; `undefined` before the first frame. */
  format: AacFormat | undefined;
}

/** A track has one format: one description of its samples, one number of samples per second. */
export class AudioFormatWatch {
  readonly #state: AudioFormatState;
  readonly #log: FindingLog;

  constructor(state: AudioFormatState, log: FindingLog) {
    this.#state = state;
    this.#log = log;
  }

  /** Whether the frame is as the ones before, so that nothing more need be looked at. */
  isUsual(bytes: Uint8Array, at: number): boolean {
    return adtsFormatKey(bytes, at) === this.#state.formatKey && adtsBlocks(bytes, at) === 1;
  }

  /**
   * Looks at the format of a frame.
   *
   * @throws StreamNotCarriableError `audio-format-unsupported`, `audio-format-changed`
   */
  check(bytes: Uint8Array, at: number, place: FindingPlace): void {
    const state = this.#state;
    const blocks = adtsBlocks(bytes, at);
    if (blocks !== 1) {
      const finding = `expected one raw data block per ADTS frame (ISO/IEC 14496-3 1.A.2.2.2), found ${blocks}`;
      this.#log.refuse('audio-format-unsupported', place, finding);
    }
    const format = formatOfKey(adtsFormatKey(bytes, at));
    if (typeof format === 'string') this.#log.refuse('audio-format-unsupported', place, format);
    if (state.format !== undefined && !isSameAacFormat(state.format, format)) {
      const finding = `expected ${describeAacFormat(state.format)} as before, found ${describeAacFormat(format)}`;
      this.#log.refuse('audio-format-changed', place, finding);
    }
    state.format ??= format;
    state.formatKey = adtsFormatKey(bytes, at);
  }
}
