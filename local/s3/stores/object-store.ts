import type { ByteRange } from '../byte-range.ts';
import type { ChecksumAlgorithm, ChecksumType } from '../checksums/checksum-algorithms.ts';

/** What is known of an object without reading its bytes. */
export interface StoredObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Without quotes. */
  readonly etag: string;
  /** Whole seconds, since S3 keeps no more. */
  readonly lastModifiedMs: number;
  readonly storageClass: string;
  /** Headers that the uploader gave and a reader gets back: Content-Type and its like, and `x-amz-meta-…`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly checksum?: ObjectChecksum | undefined;
}

/** The checksum that the uploader sent and the server verified. */
export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
  /** Base64; a composite one ends in `-<number of parts>`. */
  readonly value: string;
}

/** One version of an object, which stays readable until `close` though the key be overwritten or removed meanwhile. */
export interface OpenObject {
  readonly object: StoredObject;
  /** The bytes of the range, or all; nothing outside the range is read. */
  read(range?: ByteRange): AsyncIterable<Uint8Array>;
  close(): Promise<void>;
}

/** Where a listing begins: behind one key, or behind all keys with a prefix. */
export type ListStart = { readonly after: string } | { readonly beyondPrefix: string };

/** Objects that can be found, read and listed. */
export interface ReadableStore {
  find(key: string): Promise<StoredObject | undefined>;
  open(key: string): Promise<OpenObject | undefined>;
  /** The objects with the prefix from `start` on, in the order of their keys' UTF-8 bytes, fetched as they are asked for. */
  list(prefix: string, start: ListStart): AsyncIterable<StoredObject>;
}

/** Bytes on their way into a store, under no key yet. */
export interface StagedBytes {
  readonly id: string;
  write(chunk: Uint8Array): Promise<void>;
  /** To be called when all is written, before `commit`. */
  finish(): Promise<void>;
  /** Throws the bytes away. Harmless after `commit` or a second time. */
  discard(): Promise<void>;
}

/** A store that can be written. Callers see to it that one key is committed or removed by one at a time. */
export interface ObjectStore extends ReadableStore {
  stage(): Promise<StagedBytes>;
  /** Puts staged bytes, one after the other, under the object's key, at once: a reader finds the old or the new object. */
  commit(object: StoredObject, pieces: readonly StagedBytes[]): Promise<void>;
  /** Removes the object if there is one. */
  remove(key: string): Promise<void>;
}
