/** Moves MPEG-TS segments along the clock, so that a short recording can be repeated into a long one. */

const PACKET_BYTES = 188;
const SYNC_BYTE = 0x47;
const NULL_PID = 0x1fff;
/** Time stamps count 90 kHz in 33 bits (ISO/IEC 13818-1 2.4.3.7): they wrap after 26.5 h, as in a real recording. */
const CLOCK_TICKS = 2 ** 33;

/** How many packets with payload each stream has: its continuity counter goes on by that many. */
export type PacketCounts = ReadonlyMap<number, number>;

/** Counts over a whole period that is to be repeated. */
export function countPackets(segments: readonly Buffer[]): PacketCounts {
  const counts = new Map<number, number>();
  for (const segment of segments) {
    for (const at of packetStarts(segment)) {
      const pid = pidOf(segment, at);
      if (hasPayload(segment, at)) counts.set(pid, (counts.get(pid) ?? 0) + 1);
    }
  }
  return counts;
}

/**
 * The segment as it would be some periods later: PCR, PTS and DTS moved on, continuity counters going on from the period
 * before.
 */
export function moveSegment(segment: Buffer, periods: number, periodTicks: number, counts: PacketCounts): Buffer {
  const moved = Buffer.from(segment);
  const ticks = (periods * periodTicks) % CLOCK_TICKS;
  for (const at of packetStarts(moved)) {
    const pid = pidOf(moved, at);
    if (pid === NULL_PID) continue;
    const control = moved.readUInt8(at + 3);
    const counter = (control + periods * (counts.get(pid) ?? 0)) & 0x0f;
    moved.writeUInt8((control & 0xf0) | counter, at + 3);
    movePcr(moved, at, ticks);
    if (isUnitStart(moved, at) && hasPayload(moved, at)) movePesTimes(moved, payloadStart(moved, at), ticks);
  }
  return moved;
}

function* packetStarts(segment: Buffer): Generator<number> {
  for (let at = 0; at < segment.length; at += PACKET_BYTES) {
    if (segment[at] !== SYNC_BYTE) throw new Error(`Expected a packet's sync byte at byte ${at} of a segment.`);
    yield at;
  }
}

const pidOf = (bytes: Buffer, at: number): number => bytes.readUInt16BE(at + 1) & 0x1fff;
const isUnitStart = (bytes: Buffer, at: number): boolean => (bytes.readUInt8(at + 1) & 0x40) !== 0;
const hasPayload = (bytes: Buffer, at: number): boolean => (bytes.readUInt8(at + 3) & 0x10) !== 0;
const hasAdaptation = (bytes: Buffer, at: number): boolean => (bytes.readUInt8(at + 3) & 0x20) !== 0;
const payloadStart = (bytes: Buffer, at: number): number =>
  hasAdaptation(bytes, at) ? at + 5 + bytes.readUInt8(at + 4) : at + 4;

/** ISO/IEC 13818-1 2.4.3.5: 33 bits at 90 kHz, 6 reserved, 9 of extension. */
function movePcr(bytes: Buffer, at: number, ticks: number): void {
  if (!hasAdaptation(bytes, at) || bytes.readUInt8(at + 4) < 7 || (bytes.readUInt8(at + 5) & 0x10) === 0) return;
  const base = bytes.readUInt32BE(at + 6) * 2 + (bytes.readUInt8(at + 10) >> 7);
  const moved = (base + ticks) % CLOCK_TICKS;
  bytes.writeUInt32BE(Math.floor(moved / 2), at + 6);
  bytes.writeUInt8((bytes.readUInt8(at + 10) & 0x7f) | ((moved % 2) << 7), at + 10);
}

/** ISO/IEC 13818-1 2.4.3.6: PTS, and behind it DTS when the flags say so. Tables are no PES packets. */
function movePesTimes(bytes: Buffer, pes: number, ticks: number): void {
  if (bytes.readUIntBE(pes, 3) !== 1) return;
  const flags = bytes.readUInt8(pes + 7) >> 6;
  if ((flags & 2) !== 0) moveTime(bytes, pes + 9, ticks);
  if (flags === 3) moveTime(bytes, pes + 14, ticks);
}

/** Four bits of prefix, then 3, 15 and 15 bits, each with a marker bit behind it. */
function moveTime(bytes: Buffer, at: number, ticks: number): void {
  const first = bytes.readUInt8(at);
  const time =
    ((first >> 1) & 7) * 2 ** 30 + (bytes.readUInt16BE(at + 1) >> 1) * 2 ** 15 + (bytes.readUInt16BE(at + 3) >> 1);
  const moved = (time + ticks) % CLOCK_TICKS;
  bytes.writeUInt8((first & 0xf0) | (Math.floor(moved / 2 ** 30) << 1) | 1, at);
  bytes.writeUInt16BE(((Math.floor(moved / 2 ** 15) & 0x7fff) << 1) | 1, at + 1);
  bytes.writeUInt16BE(((moved & 0x7fff) << 1) | 1, at + 3);
}
