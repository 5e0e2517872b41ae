/**
 * One segment on its way from S3. Chunks are taken from `'data'` events, at half the CPU of `for await`, and wait in a
 * queue for the reader; a connection that breaks off is taken up again at the byte where it broke.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { SegmentReader } from '../../../media/remux/segment-source.ts';
import { StorageUnavailableError } from '../contract/errors.ts';
import type { ObjectStretch, StoredSegment } from '../recording/remux-ports.ts';
import type { StretchRequest, StretchStream } from './fetch-stretch.ts';

/** What a download needs of its surroundings. */
export interface DownloadContext {
  readonly bucket: string;
  readonly fetch: (request: StretchRequest, signal: AbortSignal) => Promise<StretchStream>;
  /** Ends the download. */
  readonly signal: AbortSignal;
  /** Told of bytes that were added to the queue (positive) or taken from it (negative). */
  readonly onQueued: (bytes: number) => void;
  /** Whether more may be queued, by what is queued here and elsewhere. */
  readonly mayFlow: (download: SegmentDownload) => boolean;
  /** Called when all has come, or failed. */
  readonly onSettled: () => void;
}

/** Connections that bring not one byte before a download is given up; each is itself tried several times by the SDK. */
const fruitlessConnections = 4;

/** What was thrown, so that a thrown `undefined` counts as well. */
interface Failure {
  readonly error: unknown;
}

/** See the file's comment. Starts at once. */
export class SegmentDownload implements SegmentReader {
  readonly #context: DownloadContext;
  readonly #segment: StoredSegment;
  readonly #begun = Promise.withResolvers<void>();
  #chunks: Uint8Array[] = [];
  #queuedBytes = 0;
  #body: StretchStream['body'] | undefined;
  #state: 'running' | 'ended' | 'closed' = 'running';
  #failure: Failure | undefined;
  #wakeReader: () => void = () => {};

  constructor(segment: StoredSegment, context: DownloadContext) {
    this.#segment = segment;
    this.#context = context;
    // Whoever opens the segment is told; until then the failure must not count as unhandled.
    this.#begun.promise.catch(() => {});
    void this.#run();
  }

  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /** Fulfilled when the first bytes are on their way. */
  whenBegun(): Promise<void> {
    return this.#begun.promise;
  }

  async read(target: Uint8Array): Promise<number> {
    while (this.#chunks.length === 0) {
      if (this.#failure !== undefined) throw this.#failure.error;
      if (this.#state !== 'running') return 0;
      await new Promise<void>((resolve) => {
        this.#wakeReader = resolve;
      });
    }
    const bytes = this.#take(target);
    this.#queuedBytes -= bytes;
    this.#context.onQueued(-bytes);
    return bytes;
  }

  async close(): Promise<void> {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    // The end of a segment is what 0 bytes mean: nobody who still reads may take this for it.
    this.#failure ??= { error: new Error(`The segment ${this.#segment.name} was closed.`) };
    this.#body?.destroy();
    this.#chunks = [];
    this.#context.onQueued(-this.#queuedBytes);
    this.#queuedBytes = 0;
    this.#wakeReader();
  }

  /** Goes on after a pause, if it may. */
  flow(): void {
    if (this.#body?.isPaused() && this.#context.mayFlow(this)) this.#body.resume();
  }

  #take(target: Uint8Array): number {
    let filled = 0;
    let used = 0;
    for (const chunk of this.#chunks) {
      const part = chunk.subarray(0, target.length - filled);
      target.set(part, filled);
      filled += part.length;
      if (part.length < chunk.length) {
        this.#chunks[used] = chunk.subarray(part.length);
        break;
      }
      used++;
      if (filled === target.length) break;
    }
    this.#chunks.splice(0, used);
    return filled;
  }

  async #run(): Promise<void> {
    const { signal } = this.#context;
    try {
      for (const stretch of this.#segment.stretches) {
        if (this.#state === 'running') await this.#download(stretch);
      }
      this.#begun.resolve();
    } catch (error) {
      this.#failure ??= { error: signal.aborted ? signal.reason : error };
      this.#begun.reject(this.#failure.error);
    }
    if (this.#state === 'running') this.#state = 'ended';
    this.#wakeReader();
    this.#context.onSettled();
  }

  async #download(stretch: ObjectStretch): Promise<void> {
    const { bucket, fetch, signal } = this.#context;
    let receivedBytes = 0;
    let etag: string | undefined;
    for (let fruitless = 0; ; ) {
      const resume = etag === undefined ? undefined : { receivedBytes, etag };
      const stream = await fetch({ bucket, segment: this.#segment, stretch, resume }, signal);
      this.#begun.resolve();
      etag = stream.etag;
      const { bytes, fault } = await this.#drain(stream);
      receivedBytes += bytes;
      if (fault === undefined || this.#state === 'closed') return;
      signal.throwIfAborted();
      fruitless = bytes > 0 ? 0 : fruitless + 1;
      if (fruitless === fruitlessConnections) throw brokenOff(bucket, stretch, receivedBytes, fault);
      await sleep(fruitless * 250, undefined, { signal });
    }
  }

  /** Queues what a stream brings until it ends or breaks. */
  #drain({ body, bytes: expected }: StretchStream): Promise<{ bytes: number; fault: unknown }> {
    if (this.#state === 'closed') body.destroy();
    return new Promise((resolve) => {
      let bytes = 0;
      const end = (fault: unknown) => {
        this.#body = undefined;
        // A connection may also break after the last byte.
        resolve({ bytes, fault: bytes === expected ? undefined : fault });
      };
      this.#body = body;
      body.on('data', (chunk: Uint8Array) => {
        bytes += chunk.length;
        this.#queue(chunk);
        if (!this.#context.mayFlow(this)) body.pause();
      });
      body.once('error', end);
      body.once('close', () => end(new Error('the connection was closed')));
      body.once('end', () =>
        end(expected === undefined ? undefined : new Error(`expected ${expected} bytes, found ${bytes}`)),
      );
    });
  }

  #queue(chunk: Uint8Array): void {
    if (this.#state !== 'running') return;
    this.#chunks.push(chunk);
    this.#queuedBytes += chunk.length;
    this.#context.onQueued(chunk.length);
    this.#wakeReader();
  }
}

function brokenOff(bucket: string, { key }: ObjectStretch, receivedBytes: number, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new StorageUnavailableError(
    `S3 breaks off s3://${bucket}/${key} after ${receivedBytes} bytes again and again: ${reason}.`,
    { cause },
  );
}
