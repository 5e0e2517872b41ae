/** `stream_id` values (ISO/IEC 13818-1, table 2-22); timed ID3 goes as private_stream_1. */
export const STREAM_ID = { audio: 0xc0, video: 0xe0, metadata: 0xbd } as const;

/** Times of a PES packet on the 90 kHz clock; `dtsTicks` only where it differs from `ptsTicks`. */
export type PesTimes = { ptsTicks: number; dtsTicks?: number };

/**
 * Makes a PES packet (ISO/IEC 13818-1, 2.4.3.6). Video is given the length 0, "unbounded", which 2.4.3.7 allows to
 * video alone, since a key frame may exceed 16 bits.
 */
export function pesPacket(streamId: number, times: PesTimes, payload: Uint8Array): Buffer {
  const hasDts = times.dtsTicks !== undefined && times.dtsTicks !== times.ptsTicks;
  const timeFields = hasDts
    ? [...timeField(3, times.ptsTicks), ...timeField(1, times.dtsTicks ?? 0)]
    : timeField(2, times.ptsTicks);
  const afterLength = 3 + timeFields.length + payload.length;
  const length = streamId === STREAM_ID.video ? 0 : afterLength;
  const flags = [0x84, hasDts ? 0xc0 : 0x80, timeFields.length]; // '10', data_alignment_indicator; PTS_DTS_flags
  return Buffer.concat([
    Buffer.from([0, 0, 1, streamId, length >> 8, length & 0xff, ...flags, ...timeFields]),
    payload,
  ]);
}

/** A PTS or DTS: 33 bits in three groups, each followed by a marker bit (ISO/IEC 13818-1, 2.4.3.6). */
function timeField(prefix: number, ticks: number): number[] {
  const wrapped = ticks % 2 ** 33;
  const top = Math.floor(wrapped / 2 ** 30);
  const middle = Math.floor(wrapped / 2 ** 15) & 0x7fff;
  const low = wrapped & 0x7fff;
  return [(prefix << 4) | (top << 1) | 1, middle >> 7, ((middle & 0x7f) << 1) | 1, low >> 7, ((low & 0x7f) << 1) | 1];
}
