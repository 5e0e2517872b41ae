/** Size of a transport stream packet (ISO/IEC 13818-1, 2.4.3.2). */
export const PACKET_BYTES = 188;

const MAXIMUM_PAYLOAD_BYTES = PACKET_BYTES - 4;

/** What goes into the adaptation field of the first packet of a PES packet. */
export type PacketMarks = { pcrTicks?: number; isRandomAccess?: boolean };

/** Cuts sections and PES packets into transport stream packets and counts them per PID (ISO/IEC 13818-1, 2.4.3). */
export class TransportStreamWriter {
  #packets: Buffer[] = [];
  readonly #continuityCounters = new Map<number, number>();

  /** Bytes written since the last {@link take}. */
  get sizeBytes(): number {
    return this.#packets.length * PACKET_BYTES;
  }

  /** Hands over what was written so far. The continuity counters go on counting. */
  take(): Buffer {
    const bytes = Buffer.concat(this.#packets);
    this.#packets = [];
    return bytes;
  }

  /** Writes a section that fits one packet, the rest filled with 0xff (ISO/IEC 13818-1, 2.4.4.1). */
  writeSection(pid: number, section: Uint8Array): void {
    const payload = Buffer.alloc(MAXIMUM_PAYLOAD_BYTES, 0xff);
    payload[0] = 0; // pointer_field: the section begins at once
    payload.set(section, 1);
    this.#writePacket(pid, true, Buffer.alloc(0), payload);
  }

  /** Writes a PES packet; its last transport stream packet is filled up by the adaptation field. */
  writePes(pid: number, pes: Uint8Array, marks: PacketMarks = {}): void {
    for (let offset = 0; offset < pes.length; ) {
      const fields = offset === 0 ? adaptationFields(marks) : Buffer.alloc(0);
      const room = MAXIMUM_PAYLOAD_BYTES - fields.length;
      const payload = pes.subarray(offset, offset + room);
      this.#writePacket(pid, offset === 0, padAdaptation(fields, MAXIMUM_PAYLOAD_BYTES - payload.length), payload);
      offset += payload.length;
    }
  }

  /** Writes a packet that carries only a clock reference, for times when its PID has nothing else to send. */
  writeClock(pid: number, pcrTicks: number): void {
    const adaptation = padAdaptation(adaptationFields({ pcrTicks }), MAXIMUM_PAYLOAD_BYTES);
    this.#writePacket(pid, false, adaptation, Buffer.alloc(0));
  }

  #writePacket(pid: number, isStart: boolean, adaptation: Uint8Array, payload: Uint8Array): void {
    const hasAdaptation = adaptation.length > 0;
    const hasPayload = payload.length > 0;
    // A packet without payload repeats the counter of the one before (ISO/IEC 13818-1, 2.4.3.3).
    const counter = ((this.#continuityCounters.get(pid) ?? 15) + (hasPayload ? 1 : 0)) & 0x0f;
    this.#continuityCounters.set(pid, counter);
    const control = (hasAdaptation ? 0x20 : 0) | (hasPayload ? 0x10 : 0) | counter;
    const header = [0x47, (isStart ? 0x40 : 0) | (pid >> 8), pid & 0xff, control];
    this.#packets.push(Buffer.concat([Buffer.from(header), adaptation, payload]));
  }
}

/** An adaptation field (ISO/IEC 13818-1, 2.4.3.4) with its length, or nothing if there is nothing to mark. */
function adaptationFields({ pcrTicks, isRandomAccess = false }: PacketMarks): Buffer {
  if (pcrTicks === undefined && !isRandomAccess) {
    return Buffer.alloc(0);
  }
  const flags = (isRandomAccess ? 0x40 : 0) | (pcrTicks === undefined ? 0 : 0x10);
  const fields = [flags, ...(pcrTicks === undefined ? [] : clockReference(pcrTicks))];
  return Buffer.from([fields.length, ...fields]);
}

/** Lengthens an adaptation field, or makes one, by stuffing bytes to exactly `sizeBytes`. */
function padAdaptation(fields: Buffer, sizeBytes: number): Buffer {
  if (fields.length === sizeBytes) {
    return fields;
  }
  const padded = Buffer.alloc(sizeBytes, 0xff);
  padded.set(fields);
  padded[0] = sizeBytes - 1;
  if (sizeBytes > 1 && fields.length === 0) {
    padded[1] = 0; // no flags
  }
  return padded;
}

/** A PCR (ISO/IEC 13818-1, 2.4.3.5): a base of 33 bits at 90 kHz, six reserved bits, and a zero extension. */
function clockReference(ticks: number): number[] {
  const base = ticks % 2 ** 33;
  const high = Math.floor(base / 2);
  return [(high >>> 24) & 0xff, (high >> 16) & 0xff, (high >> 8) & 0xff, high & 0xff, ((base & 1) << 7) | 0x7e, 0];
}
