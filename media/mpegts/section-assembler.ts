/** table_id and section_length: what must be there to know how long a section is (ISO/IEC 13818-1 2.4.4.1). */
const SECTION_HEADER_BYTES = 3;
/** Fills the rest of a payload behind its last section (ISO/IEC 13818-1 2.4.4). */
const STUFFING_BYTE = 0xff;

/**
 * Puts together the sections of one PID (ISO/IEC 13818-1 2.4.4): a payload may hold several, and a section may go on in
 * the next payload. Holds at most one section of 4,098 bytes (section_length has 12 bits).
 */
export class SectionAssembler {
  #parts: number[] = [];
  #isInside = false;

  /**
   * Takes the payload of the next packet.
   *
   * @returns the sections that end in it; `undefined` when pointer_field points beyond the payload
   */
  accept(payload: Uint8Array, isUnitStart: boolean): Uint8Array[] | undefined {
    if (!isUnitStart) return this.#isInside ? this.#collect(payload) : [];
    // pointer_field (2.4.4.2): bytes until the first section that begins here; before them the last one ends.
    const pointer = payload[0] ?? 0;
    if (1 + pointer >= payload.length) return undefined;
    const ended = this.#isInside ? this.#collect(payload.subarray(1, 1 + pointer)) : [];
    this.reset();
    this.#isInside = true;
    return [...ended, ...this.#collect(payload.subarray(1 + pointer))];
  }

  /** Forgets what has been begun: a packet is missing. */
  reset(): void {
    this.#parts = [];
    this.#isInside = false;
  }

  #collect(bytes: Uint8Array): Uint8Array[] {
    const sections: Uint8Array[] = [];
    for (const byte of bytes) {
      if (this.#parts.length === 0 && byte === STUFFING_BYTE) {
        this.#isInside = false;
        break;
      }
      this.#parts.push(byte);
      if (this.#parts.length < SECTION_HEADER_BYTES || this.#parts.length < this.#sectionBytes()) continue;
      sections.push(Uint8Array.from(this.#parts));
      this.#parts = [];
    }
    return sections;
  }

  /** section_length counts what follows it (2.4.4.5, 2.4.4.10). */
  #sectionBytes(): number {
    const [, second = 0, third = 0] = this.#parts;
    return SECTION_HEADER_BYTES + ((second & 0x0f) << 8) + third;
  }
}
