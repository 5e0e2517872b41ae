import { SEQUENCE_PARAMETER_SET } from '../h264/nal-unit.ts';
import type { ParameterSet } from './demuxed-batch.ts';

/** All that may be in force at once: 32 of one kind and 256 of the other (ISO/IEC 14496-10 7.4.2.1.1, 7.4.2.2). */
const MAX_PARAMETER_SETS = 288;

/** Gathers the distinct parameter sets of one segment: encoders repeat the same ones with each key frame. */
export class ParameterSetCollector {
  readonly #known: Uint8Array[] = [];
  #fresh: ParameterSet[] = [];

  /**
   * @param nal the whole NAL unit; copied if it is kept
   * @returns false when there are more than a stream can use: it is noise
   */
  accept(type: number, nal: Buffer, position: number): boolean {
    if (this.#known.some((known) => nal.equals(known))) return true;
    if (this.#known.length === MAX_PARAMETER_SETS) return false;
    const bytes = new Uint8Array(nal);
    this.#known.push(bytes);
    this.#fresh.push({ kind: type === SEQUENCE_PARAMETER_SET ? 'sps' : 'pps', bytes, position });
    return true;
  }

  /** Hands over the ones that have come since the last time. */
  take(): readonly ParameterSet[] {
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}
