/** Ways to change segments that were written well. Each returns a changed copy of a recording. */
import type { MatrixRecording, MatrixSegment } from './matrix-recording.ts';
import {
  beginsUnit,
  clockPacket,
  counterOf,
  nullPacket,
  PACKET_BYTES,
  payloadOffset,
  pidOf,
  splitPackets,
} from './transport-packets.ts';

/** Changes one segment. */
export function changeSegment(
  recording: MatrixRecording,
  index: number,
  change: (segment: MatrixSegment) => Partial<MatrixSegment>,
): MatrixRecording {
  const segments = recording.segments.map((segment, at) =>
    at === index ? { ...segment, ...change(segment) } : segment,
  );
  return { ...recording, segments };
}

/** Changes the bytes of one segment. */
export const changeBytes = (
  recording: MatrixRecording,
  index: number,
  change: (bytes: Buffer) => Buffer,
): MatrixRecording =>
  changeSegment(recording, index, ({ bytes }) => ({ bytes: change(Buffer.from(bytes ?? Buffer.alloc(0))) }));

/** Changes the packets of one segment; those that are given may be written to. */
export const changePackets = (
  recording: MatrixRecording,
  index: number,
  change: (packets: Buffer[]) => Buffer[],
): MatrixRecording => changeBytes(recording, index, (bytes) => Buffer.concat(change(splitPackets(bytes))));

/** Changes all segments' packets alike. */
export const changeAllPackets = (
  recording: MatrixRecording,
  change: (packets: Buffer[]) => Buffer[],
): MatrixRecording =>
  recording.segments.reduce((changed, _, index) => changePackets(changed, index, change), recording);

/** Positions, among a segment's packets, of those of one PID; of those that begin a PES packet only, if wanted. */
export const packetsOf = (
  packets: readonly Buffer[],
  pid: number,
  wanted: 'all' | 'starts' | 'rest' = 'all',
): number[] =>
  packets.flatMap((packet, index) =>
    pidOf(packet) === pid && (wanted === 'all' || beginsUnit(packet) === (wanted === 'starts')) ? [index] : [],
  );

/** The n-th of them; from the end if negative. */
export function nthPacketOf(packets: readonly Buffer[], pid: number, n: number, wanted?: 'starts' | 'rest'): number {
  const index = packetsOf(packets, pid, wanted).at(n);
  if (index === undefined) throw new RangeError(`Expected more than ${n} packets of PID ${pid}, found fewer.`);
  return index;
}

/** Leaves out so many packets from one on, as a lossy link does. */
export const losePackets = (packets: Buffer[], first: number, count: number): Buffer[] =>
  packets.filter((_, index) => index < first || index >= first + count);

/** Sends a packet twice, which 2.4.3.3 allows. */
export const repeatPacket = (packets: Buffer[], index: number): Buffer[] =>
  packets.flatMap((packet, at) => (at === index ? [packet, Buffer.from(packet)] : [packet]));

/** Null packets after every n-th one. */
export const addNullPackets = (packets: Buffer[], every: number): Buffer[] =>
  packets.flatMap((packet, index) => (index % every === 0 ? [packet, nullPacket()] : [packet]));

/** Packets of a PID with nothing but a clock, one after each of its packets. */
export const addClockPackets = (packets: Buffer[], pid: number): Buffer[] =>
  packets.flatMap((packet) => (pidOf(packet) === pid ? [packet, clockPacket(pid, counterOf(packet), 0)] : [packet]));

/** Makes two segments of one, at a packet; the second one begins with the tables of the first. */
export function splitSegment(
  recording: MatrixRecording,
  index: number,
  at: (packets: Buffer[]) => number,
): MatrixRecording {
  const segment = recording.segments[index];
  const packets = splitPackets(segment?.bytes ?? Buffer.alloc(0));
  const place = at(packets);
  // PAT and PMT are a packet each. A player does not mind that their counters repeat.
  const halves = [packets.slice(0, place), [...packets.slice(0, 2), ...packets.slice(place)]];
  const seconds = (segment?.seconds ?? 0) / 2;
  const [first, second] = halves.map((half) => ({ bytes: Buffer.concat(half), seconds, isGap: false }));
  if (segment === undefined || first === undefined || second === undefined) return recording;
  const made = [
    { ...segment, ...first },
    { ...second, isDiscontinuity: false },
  ];
  return { ...recording, segments: recording.segments.toSpliced(index, 1, ...made) };
}

/** Makes one segment of two. */
export function joinSegments(recording: MatrixRecording, index: number): MatrixRecording {
  const [first, second] = recording.segments.slice(index, index + 2);
  if (first?.bytes === undefined || second?.bytes === undefined) return recording;
  const joined = {
    ...first,
    bytes: Buffer.concat([first.bytes, second.bytes]),
    seconds: first.seconds + second.seconds,
  };
  return { ...recording, segments: recording.segments.toSpliced(index, 2, joined) };
}

/** Puts one packet behind the next one of the same PID. */
export function swapWithNext(packets: Buffer[], index: number): Buffer[] {
  const [packet] = packets.slice(index, index + 1);
  const other = packets.findIndex((next, at) => at > index && packet !== undefined && pidOf(next) === pidOf(packet));
  return packets.map((one, at) => (at === index ? packets[other] : at === other ? packet : one) ?? one);
}

/** Replaces bytes with noise that holds no sync byte: a fixed sequence, the same on every machine. */
export function addNoise(bytes: Buffer, from: number, sizeBytes: number): Buffer {
  let state = 12_345;
  for (let at = from; at < Math.min(bytes.length, from + sizeBytes); at++) {
    // Numerical Recipes' generator.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes.writeUInt8(state >>> 24 === 0x47 ? 0x48 : state >>> 24, at);
  }
  return bytes;
}

/** Sets bits in a packet's byte. */
export function setBits(packet: Buffer | undefined, at: number, bits: number): void {
  packet?.writeUInt8(packet.readUInt8(at) | bits, at);
}

/** Gives the packets of a PID counters that go on from one another, the first one changed by `shift`. */
export function renumber(packets: Buffer[], pid: number, shift = 0): Buffer[] {
  const own = packetsOf(packets, pid).map((index) => packets[index]);
  const first = own[0] === undefined ? 0 : counterOf(own[0]) + shift;
  for (const [index, packet] of own.entries()) {
    packet?.writeUInt8((packet.readUInt8(3) & 0xf0) | ((first + index) & 0x0f), 3);
  }
  return packets;
}

/** Overwrites the beginning of a packet's payload. */
export function overwritePayload(packet: Buffer | undefined, bytes: readonly number[], offset = 0): void {
  packet?.set(bytes, payloadOffset(packet) + offset);
}

/** Byte position of a packet in its segment. */
export const positionOf = (packetIndex: number): number => packetIndex * PACKET_BYTES;
