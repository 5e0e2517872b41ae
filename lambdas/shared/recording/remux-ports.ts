/** What a remux asks of the storage: segments as streams, and a file that appears whole. */
import type { ByteRange } from '../../../media/hls/byte-range.ts';
import type { MediaSink } from '../../../media/remux/media-sink.ts';
import type { OpenSegment } from '../../../media/remux/segment-source.ts';
import type { ObjectPlace } from './storage-ports.ts';

/** Bytes of one object. */
export interface ObjectStretch {
  readonly key: string;
  /** The whole object when `undefined`. */
  readonly byteRange: ByteRange | undefined;
}

/** Where the bytes of one segment lie. */
export interface StoredSegment {
  /** As in messages and reports: `SourceSegment.name`. */
  readonly name: string;
  /** Where it begins in the recording, by the playlist; for messages. */
  readonly startSeconds: number;
  /** Read one after the other: EXT-X-MAP (RFC 8216 §4.3.2.5), if any, then the segment itself. */
  readonly stretches: readonly ObjectStretch[];
}

/** The segments of one rendition, fetched ahead of their reader. */
export interface SegmentSource {
  /**
   * @throws SegmentDamagedError `segment-missing`, `packet-truncated`
   * @throws StorageUnavailableError, StorageAccessDeniedError, RecordingArchivedError; also while reading
   */
  readonly openSegment: OpenSegment;
  /** Ends every download. Safe at any moment and more than once. */
  close(): void;
}

/** Makes a source; nothing is fetched before the first segment is opened. */
export type OpenSegments = (bucket: string, segments: readonly StoredSegment[]) => SegmentSource;

/** An export that is to be written. */
export interface NewExport extends ObjectPlace {
  readonly contentType: string;
  /** Kept with the object, for people and for telling one's own file from another's. ASCII. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Bytes of the source, by which parts are made large enough for S3's 10,000. */
  readonly sourceBytes: number;
}

/**
 * Makes a sink for one export, which replaces what stands there once it is whole.
 * @param signal Ends every request; the sink must then still be discarded.
 */
export type CreateExport = (target: NewExport, signal: AbortSignal) => MediaSink;
