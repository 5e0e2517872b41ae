/** The media data as it grows: what goes to the sink, and where in it everything lies. */
export class MediaData {
  #sizeBytes = 0;
  #pieces: Uint8Array[] = [];

  /** Bytes so far, whether taken or not. */
  get sizeBytes(): number {
    return this.#sizeBytes;
  }

  /** @returns where the piece begins */
  append(piece: Uint8Array): number {
    const position = this.#sizeBytes;
    if (piece.length > 0) this.#pieces.push(piece);
    this.#sizeBytes += piece.length;
    return position;
  }

  /** Hands over what was appended since the last time, in order. */
  take(): readonly Uint8Array[] {
    const pieces = this.#pieces;
    this.#pieces = [];
    return pieces;
  }
}
