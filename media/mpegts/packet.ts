/** Bytes of a transport stream packet (ISO/IEC 13818-1 2.4.1). */
export const PACKET_BYTES = 188;

/** First byte of every packet (ISO/IEC 13818-1 2.4.3.3, sync_byte). */
export const SYNC_BYTE = 0x47;

/** PIDs with a meaning of their own (ISO/IEC 13818-1 table 2-3). */
export const PAT_PID = 0x0000;
export const NULL_PID = 0x1fff;
/** PIDs up to here carry tables or are reserved; an elementary stream has one above. */
export const LAST_RESERVED_PID = 0x000f;

/** In the second byte of a packet (ISO/IEC 13818-1 2.4.3.2). */
export const TRANSPORT_ERROR_INDICATOR = 0x80;
export const PAYLOAD_UNIT_START_INDICATOR = 0x40;

/** In the fourth byte of a packet (ISO/IEC 13818-1 2.4.3.2). */
export const SCRAMBLING_CONTROL = 0xc0;
export const HAS_ADAPTATION_FIELD = 0x20;
export const HAS_PAYLOAD = 0x10;
export const COUNTER_MASK = 0x0f;

/** Fields of a packet's header and adaptation field (ISO/IEC 13818-1 2.4.3.2, 2.4.3.4). */
export interface PacketHeader {
  readonly pid: number;
  readonly hasTransportError: boolean;
  /** A PES packet or a pointer to a section begins the payload. */
  readonly isUnitStart: boolean;
  readonly isScrambled: boolean;
  readonly hasPayload: boolean;
  readonly counter: number;
  /** discontinuity_indicator (2.4.3.5): the counter may take any value here. */
  readonly isDiscontinuity: boolean;
  /** Bytes from the packet's beginning to its payload; above 188 when the adaptation field says that it is too long. */
  readonly headerBytes: number;
}

/** Reads the header of the packet at `at`, which must be whole. */
export function readPacketHeader(view: DataView, at: number): PacketHeader {
  const second = view.getUint8(at + 1);
  const fourth = view.getUint8(at + 3);
  const adaptationBytes = fourth & HAS_ADAPTATION_FIELD ? 1 + view.getUint8(at + 4) : 0;
  return {
    pid: view.getUint16(at + 1) & 0x1fff,
    hasTransportError: (second & TRANSPORT_ERROR_INDICATOR) !== 0,
    isUnitStart: (second & PAYLOAD_UNIT_START_INDICATOR) !== 0,
    isScrambled: (fourth & SCRAMBLING_CONTROL) !== 0,
    hasPayload: (fourth & HAS_PAYLOAD) !== 0,
    counter: fourth & COUNTER_MASK,
    isDiscontinuity: adaptationBytes > 1 && (view.getUint8(at + 5) & 0x80) !== 0,
    headerBytes: 4 + adaptationBytes,
  };
}
