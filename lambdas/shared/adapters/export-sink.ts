/**
 * Writes an export to S3 in one pass, though its beginning is known last: the first bytes of the media are held back, the
 * rest is sent as parts 2, 3, … while they fill, and part 1, the head and what was held back, goes last.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
import type { S3Client } from '@aws-sdk/client-s3';
import type { MakeHead, MediaSink } from '../../../media/remux/media-sink.ts';
import type { CreateExport, NewExport } from '../recording/remux-ports.ts';
import { MultipartUpload, type Warn } from './multipart-upload.ts';
import { fill, filled, type PartBuffer, PartBuffers } from './part-buffers.ts';

/** How to upload. */
export interface UploadSettings {
  /** Bytes of a part, at least {@link minimumPartBytes}. */
  readonly partSizeBytes: number;
  /** Parts that are on their way or being filled. Beside them, the first one is held back. */
  readonly partsInMemory: number;
  readonly warn: Warn;
}

/** The least that S3 takes for a part that is not the last. */
const minimumPartBytes = 5 * 1024 * 1024;

/** S3 takes 10,000; the rest is for what a listing does not tell, such as silence that is put in. */
const plannedParts = 9000;

/** Makes sinks over one client. */
export const makeCreateExport =
  (client: S3Client, settings: UploadSettings): CreateExport =>
  (target, signal) =>
    new ExportSink(client, target, settings, signal);

/** Bytes of a part: as configured, or more where that would make too many. */
export const partSizeFor = ({ sourceBytes }: Pick<NewExport, 'sourceBytes'>, configuredBytes: number): number =>
  Math.max(configuredBytes, minimumPartBytes, Math.ceil(sourceBytes / plannedParts));

class ExportSink implements MediaSink {
  readonly #upload: MultipartUpload;
  readonly #buffers: PartBuffers;
  readonly #stop = new AbortController();
  /** Alone it makes a first part that is large enough, however short the head. */
  readonly #held: PartBuffer = { bytes: Buffer.allocUnsafeSlow(minimumPartBytes), filledBytes: 0 };
  readonly #sending = new Set<Promise<void>>();
  #part: PartBuffer | undefined;
  #partNumber = 1;
  #mediaBytes = 0;
  #failure: { readonly error: unknown } | undefined;
  #isFinished = false;

  constructor(client: S3Client, target: NewExport, settings: UploadSettings, signal: AbortSignal) {
    const stop = AbortSignal.any([signal, this.#stop.signal]);
    this.#upload = new MultipartUpload(client, target, stop, settings.warn);
    this.#buffers = new PartBuffers(partSizeFor(target, settings.partSizeBytes), settings.partsInMemory);
  }

  async append(pieces: readonly Uint8Array[]): Promise<void> {
    for (const piece of pieces) {
      this.#mediaBytes += piece.length;
      const heldBytes = fill(this.#held, piece);
      if (heldBytes < piece.length) await this.#fillParts(piece.subarray(heldBytes));
    }
    this.#throwIfFailed();
  }

  async finish(makeHead: MakeHead): Promise<number> {
    const isInParts = this.#upload.isBegun;
    if (isInParts) await this.#sendRest();
    const head = makeHead();
    const sizeBytes = head.length + this.#mediaBytes;
    // What is not in parts by now is less than two of them.
    const rest = this.#part === undefined ? [] : [filled(this.#part)];
    const first = Buffer.concat([head, filled(this.#held), ...rest]);
    if (isInParts) {
      await this.#upload.sendPart(1, first);
      await this.#upload.complete(sizeBytes);
    } else await this.#upload.put(first);
    this.#isFinished = true;
    return sizeBytes;
  }

  async discard(): Promise<void> {
    if (this.#isFinished) return;
    this.#stop.abort();
    // A part that arrives after the upload was aborted would stay behind.
    await Promise.allSettled(this.#sending);
    await this.#upload.abort();
  }

  async #fillParts(bytes: Uint8Array): Promise<void> {
    for (let rest = bytes; rest.length > 0; ) {
      this.#throwIfFailed();
      this.#part ??= await this.#buffers.take();
      rest = rest.subarray(fill(this.#part, rest));
      if (this.#part.filledBytes === this.#part.bytes.length) this.#send();
    }
  }

  /** Sends the part that is being filled. A failure is told by the next call, since nobody waits for this one. */
  #send(): void {
    const part = this.#part;
    if (part === undefined) return;
    this.#part = undefined;
    this.#partNumber++;
    const sending = this.#upload
      .sendPart(this.#partNumber, filled(part))
      .catch((error: unknown) => {
        this.#failure ??= { error };
      })
      .finally(() => {
        this.#sending.delete(sending);
        this.#buffers.release(part);
      });
    this.#sending.add(sending);
  }

  /** The head of a long recording is large: the parts' memory is given back before it is made. */
  async #sendRest(): Promise<void> {
    this.#send();
    await Promise.all(this.#sending);
    this.#throwIfFailed();
    this.#buffers.forget();
  }

  #throwIfFailed(): void {
    if (this.#failure !== undefined) throw this.#failure.error;
  }
}
