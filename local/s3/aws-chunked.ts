import { S3Error } from './s3-error.ts';

/** A chunk's size line with its signature has about 100 bytes; a trailer line about as many. */
const LONGEST_LINE_BYTES = 8192;

/**
 * Takes the `aws-chunked` coding off a body: chunks of `<hex size>[;chunk-signature=…]\r\n<bytes>\r\n`, one of size 0,
 * then trailers up to an empty line. Signatures are not verified. Call `decode` once; the trailers are there after it.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html
 */
export class AwsChunkedDecoder {
  /** The trailers, names in lower case. */
  readonly trailers: Record<string, string> = {};
  readonly #source: AsyncIterator<Uint8Array>;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /**
   * The bytes as they were before coding, never more of them in memory than one piece of the source.
   *
   * @throws {S3Error} `IncompleteBody` if the body ends early, `InvalidRequest` if it is not coded so.
   */
  async *decode(): AsyncGenerator<Uint8Array> {
    try {
      yield* this.#readChunks();
      await this.#readTrailers();
    } finally {
      // An early end lets go of the source, so that the rest of the request can be read away.
      await this.#source.return?.();
    }
  }

  async *#readChunks(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const sizeBytes = parseChunkSize(await this.#readLine());
      if (sizeBytes === 0) return;
      yield* this.#readBytes(sizeBytes);
      if ((await this.#readLine()) !== '') throw malformed('a chunk is longer than its size says');
    }
  }

  async *#readBytes(count: number): AsyncGenerator<Uint8Array> {
    let missing = count;
    while (missing > 0) {
      if (this.#buffered.length === 0) await this.#readMore();
      const piece = this.#buffered.subarray(0, missing);
      this.#buffered = this.#buffered.subarray(piece.length);
      missing -= piece.length;
      yield piece;
    }
  }

  async #readTrailers(): Promise<void> {
    for (let line = await this.#readLine(); line !== ''; line = await this.#readLine()) {
      const colon = line.indexOf(':');
      if (colon < 1) throw malformed(`the trailer "${line}" has no name`);
      this.trailers[line.slice(0, colon).trim().toLowerCase()] = line.slice(colon + 1).trim();
    }
  }

  async #readLine(): Promise<string> {
    let end = this.#buffered.indexOf('\r\n');
    while (end === -1) {
      if (this.#buffered.length > LONGEST_LINE_BYTES) throw malformed('a line is too long');
      await this.#readMore();
      end = this.#buffered.indexOf('\r\n');
    }
    const line = this.#buffered.toString('latin1', 0, end);
    this.#buffered = this.#buffered.subarray(end + 2);
    return line;
  }

  async #readMore(): Promise<void> {
    const { done, value } = await this.#source.next();
    if (done === true) throw new S3Error('IncompleteBody');
    const piece = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    this.#buffered = this.#buffered.length === 0 ? piece : Buffer.concat([this.#buffered, piece]);
  }
}

function parseChunkSize(line: string): number {
  const match = /^([0-9a-fA-F]{1,13})(;.*)?$/.exec(line);
  if (match?.[1] === undefined) throw malformed(`"${line.slice(0, 40)}" is no chunk size`);
  return Number.parseInt(match[1], 16);
}

function malformed(finding: string): S3Error {
  return new S3Error('InvalidRequest', `The body is not aws-chunked as its headers say: ${finding}.`);
}
