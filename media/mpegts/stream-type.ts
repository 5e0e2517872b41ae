/** What becomes of an elementary stream. */
export type StreamKind = 'h264' | 'aac' | 'other-video' | 'other-audio' | 'encrypted' | 'data';

interface StreamType {
  readonly kind: StreamKind;
  readonly name: string;
}

/** stream_type (ISO/IEC 13818-1 table 2-34), and the private ones that HLS and ATSC use. */
const streamTypes = new Map<number, StreamType>([
  [0x01, { kind: 'other-video', name: 'MPEG-1 video' }],
  [0x02, { kind: 'other-video', name: 'MPEG-2 video' }],
  [0x03, { kind: 'other-audio', name: 'MPEG-1 audio' }],
  [0x04, { kind: 'other-audio', name: 'MPEG-2 audio' }],
  [0x0f, { kind: 'aac', name: 'AAC in ADTS' }],
  [0x10, { kind: 'other-video', name: 'MPEG-4 visual' }],
  [0x11, { kind: 'other-audio', name: 'AAC in LATM' }],
  [0x1b, { kind: 'h264', name: 'H.264' }],
  [0x24, { kind: 'other-video', name: 'HEVC' }],
  [0x33, { kind: 'other-video', name: 'VVC' }],
  [0x81, { kind: 'other-audio', name: 'AC-3' }],
  [0x87, { kind: 'other-audio', name: 'E-AC-3' }],
  // "MPEG-2 Stream Encryption Format for HTTP Live Streaming", section 2.3: SAMPLE-AES
  [0xc1, { kind: 'encrypted', name: 'encrypted AC-3' }],
  [0xc2, { kind: 'encrypted', name: 'encrypted E-AC-3' }],
  [0xcf, { kind: 'encrypted', name: 'encrypted AAC' }],
  [0xdb, { kind: 'encrypted', name: 'encrypted H.264' }],
  [0xea, { kind: 'other-video', name: 'VC-1' }],
]);

/** What becomes of a stream of this stream_type; all that is neither picture nor sound is data. */
export const kindOfStreamType = (streamType: number): StreamKind => streamTypes.get(streamType)?.kind ?? 'data';

/** Such as `HEVC (stream_type 0x24)`. */
export function describeStreamType(streamType: number): string {
  const hex = `stream_type 0x${streamType.toString(16).padStart(2, '0')}`;
  const known = streamTypes.get(streamType);
  return known === undefined ? hex : `${known.name} (${hex})`;
}
