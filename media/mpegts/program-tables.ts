import { sectionCrc32 } from './crc32.ts';

/** table_id (ISO/IEC 13818-1 table 2-31). */
const PAT_TABLE = 0x00;
const PMT_TABLE = 0x02;
/** Up to last_section_number, with the CRC: what both tables have at least (ISO/IEC 13818-1 2.4.4.4, 2.4.4.9). */
const PAT_BYTES = 8 + 4;
/** The same with PCR_PID and program_info_length (2.4.4.9). */
const PMT_BYTES = 12 + 4;
const CRC_BYTES = 4;

/** A program of the program association table (ISO/IEC 13818-1 2.4.4.4). */
export interface ProgramEntry {
  readonly programNumber: number;
  readonly mapPid: number;
}

/** An elementary stream of the program map table (ISO/IEC 13818-1 2.4.4.9). */
export interface StreamEntry {
  readonly pid: number;
  readonly streamType: number;
}

/** What a section holds, or in which way it is damaged; `undefined` for a table of another kind or not yet valid. */
export type Reading<T> = { readonly entries: readonly T[] } | { readonly finding: string } | undefined;

/** Reads a section of the program association table (ISO/IEC 13818-1 2.4.4.4), without the network PID (program 0). */
export function readProgramAssociation(section: Uint8Array): Reading<ProgramEntry> {
  const finding = findDamage(section, PAT_TABLE, PAT_BYTES, 'program association table (ISO/IEC 13818-1 2.4.4.4)');
  if (finding !== undefined) return { finding };
  if (!isCurrent(section, PAT_TABLE)) return undefined;
  const view = viewOf(section);
  const entries: ProgramEntry[] = [];
  for (let at = 8; at + 4 <= section.length - CRC_BYTES; at += 4) {
    const programNumber = view.getUint16(at);
    if (programNumber !== 0) entries.push({ programNumber, mapPid: view.getUint16(at + 2) & 0x1fff });
  }
  return { entries };
}

/** Reads a section of the program map table (ISO/IEC 13818-1 2.4.4.9). Descriptors are skipped. */
export function readProgramMap(section: Uint8Array): Reading<StreamEntry> {
  const what = 'program map table (ISO/IEC 13818-1 2.4.4.9)';
  const finding = findDamage(section, PMT_TABLE, PMT_BYTES, what);
  if (finding !== undefined) return { finding };
  if (!isCurrent(section, PMT_TABLE)) return undefined;
  const view = viewOf(section);
  const end = section.length - CRC_BYTES;
  const entries: StreamEntry[] = [];
  let at = 12 + (view.getUint16(10) & 0x0fff);
  while (at + 5 <= end) {
    entries.push({ streamType: view.getUint8(at), pid: view.getUint16(at + 1) & 0x1fff });
    at += 5 + (view.getUint16(at + 3) & 0x0fff);
  }
  return at === end
    ? { entries }
    : { finding: `expected the ${what} to end with its last stream, found another length` };
}

/** Other tables may share the PID; `current_next_indicator` 0 announces a table that does not apply yet. */
function isCurrent(section: Uint8Array, tableId: number): boolean {
  return section[0] === tableId && ((section[5] ?? 0) & 0x01) === 1;
}

function findDamage(section: Uint8Array, tableId: number, minimumBytes: number, what: string): string | undefined {
  if (section[0] !== tableId) return undefined;
  if (section.length < minimumBytes) {
    return `expected at least ${minimumBytes} bytes of ${what}, found ${section.length}`;
  }
  return sectionCrc32(section) === 0 ? undefined : `expected the CRC_32 of the ${what} to fit, found that it does not`;
}

const viewOf = (section: Uint8Array): DataView => new DataView(section.buffer, section.byteOffset, section.byteLength);
