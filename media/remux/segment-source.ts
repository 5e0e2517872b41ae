/** One media segment to be carried, as a playlist describes it (RFC 8216 §3). */
export interface SourceSegment {
  /** Names the segment in messages and reports: its URI as written, or an object's key. */
  readonly name: string;
  /** EXTINF, in seconds. Tells progress and losses; never time. */
  readonly durationSeconds: number;
  /** EXT-X-DISCONTINUITY stands before it, or it begins another recording: timestamps and counters start anew. */
  readonly isDiscontinuity: boolean;
  /** EXT-X-GAP: the segment is known to be missing. */
  readonly isGap: boolean;
}

/** Reads one segment from its beginning; of a byte range or with an EXT-X-MAP, the map's bytes first. */
export interface SegmentReader {
  /**
   * Fills `target` from its beginning, in part or whole.
   *
   * @returns bytes written; 0 at the segment's end only
   */
  read(target: Uint8Array): Promise<number>;
  /** Frees what is held; safe at any moment and more than once. */
  close(): Promise<void>;
}

/**
 * Opens the segment with an index in the list given to `remux`. Segments are opened in order, each once (the first of a
 * clip twice), and one after the other per worker; an implementation may fetch ahead.
 *
 * @throws SegmentDamagedError `segment-missing` when it is not there
 */
export type OpenSegment = (index: number, signal: AbortSignal) => Promise<SegmentReader>;
