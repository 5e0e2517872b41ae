/**
 * Transport stream packets (ISO/IEC 13818-1 2.4.3), made and changed one by one. Written apart from the engine and from
 * the sample's writer on purpose: one misreading of the standard must not hide in both.
 */

export const PACKET_BYTES = 188;
/** 2.4.3.3: PIDs of null packets, and the number of those there can be. */
export const NULL_PID = 0x1fff;

export const pidOf = (packet: Buffer): number => packet.readUInt16BE(1) & 0x1fff;
export const beginsUnit = (packet: Buffer): boolean => (packet.readUInt8(1) & 0x40) !== 0;
export const hasPayload = (packet: Buffer): boolean => (packet.readUInt8(3) & 0x10) !== 0;
export const counterOf = (packet: Buffer): number => packet.readUInt8(3) & 0x0f;

/** Where the payload begins: behind the header and the adaptation field, if there is one. */
export const payloadOffset = (packet: Buffer): number =>
  (packet.readUInt8(3) & 0x20) === 0 ? 4 : 5 + packet.readUInt8(4);

/** Cuts a stream into its packets; what is left over at the end makes a shorter one. */
export function splitPackets(stream: Buffer): Buffer[] {
  const count = Math.ceil(stream.length / PACKET_BYTES);
  return Array.from({ length: count }, (_, index) =>
    Buffer.from(stream.subarray(index * PACKET_BYTES, (index + 1) * PACKET_BYTES)),
  );
}

/** A packet of nothing but stuffing. */
export function nullPacket(): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES, 0xff);
  packet.set([0x47, NULL_PID >> 8, NULL_PID & 0xff, 0x10]);
  return packet;
}

/** Fields of the adaptation field that a packet may carry (2.4.3.4). */
export interface AdaptationFields {
  readonly pcrTicks?: number | undefined;
  readonly isRandomAccess?: boolean | undefined;
  readonly isDiscontinuity?: boolean | undefined;
}

/** A packet with a clock and no payload: its counter is that of the packet before (2.4.3.3). */
export function clockPacket(pid: number, counter: number, pcrTicks: number): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet.set([0x47, pid >> 8, pid & 0xff, 0x20 | counter]);
  stuff(packet.subarray(4), adaptationBytes({ pcrTicks }));
  return packet;
}

/** Counts the packets of each PID, and makes them. */
export class PacketMaker {
  readonly #counters = new Map<number, number>();

  /** Cuts a section or PES packet into packets. Sections are followed by ff bytes, PES packets preceded by stuffing. */
  unitPackets(pid: number, unit: Buffer, kind: 'section' | 'pes', fields: AdaptationFields = {}): Buffer[] {
    const packets: Buffer[] = [];
    for (let at = 0; at < unit.length; ) {
      const adaptation = at === 0 ? adaptationBytes(fields) : NONE;
      const room = PACKET_BYTES - 4 - adaptation.length;
      const payload = unit.subarray(at, at + room);
      packets.push(this.#packet(pid, at === 0, adaptation, kind === 'section' ? filled(payload, room) : payload));
      at += payload.length;
    }
    return packets;
  }

  /** Counters begin anew with the next packet of each PID. */
  restart(): void {
    this.#counters.clear();
  }

  #packet(pid: number, isStart: boolean, adaptation: Buffer, payload: Buffer): Buffer {
    const carries = payload.length > 0;
    const counter = ((this.#counters.get(pid) ?? 15) + (carries ? 1 : 0)) & 0x0f;
    this.#counters.set(pid, counter);
    const room = PACKET_BYTES - 4 - payload.length;
    const control = (room > 0 ? 0x20 : 0) | (carries ? 0x10 : 0) | counter;
    // Written in place: a recording has tens of thousands of packets.
    const packet = Buffer.allocUnsafe(PACKET_BYTES);
    packet.writeInt32BE((0x47 << 24) | (isStart ? 0x40_0000 : 0) | (pid << 8) | control);
    if (room > 0) stuff(packet.subarray(4, 4 + room), adaptation);
    payload.copy(packet, 4 + room);
    return packet;
  }
}

const NONE = Buffer.alloc(0);

const filled = (payload: Buffer, sizeBytes: number): Buffer =>
  Buffer.concat([payload, Buffer.alloc(sizeBytes - payload.length, 0xff)]);

function adaptationBytes({ pcrTicks, isRandomAccess = false, isDiscontinuity = false }: AdaptationFields): Buffer {
  if (pcrTicks === undefined && !isRandomAccess && !isDiscontinuity) return NONE;
  const flags = (isDiscontinuity ? 0x80 : 0) | (isRandomAccess ? 0x40 : 0) | (pcrTicks === undefined ? 0 : 0x10);
  const clock = pcrTicks === undefined ? [] : clockBytes(pcrTicks);
  return Buffer.from([1 + clock.length, flags, ...clock]);
}

/** Fills a field with an adaptation, lengthened with ff bytes; one of a single byte has length 0 and no flags (2.4.3.5). */
function stuff(field: Buffer, adaptation: Buffer): void {
  if (field.length > adaptation.length) {
    field.fill(0xff);
    if (field.length > 1) field.writeUInt8(0, 1);
  }
  adaptation.copy(field);
  if (field.length > adaptation.length) field.writeUInt8(field.length - 1, 0);
}

/** 33 bits of 90 kHz, six reserved bits, nine bits of 27 MHz, here 0 (2.4.3.5). */
function clockBytes(ticks: number): number[] {
  const base = wrapTicks(ticks);
  const bytes = Buffer.alloc(6);
  bytes.writeUInt32BE(Math.floor(base / 2), 0);
  bytes.writeUInt16BE(((base % 2) << 15) | 0x7e00, 4);
  return [...bytes];
}

/** 33-bit time stamps wrap after 26.5 hours (2.4.3.7). */
export const wrapTicks = (ticks: number): number => ((ticks % 2 ** 33) + 2 ** 33) % 2 ** 33;
