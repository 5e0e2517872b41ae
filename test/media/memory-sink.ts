import type { MakeHead, MediaSink } from '../../media/remux/media-sink.ts';

/** Keeps a file in memory. */
export class MemorySink implements MediaSink {
  #pieces: Buffer[] = [];
  #file: Buffer | undefined;
  /** Times that `discard` was called before the file was finished. */
  discards = 0;

  /** The whole file; `undefined` until it is finished. */
  get file(): Buffer | undefined {
    return this.#file;
  }

  async append(pieces: readonly Uint8Array[]): Promise<void> {
    this.#pieces.push(...pieces.map((piece) => Buffer.from(piece)));
  }

  async finish(makeHead: MakeHead): Promise<number> {
    this.#file = Buffer.concat([makeHead(), ...this.#pieces]);
    return this.#file.length;
  }

  async discard(): Promise<void> {
    if (this.#file === undefined) this.discards++;
    this.#pieces = [];
  }
}
