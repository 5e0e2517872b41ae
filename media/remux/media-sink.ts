/**
 * Where an MP4 goes while it is made: media first, the index, which must stand in front, last. Implementations hold back
 * what has to wait (the beginning of a file, part 1 of a multipart upload).
 */
export interface MediaSink {
  /**
   * Takes media data, in order. The arrays may be changed once the promise is fulfilled, which also is the sink's way
   * to slow its source down.
   *
   * @param estimatedHeadBytes how long the head is going to be, by what is known so far; for sinks that must leave room
   */
  append(pieces: readonly Uint8Array[], estimatedHeadBytes: number): Promise<void>;
  /**
   * Puts the head in front of everything and makes the file appear, whole, under its name.
   *
   * @returns bytes of the whole file
   */
  finish(makeHead: MakeHead): Promise<number>;
  /** Leaves nothing behind; safe to call at any moment before `finish` has succeeded, and more than once. */
  discard(): Promise<void>;
}

/**
 * Writes everything that stands before the media data: `ftyp`, `moov`, the header of `mdat`, with chunk offsets that
 * count from the file's beginning.
 *
 * @param atLeastBytes the head is filled up to this length with a `free` box (ISO/IEC 14496-12 8.1.2)
 */
export type MakeHead = (atLeastBytes?: number) => Uint8Array;
