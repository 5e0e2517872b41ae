/** Reads segments from S3, a few fetched ahead of their reader, since each takes S3 some tens of milliseconds to begin. */
import type { S3Client } from '@aws-sdk/client-s3';
import type { SegmentReader } from '../../../media/remux/segment-source.ts';
import type { OpenSegments, SegmentSource, StoredSegment } from '../recording/remux-ports.ts';
import { fetchStretch } from './fetch-stretch.ts';
import { SegmentDownload } from './segment-download.ts';

/** How far ahead to fetch. */
export interface FetchAhead {
  /** Segments that are under way at once, the one that is read included. */
  readonly segments: number;
  /** Bytes that may wait in memory; past it, connections are paused. */
  readonly bytes: number;
  /** Bytes that the segment which is read may have waiting in any case, or two segments could wait for each other. */
  readonly bytesOfCurrent: number;
}

/**
 * Six segments hide S3's latency. 64 MiB are six segments of 10 s at IVS's 8.5 Mbit/s; longer ones wait on their
 * connections. A socket hands over at most 64 KiB after it was paused, so that is how far the bound may be overrun by each.
 */
export const defaultFetchAhead: FetchAhead = { segments: 6, bytes: 64 * 1024 * 1024, bytesOfCurrent: 2 * 1024 * 1024 };

/** Makes sources over one client. */
export const makeOpenSegments =
  (client: S3Client, ahead: FetchAhead = defaultFetchAhead): OpenSegments =>
  (bucket, segments) =>
    new FetchingSource(client, bucket, segments, ahead);

class FetchingSource implements SegmentSource {
  readonly #client: S3Client;
  readonly #bucket: string;
  readonly #segments: readonly StoredSegment[];
  readonly #ahead: FetchAhead;
  readonly #closing = new AbortController();
  /** In the order of their segments. */
  readonly #downloads = new Map<number, SegmentDownload>();
  #current: SegmentDownload | undefined;
  #signal: AbortSignal | undefined;
  #next = 0;
  #queuedBytes = 0;

  constructor(client: S3Client, bucket: string, segments: readonly StoredSegment[], ahead: FetchAhead) {
    this.#client = client;
    this.#bucket = bucket;
    this.#segments = segments;
    this.#ahead = ahead;
  }

  readonly openSegment = async (index: number, signal: AbortSignal): Promise<SegmentReader> => {
    signal.throwIfAborted();
    // One for all segments: a remux has one signal, and what is fetched ahead belongs to nobody yet.
    this.#signal ??= AbortSignal.any([signal, this.#closing.signal]);
    if (!this.#downloads.has(index)) this.#begin(index, this.#signal);
    const download = this.#downloads.get(index);
    if (download === undefined) throw new RangeError(`There is no segment ${index}.`);
    // From here on it is its reader's, which closes it: a clip opens its first segment twice.
    this.#downloads.delete(index);
    this.#current = download;
    this.#next = Math.max(this.#next, index + 1);
    this.#goOn();
    await download.whenBegun();
    return download;
  };

  close(): void {
    this.#closing.abort();
    for (const download of [...this.#downloads.values(), ...(this.#current ? [this.#current] : [])]) {
      void download.close();
    }
    this.#downloads.clear();
  }

  #begin(index: number, signal: AbortSignal): void {
    const segment = this.#segments[index];
    if (segment === undefined) return;
    const download: SegmentDownload = new SegmentDownload(segment, {
      bucket: this.#bucket,
      fetch: (request, stop) => fetchStretch(this.#client, request, stop),
      signal,
      onQueued: (bytes) => {
        this.#queuedBytes += bytes;
        if (bytes < 0) this.#goOn();
      },
      mayFlow: (one) =>
        this.#queuedBytes < this.#ahead.bytes ||
        (one === this.#current && one.queuedBytes < this.#ahead.bytesOfCurrent),
      onSettled: () => this.#goOn(),
    });
    this.#downloads.set(index, download);
  }

  /** Lets paused downloads flow, the one that is read first, and begins others. */
  #goOn(): void {
    const signal = this.#signal;
    if (signal === undefined || signal.aborted) return;
    this.#current?.flow();
    for (const download of this.#downloads.values()) download.flow();
    while (this.#mayBegin()) this.#begin(this.#next++, signal);
  }

  #mayBegin(): boolean {
    const { segments, bytes } = this.#ahead;
    const waiting = this.#downloads.size + 1;
    return this.#next < this.#segments.length && waiting < segments && this.#queuedBytes < bytes;
  }
}
