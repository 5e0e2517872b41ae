/**
 * A stream of any length from a few segments: each repetition is a copy with later time stamps and with continuity
 * counters that go on, as a muxer without end would have written it.
 */

const packetBytes = 188;
const wrapTicks = 2 ** 33;

/** Places in a segment that differ from repetition to repetition. */
interface Places {
  readonly bytes: Buffer;
  /** Byte positions of headers of packets with a payload, and how many such packets of the PID came before. */
  readonly counters: readonly { readonly at: number; readonly pid: number; readonly index: number }[];
  /** Byte positions of PTS and DTS fields (ISO/IEC 13818-1 2.4.3.6). */
  readonly times: readonly number[];
  /** Byte positions of PCR fields (2.4.3.5). */
  readonly clocks: readonly number[];
}

/** See the file's comment. */
export class RepeatedSegments {
  readonly #segments: Places[] = [];
  readonly #packetsOfPid = new Map<number, number>();
  readonly #periodTicks: number;

  /** @param periodTicks how long the segments are together, in ticks of 90 kHz, for both tracks alike */
  constructor(segments: readonly Buffer[], periodTicks: number) {
    for (const bytes of segments) this.#segments.push(this.#survey(bytes));
    this.#periodTicks = periodTicks;
  }

  get count(): number {
    return this.#segments.length;
  }

  /** Bytes of each segment, whatever the repetition. */
  sizeOf(index: number): number {
    return this.#segment(index).bytes.length;
  }

  /** A segment as it is in a repetition, from 0. */
  make(repetition: number, index: number): Buffer {
    const { bytes, counters, times, clocks } = this.#segment(index);
    const copy = Buffer.from(bytes);
    const shift = repetition * this.#periodTicks;
    for (const { at, pid, index: before } of counters) {
      const counter = repetition * (this.#packetsOfPid.get(pid) ?? 0) + before;
      copy[at + 3] = (copy[at + 3]! & 0xf0) | (counter & 0x0f);
    }
    for (const at of times) writeTime(copy, at, (readTime(copy, at) + shift) % wrapTicks);
    for (const at of clocks) writeClock(copy, at, (readClock(copy, at) + shift) % wrapTicks);
    return copy;
  }

  #segment(index: number): Places {
    const segment = this.#segments[index];
    if (segment === undefined) throw new RangeError(`There is no segment ${index}.`);
    return segment;
  }

  #survey(bytes: Buffer): Places {
    const counters: { at: number; pid: number; index: number }[] = [];
    const times: number[] = [];
    const clocks: number[] = [];
    for (let at = 0; at < bytes.length; at += packetBytes) {
      const pid = bytes.readUInt16BE(at + 1) & 0x1fff;
      const hasAdaptation = (bytes[at + 3]! & 0x20) !== 0;
      const hasPayload = (bytes[at + 3]! & 0x10) !== 0;
      const before = this.#packetsOfPid.get(pid) ?? 0;
      counters.push({ at, pid, index: before });
      if (hasPayload) this.#packetsOfPid.set(pid, before + 1);
      if (hasAdaptation && bytes[at + 4]! > 0 && (bytes[at + 5]! & 0x10) !== 0) clocks.push(at + 6);
      const payload = at + 4 + (hasAdaptation ? 1 + bytes[at + 4]! : 0);
      const isStart = (bytes[at + 1]! & 0x40) !== 0;
      if (isStart && hasPayload) times.push(...timesOf(bytes, payload));
    }
    return { bytes, counters, times, clocks };
  }
}

/** Positions of the time fields of a PES header; none in a section. */
function timesOf(bytes: Buffer, at: number): number[] {
  if (bytes.readUIntBE(at, 3) !== 1) return [];
  const flags = bytes[at + 7]! >> 6;
  return [...(flags & 2 ? [at + 9] : []), ...(flags === 3 ? [at + 14] : [])];
}

function readTime(bytes: Buffer, at: number): number {
  const top = (bytes[at]! >> 1) & 7;
  return top * 2 ** 30 + (bytes.readUInt16BE(at + 1) >> 1) * 2 ** 15 + (bytes.readUInt16BE(at + 3) >> 1);
}

function writeTime(bytes: Buffer, at: number, ticks: number): void {
  bytes[at] = (bytes[at]! & 0xf1) | (Math.floor(ticks / 2 ** 30) << 1);
  bytes.writeUInt16BE(((Math.floor(ticks / 2 ** 15) & 0x7fff) << 1) | 1, at + 1);
  bytes.writeUInt16BE(((ticks & 0x7fff) << 1) | 1, at + 3);
}

const readClock = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at) * 2 + (bytes[at + 4]! >> 7);

function writeClock(bytes: Buffer, at: number, ticks: number): void {
  bytes.writeUInt32BE(Math.floor(ticks / 2), at);
  bytes[at + 4] = ((ticks & 1) << 7) | (bytes[at + 4]! & 0x7f);
}
