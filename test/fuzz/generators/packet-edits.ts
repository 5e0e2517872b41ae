import * as fc from 'fast-check';
import { crc32, PMT_PID } from '../../../scripts/media-matrix/program-tables.ts';
import {
  beginsUnit,
  hasPayload,
  nullPacket,
  PACKET_BYTES,
  payloadOffset,
  pidOf,
} from '../../../scripts/media-matrix/transport-packets.ts';
import { anyByte } from './bytes.ts';
import { AUDIO_PID, STREAM_EXAMPLES, VIDEO_PID } from './transport-streams.ts';

/** One change of a transport stream, at a packet that is counted from its beginning. */
export interface PacketEdit {
  readonly kind: keyof typeof editors;
  readonly packet: number;
  readonly at: number;
  readonly value: number;
}

type Editor = (packets: Buffer[], index: number, edit: PacketEdit) => void;

const PIDS = [0, PMT_PID, VIDEO_PID, AUDIO_PID, 0x1fff, 0x0010, 0x0102];
/** Of a field of 8 bits: none, one too few, just enough, one too many, all. */
const LENGTHS = [0, 1, 5, 182, 183, 184, 255];
/** Steps of a clock of 90 kHz: a frame, just under and over what counts as a pause, half of 33 bits. */
const STEPS = [1, -1, 3000, -3000, 45_000, -9000, 899_999, 900_001, -900_001, 5_400_001, 2 ** 32, 2 ** 33 - 1];

/** What goes wrong with packets, and what a hostile muxer would make of them. */
const editors = {
  lose: (packets, index) => void packets.splice(index, 1),
  loseRun: (packets, index, { value }) => void packets.splice(index, 1 + (value % 20)),
  repeat: (packets, index) => void packets.splice(index, 0, Buffer.from(packets[index]!)),
  swap: (packets, index) => void packets.splice(index, 2, ...packets.slice(index, index + 2).reverse()),
  move: (packets, index, { at }) => void packets.splice(at % packets.length, 0, ...packets.splice(index, 1)),
  nulls: (packets, index) => void packets.splice(index, 0, nullPacket(), nullPacket()),
  foreign: (packets, index, { at, value }) => {
    const { packets: others } = STREAM_EXAMPLES[value % STREAM_EXAMPLES.length]!;
    packets.splice(index, 0, Buffer.from(others[at % others.length]!));
  },
  headerBit: (packets, index, { at, value }) => flip(packets[index]!, 1 + (at % 3), 1 << (value & 7)),
  unitStart: (packets, index) => flip(packets[index]!, 1, 0x40),
  counter: (packets, index, { value }) => flip(packets[index]!, 3, value & 0x0f),
  pid: (packets, index, { at }) => setPid(packets[index]!, PIDS[at % PIDS.length]!),
  adaptation: (packets, index, { at, value }) => {
    packets[index]![3]! |= 0x20;
    packets[index]![4] = LENGTHS[at % LENGTHS.length]!;
    packets[index]![5] = value;
  },
  pesByte: onUnits((packet, from, { at, value }) => void packet.writeUInt8(value, from + (at % 20))),
  pesHeaderLength: onUnits((packet, from, { at }) => void packet.writeUInt8(LENGTHS[at % LENGTHS.length]!, from + 8)),
  pesLength: onUnits((packet, from, { at, value }) => void packet.writeUInt16BE((at * 7 + value) & 0xffff, from + 4)),
  time: onUnits((packet, from, { at, value }) => moveTimes(packet, from, STEPS[at % STEPS.length]!, value % 3 === 0)),
  nalType: onFound([0, 0, 1], (packet, at, { value }) => void packet.writeUInt8(value, at + 3)),
  nalSize: onFound([0, 0, 1], (packet, at, { value }) => void packet.set([0, 0, 1, 0, 0, 1].slice(value % 4), at + 3)),
  parameterSet: onFound(
    [0, 0, 1, 0x67],
    (packet, found, { at, value }) => void packet.writeUInt8(value, found + 4 + (at % 20)),
  ),
  adtsByte: onFound([0xff, 0xf1], (packet, found, { at, value }) => void packet.writeUInt8(value, found + (at % 7))),
  startCodes: onPayloads((packet, from, { value }) => {
    for (let at = from; at + 4 <= PACKET_BYTES; at += 4) packet.set([0, 0, 1, value], at);
  }),
  parameterSets: onPayloads((packet, from, { value }) => {
    for (let at = from; at + 6 <= PACKET_BYTES; at += 6) packet.set([0, 0, 1, 0x67 + (value & 1), value, at], at);
  }),
  zeros: onPayloads((packet, from, { at }) => void packet.fill(0, from + (at % 40))),
  syncBytes: onPayloads((packet, from) => void packet.fill(0x47, from)),
  noise: onPayloads((packet, from, { value, at }) => fillWithNoise(packet, from, value + 256 * at)),
  tableByte: (packets, _, edit) => onTables(packets, edit, (section, at) => void section.writeUInt8(edit.value, at)),
  tableLength: (packets, _, edit) =>
    onTables(packets, edit, (section) => void section.writeUInt16BE(0xb000 | ((edit.at * 5) & 0xfff), 1)),
} satisfies Record<string, Editor>;

type PayloadEditor = (packet: Buffer, from: number, edit: PacketEdit) => void;

/** Changes the payload of a packet from the given one on that has room for it. */
function onPayloads(edit: PayloadEditor, isWanted: (packet: Buffer) => boolean = () => true): Editor {
  return (packets, index, parameters) => {
    const wanted = (packet: Buffer) =>
      packet.length === PACKET_BYTES &&
      hasPayload(packet) &&
      payloadOffset(packet) < PACKET_BYTES - 24 &&
      isWanted(packet);
    const packet = packets.slice(index).find(wanted) ?? packets.find(wanted);
    if (packet !== undefined) edit(packet, payloadOffset(packet), parameters);
  };
}

/** The same of packets that begin a PES packet. */
function onUnits(edit: PayloadEditor): Editor {
  return onPayloads(edit, (packet) => beginsUnit(packet) && packet.readUIntBE(payloadOffset(packet), 3) === 1);
}

/** The same at the place where a pattern is found, with 24 bytes behind it. */
function onFound(pattern: readonly number[], edit: PayloadEditor): Editor {
  const bytes = Buffer.from(pattern);
  const find = (packet: Buffer) => packet.subarray(0, PACKET_BYTES - 28).indexOf(bytes, payloadOffset(packet) + 9);
  return onPayloads(
    (packet, _, parameters) => edit(packet, find(packet), parameters),
    (packet) => find(packet) >= 0,
  );
}

function flip(packet: Buffer, at: number, bits: number): void {
  packet.writeUInt8(packet.readUInt8(at) ^ bits, at);
}

function setPid(packet: Buffer, pid: number): void {
  packet[1] = (packet[1]! & 0xe0) | (pid >> 8);
  packet[2] = pid & 0xff;
}

/** Moves PTS, or DTS alone, where the header has it (ISO/IEC 13818-1 2.4.3.6). */
function moveTimes(packet: Buffer, from: number, ticks: number, isDecodeTime: boolean): void {
  const flags = packet[from + 7]! >> 6;
  for (const [index, at] of [from + 9, from + 14].entries()) {
    if ((flags & (2 >> index)) === 0 || (isDecodeTime && index === 0)) continue;
    const [high, middle, low] = [packet[at]!, packet.readUInt16BE(at + 1), packet.readUInt16BE(at + 3)];
    const time = ((high >> 1) & 7) * 2 ** 30 + (middle >> 1) * 2 ** 15 + (low >> 1);
    const moved = (((time + ticks) % 2 ** 33) + 2 ** 33) % 2 ** 33;
    packet[at] = (high & 0xf1) | (Math.floor(moved / 2 ** 30) << 1);
    packet.writeUInt16BE((Math.floor(moved / 2 ** 15) % 2 ** 15) * 2 + 1, at + 1);
    packet.writeUInt16BE((moved % 2 ** 15) * 2 + 1, at + 3);
  }
}

/** xorshift: the same noise for the same seed. */
function fillWithNoise(packet: Buffer, from: number, seed: number): void {
  let state = (seed * 2_654_435_761 + 1) | 0;
  for (let at = from; at < PACKET_BYTES; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    packet[at] = state & 0xff;
  }
}

/** Changes a section and makes its checksum fit, so that what is behind the checksum is reached. */
function onTables(
  packets: readonly Buffer[],
  { packet: which, at }: PacketEdit,
  change: (section: Buffer, at: number) => void,
): void {
  const tables = packets.filter(
    (packet) => packet.length === PACKET_BYTES && [0, PMT_PID].includes(pidOf(packet)) && payloadOffset(packet) === 4,
  );
  const section = tables[which % Math.max(1, tables.length)]?.subarray(5);
  if (section === undefined) return;
  change(section, at % 26);
  const end = 3 + (section.readUInt16BE(1) & 0xfff) - 4;
  if (end > 0 && end + 4 <= section.length) section.writeUInt32BE(crc32(section.subarray(0, end)), end);
}

const kinds = Object.keys(editors) as PacketEdit['kind'][];

export const packetEdit: fc.Arbitrary<PacketEdit> = fc.record({
  kind: fc.constantFrom(...kinds),
  packet: fc.nat(),
  at: fc.nat(1000),
  value: anyByte,
});

/** A changed copy of the packets. */
export function editPackets(packets: readonly Buffer[], edits: readonly PacketEdit[]): Buffer[] {
  const changed = packets.map((packet) => Buffer.from(packet));
  for (const edit of edits) {
    if (changed.length > 0) editors[edit.kind](changed, edit.packet % changed.length, edit);
  }
  return changed;
}
