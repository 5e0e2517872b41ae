import { START_CODE } from '../h264/byte-stream.ts';
import { PACKET_BYTES } from '../mpegts/packet.ts';
import { packetMoverModule } from './packet-mover-module.ts';

/** What a packet holds when it has no adaptation field (ISO/IEC 13818-1 2.4.3.2). */
export const PLAIN_PAYLOAD_BYTES = PACKET_BYTES - 4;

/** continuity_counter in the 4 bytes of a header, read as a little-endian number. */
const COUNTER_STEP = 0x0100_0000;
const COUNTER_BITS = 0x0f00_0000;

/** What is done with every byte of a recording. Places are indices into the memory. */
export interface PacketMover {
  /**
   * Moves the payloads of plain packets: the middle of frames, nine packets of ten. A plain packet has only one possible
   * header, so that comparing 4 bytes checks sync byte, error indicator, unit start, PID, scrambling, adaptation field
   * and continuity counter at once (ISO/IEC 13818-1 2.4.3.2).
   *
   * @param at of the first packet
   * @param count of packets, at most
   * @param header of the first packet, little-endian; its counter goes up by one from packet to packet
   * @param end where the first payload goes
   * @returns how many packets were moved: the next one has another header, unless all were
   */
  movePlain(at: number, count: number, header: number, end: number): number;
  /** The place of the first start code (ISO/IEC 14496-10 B.1) from `at` on; there must be one. */
  findStartCode(at: number): number;
  /** Moves bytes; the two places may overlap. */
  move(to: number, from: number, count: number): void;
}

/** Memory, and what moves packets in it. */
export interface PacketMemory {
  readonly bytes: Buffer;
  readonly mover: PacketMover;
}

const PAGE_BYTES = 64 * 1024;

/**
 * Takes memory of a size, of which the operating system gives only the pages that are touched.
 *
 * In WebAssembly 184 bytes are moved at 15 to 20 GB/s and start codes found at 20; with `copyWithin` and `Buffer.indexOf`
 * it is 4 and 5. The memory is one that threads can share: so batches need not be copied between them, and V8 does not
 * take its size for a reason to collect garbage.
 */
export function allocatePacketMemory(sizeBytes: number, assemble = assembledPacketMemory): PacketMemory {
  // As with `node --jitless`.
  if (typeof WebAssembly === 'undefined') return plainPacketMemory(sizeBytes);
  try {
    return assemble(sizeBytes);
  } catch (error) {
    // Little address space (`ulimit -v`), or no code may be made at run time: it works without, only slower.
    if (!(error instanceof RangeError || error instanceof WebAssembly.CompileError)) throw error;
    return plainPacketMemory(sizeBytes);
  }
}

function assembledPacketMemory(sizeBytes: number): PacketMemory {
  const pages = Math.ceil(sizeBytes / PAGE_BYTES);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages, shared: true });
  const module = new WebAssembly.Module(packetMoverModule);
  const { exports } = new WebAssembly.Instance<PacketMover>(module, { arena: { memory } });
  return { bytes: Buffer.from(memory.buffer), mover: exports };
}

/** The same in plain JavaScript, at a quarter of the speed. */
export function plainPacketMemory(sizeBytes: number): PacketMemory {
  const bytes = Buffer.from(new SharedArrayBuffer(sizeBytes));
  return { bytes, mover: new PlainPacketMover(bytes) };
}

class PlainPacketMover implements PacketMover {
  readonly #bytes: Buffer;
  readonly #view: DataView;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  movePlain(at: number, count: number, header: number, end: number): number {
    const bytes = this.#bytes;
    const view = this.#view;
    let expected = header;
    let moved = 0;
    while (moved < count && view.getInt32(at + moved * PACKET_BYTES, true) === expected) {
      const from = at + moved * PACKET_BYTES + 4;
      bytes.copyWithin(end + moved * PLAIN_PAYLOAD_BYTES, from, from + PLAIN_PAYLOAD_BYTES);
      expected = (expected & ~COUNTER_BITS) | ((expected + COUNTER_STEP) & COUNTER_BITS);
      moved++;
    }
    return moved;
  }

  findStartCode(at: number): number {
    return this.#bytes.indexOf(START_CODE, at);
  }

  move(to: number, from: number, count: number): void {
    this.#bytes.copyWithin(to, from, from + count);
  }
}
