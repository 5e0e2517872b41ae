import { PACKET_BYTES, SYNC_BYTE } from './packet.ts';

/** So many sync bytes, a packet apart, are taken for the beat of a stream; one alone is in every 256 bytes of noise. */
const BEATS = 3;

/** How many bytes at least decide whether a packet begins at a place. */
export const BEAT_BYTES = (BEATS - 1) * PACKET_BYTES + 1;

/**
 * Looks for the next place where packets begin (ISO/IEC 13818-1 2.4.3.3: sync_byte may occur in a payload as well).
 *
 * @param isEnd nothing comes behind `to`, so that a last packet may stand alone
 * @returns the place, or the first one that only more bytes can decide; `to` when there is none
 */
export function findBeat(bytes: Buffer, from: number, to: number, isEnd: boolean): number {
  let at = from;
  while (at < to) {
    at = bytes.indexOf(SYNC_BYTE, at);
    if (at < 0 || at >= to) return to;
    const mayBegin = hasBeat(bytes, at, to);
    if (mayBegin && (!isEnd || at + PACKET_BYTES <= to)) return at;
    at++;
  }
  return to;
}

/** Whether all beats before `to` are there. */
function hasBeat(bytes: Buffer, at: number, to: number): boolean {
  for (let beat = 1; beat < BEATS; beat++) {
    const next = at + beat * PACKET_BYTES;
    if (next < to && bytes[next] !== SYNC_BYTE) return false;
  }
  return true;
}
