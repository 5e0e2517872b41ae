import { readPictureParameterSet } from '../h264/picture-parameter-set.ts';
import { readSequenceParameterSet, type SequenceParameterSet } from '../h264/sequence-parameter-set.ts';
import type { AvcDescription } from '../mp4/movie-description.ts';
import type { ParameterSet } from './demuxed-batch.ts';
import type { FindingLog, FindingPlace } from './finding-log.ts';

/**
 * The parameter sets of the whole file. An MP4 has them once, in its sample entry (`avc1`, ISO/IEC 14496-15 5.4.2.1), so
 * that they may neither change nor contradict each other.
 */
export class ParameterSetRegistry {
  readonly #log: FindingLog;
  readonly #sequences = new Map<number, Uint8Array>();
  readonly #pictures = new Map<number, Uint8Array>();
  #first: SequenceParameterSet | undefined;

  constructor(log: FindingLog) {
    this.#log = log;
  }

  /** RFC 6381 §3.3, such as `avc1.4D401F`; `undefined` before the first set. */
  get codec(): string | undefined {
    return this.#first?.codec;
  }

  /** @throws StreamNotCarriableError `parameter-sets-changed` */
  add({ kind, bytes, position }: ParameterSet, segmentIndex: number): void {
    const place = { segmentIndex, position };
    const set = kind === 'sps' ? readSequenceParameterSet(bytes) : readPictureParameterSet(bytes);
    if (typeof set === 'string') {
      this.#log.damage('video-damaged', place, set);
      return;
    }
    const known = kind === 'sps' ? this.#sequences : this.#pictures;
    const before = known.get(set.id);
    if (before !== undefined && areEqual(before, bytes)) return;
    if (before !== undefined) this.#refuseOther(kind, set.id, before, bytes, place);
    if ('codec' in set) this.#requireSameFormat(set, place);
    known.set(set.id, new Uint8Array(bytes));
  }

  /** What the sample entry says; `undefined` without both kinds of sets. */
  describe(): AvcDescription | undefined {
    const first = this.#first;
    if (first === undefined || this.#pictures.size === 0) return undefined;
    return {
      kind: 'avc',
      width: first.width,
      height: first.height,
      sequenceParameterSets: [...this.#sequences.values()],
      pictureParameterSets: [...this.#pictures.values()],
      chromaFormatIdc: first.chromaFormatIdc,
      lumaBitDepth: first.lumaBitDepth,
      chromaBitDepth: first.chromaBitDepth,
      sampleAspectRatio: first.sampleAspectRatio,
      colour: first.colour,
    };
  }

  #refuseOther(kind: 'sps' | 'pps', id: number, before: Uint8Array, bytes: Uint8Array, place: FindingPlace): never {
    const name = kind === 'sps' ? 'sequence parameter set' : 'picture parameter set';
    const expected = `expected ${name} ${id} as before${sizeOf(kind, before)}`;
    this.#log.refuse('parameter-sets-changed', place, `${expected}, found another${sizeOf(kind, bytes)}`);
  }

  /** Sets with ids of their own may alternate, but a track has one size and one format of samples. */
  #requireSameFormat(set: SequenceParameterSet, place: FindingPlace): void {
    this.#first ??= set;
    if (formatOf(set) === formatOf(this.#first)) return;
    const finding = `expected ${formatOf(this.#first)} as before, found ${formatOf(set)}`;
    this.#log.refuse('parameter-sets-changed', place, finding);
  }
}

const formatOf = ({ codec, width, height, chromaFormatIdc, lumaBitDepth, chromaBitDepth }: SequenceParameterSet) =>
  // Profile, but neither constraint flags nor level: the sample entry says what holds for all sets.
  `${codec.slice(0, 'avc1.XX'.length)}… of ${width}x${height}, chroma format ${chromaFormatIdc}, ${lumaBitDepth} and ${chromaBitDepth} bits`;

function sizeOf(kind: 'sps' | 'pps', bytes: Uint8Array): string {
  const set = kind === 'sps' ? readSequenceParameterSet(bytes) : '';
  return typeof set === 'string' ? '' : `, ${set.codec} of ${set.width}x${set.height}`;
}

const areEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, index) => byte === other[index]);
