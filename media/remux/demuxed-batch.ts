/**
 * What stage one (MPEG-TS to access units) hands to stage two (timeline and index): a stretch of one segment.
 *
 * Batches are self-contained: everything that stage two must know of a segment travels in them, so that segments may be
 * demuxed by workers of their own and joined in order. What a segment needs from the ones before it is in stage two
 * alone: the end of the timeline, continuity counters, a partial ADTS frame.
 *
 * The typed arrays are views of buffers that are used again: a batch is valid until the second-next one is asked for,
 * which lets one write be in flight.
 */
export interface DemuxedBatch {
  /** Index in the list of segments that was given to `remux`. */
  readonly segmentIndex: number;
  /** Whether this is the segment's last batch; it may be empty. Each segment has one. */
  readonly isSegmentEnd: boolean;
  /** The elementary streams, with each segment's first batch; `undefined` with the others. */
  readonly program: Program | undefined;
  readonly video: VideoRun;
  readonly audio: AudioRun;
  /** Where video is not wanted: PTS of the segment's first picture, once that has come; `NaN` otherwise. */
  readonly firstPictureTime: number;
  /** Distinct sequence and picture parameter sets in the order of their first appearance in this segment. */
  readonly parameterSets: readonly ParameterSet[];
  /** With `isSegmentEnd`: first and last continuity counter of the carried streams (ISO/IEC 13818-1 2.4.3.3). */
  readonly counters: readonly CounterSpan[];
  /** What was damaged and left out. Empty unless losses are tolerated: a strict demuxer throws instead. */
  readonly losses: readonly DemuxLoss[];
}

/** What the program map table says (ISO/IEC 13818-1 2.4.4.8). */
export interface Program {
  readonly videoPid: number | undefined;
  readonly audioPid: number | undefined;
  /** Streams that are not carried: timed metadata, further audio. */
  readonly ignored: readonly { readonly pid: number; readonly streamType: number }[];
}

/**
 * Access units of H.264, back to back, each a whole sample of an MP4: NAL units with lengths of 4 bytes in place of start
 * codes (ISO/IEC 14496-15 5.3.4.2), without access unit delimiters, parameter sets and filler data.
 */
export interface VideoRun {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** Bytes of each sample. */
  readonly sizes: Uint32Array;
  /** Decode and presentation time as the PES header has them: 90 kHz, 33 bits, not unwrapped. */
  readonly decodeTimes: Float64Array;
  readonly presentationTimes: Float64Array;
  /** 1 when the access unit is an IDR picture (NAL type 5), else 0. */
  readonly isKeyFrame: Uint8Array;
  /** Byte position in the segment of the PES packet that the access unit came in, for messages. */
  readonly positions: Float64Array;
}

/**
 * The audio elementary stream as it is (ADTS), back to back, and where PES packets begin in it. The frames are cut in
 * stage two, since they may straddle PES packets and segments.
 */
export interface AudioRun {
  readonly bytes: Uint8Array;
  readonly count: number;
  /** Where in `bytes` each PES packet's payload begins. Bytes before the first belong to the packet before. */
  readonly offsets: Uint32Array;
  /** 90 kHz, 33 bits, not unwrapped; `NaN` where the PES header has none. */
  readonly presentationTimes: Float64Array;
  /** Payload bytes that PES_packet_length declares; 0 when it does not say. */
  readonly declaredBytes: Uint32Array;
  /** Byte position of the PES packet in the segment, for messages. */
  readonly positions: Float64Array;
}

/** A sequence or picture parameter set (ISO/IEC 14496-10 7.3.2.1, 7.3.2.2): the NAL unit without its start code. */
export interface ParameterSet {
  readonly kind: 'sps' | 'pps';
  readonly bytes: Uint8Array;
  /** Byte position in the segment of the PES packet that it came in. */
  readonly position: number;
}

/** Continuity counters of one stream in one segment. */
export interface CounterSpan {
  readonly pid: number;
  readonly first: number;
  readonly last: number;
}

/** A stretch of a segment that could not be read. */
export interface DemuxLoss {
  /** Stable word for the kind of damage, as in `SegmentDamagedReason`. */
  readonly reason: string;
  /** Byte position in the segment. */
  readonly position: number;
  readonly finding: string;
}
