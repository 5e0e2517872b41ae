import { createHash, randomUUID } from 'node:crypto';
import type { ByteRange } from '../byte-range.ts';
import { KeyIndex } from './key-index.ts';
import type { ListStart, ObjectStore, OpenObject, StagedBytes, StoredObject } from './object-store.ts';

/** An object made up for a test or a measurement: what it says of itself, and its bytes only when they are read. */
export interface SyntheticObject {
  readonly key: string;
  readonly sizeBytes: number;
  /** Makes the bytes, exactly `sizeBytes` of them, at each read. Without it the object is all zeros. */
  readonly bytes?: () => Uint8Array;
  readonly contentType?: string;
  readonly lastModifiedMs?: number;
  readonly storageClass?: string;
}

/** A store in memory, which forgets all when the process ends. */
export interface MemoryStore extends ObjectStore {
  /** Puts a made-up object in, replacing one of the same key. */
  add(object: SyntheticObject): void;
}

interface MemoryObject {
  readonly object: StoredObject;
  readonly pieces: readonly Uint8Array[] | undefined;
  readonly bytes: (() => Uint8Array) | undefined;
}

const ZEROS = new Uint8Array(64 * 1024);

/** Makes an empty store in memory. */
export function createMemoryStore(): MemoryStore {
  const index = new KeyIndex<MemoryObject>();
  const staged = new Map<string, Uint8Array[]>();
  return {
    find: async (key) => index.get(key)?.object,
    open: async (key) => openEntry(index.get(key)),
    list: (prefix, start) => listObjects(index, prefix, start),
    stage: async () => stageInMemory(staged),
    commit: async (object, parts) => {
      const pieces = parts.flatMap((part) => staged.get(part.id) ?? []);
      index.set(object.key, { object, pieces, bytes: undefined });
      for (const part of parts) staged.delete(part.id);
    },
    remove: async (key) => index.delete(key),
    add: (object) => index.set(object.key, describeSynthetic(object)),
  };
}

function describeSynthetic(synthetic: SyntheticObject): MemoryObject {
  const { key, sizeBytes, bytes, contentType, lastModifiedMs, storageClass } = synthetic;
  // A part count behind the tag tells clients that it is no MD5 of the bytes.
  const etag = `${createHash('md5').update(`${key}\n${sizeBytes}`).digest('hex')}-1`;
  const headers = { 'content-type': contentType ?? 'binary/octet-stream' };
  const object = {
    key,
    sizeBytes,
    etag,
    headers,
    lastModifiedMs: lastModifiedMs ?? 0,
    storageClass: storageClass ?? 'STANDARD',
  };
  return { object, pieces: undefined, bytes };
}

async function* listObjects(index: KeyIndex<MemoryObject>, prefix: string, start: ListStart) {
  for (const { object } of index.walk(prefix, start)) yield object;
}

function openEntry(entry: MemoryObject | undefined): OpenObject | undefined {
  if (entry === undefined) return undefined;
  return { object: entry.object, read: (range) => readEntry(entry, range), close: async () => {} };
}

async function* readEntry(entry: MemoryObject, range: ByteRange | undefined): AsyncGenerator<Uint8Array> {
  const { first, last } = range ?? { first: 0, last: entry.object.sizeBytes - 1 };
  if (entry.pieces === undefined && entry.bytes === undefined) yield* readZeros(last - first + 1);
  let offset = 0;
  for (const piece of entry.pieces ?? [makeBytes(entry)]) {
    const wanted = piece.subarray(Math.max(0, first - offset), Math.max(0, last + 1 - offset));
    if (wanted.length > 0) yield wanted;
    offset += piece.length;
  }
}

function makeBytes({ object, bytes }: MemoryObject): Uint8Array {
  const made = bytes?.() ?? new Uint8Array(0);
  if (bytes !== undefined && made.length !== object.sizeBytes) {
    throw new RangeError(
      `${object.key} was said to have ${object.sizeBytes} bytes, but its function made ${made.length}`,
    );
  }
  return made;
}

function* readZeros(sizeBytes: number): Generator<Uint8Array> {
  for (let rest = sizeBytes; rest > 0; rest -= ZEROS.length) yield ZEROS.subarray(0, rest);
}

function stageInMemory(staged: Map<string, Uint8Array[]>): StagedBytes {
  const id = randomUUID();
  const chunks: Uint8Array[] = [];
  staged.set(id, chunks);
  return {
    id,
    write: async (chunk) => {
      chunks.push(chunk);
    },
    finish: async () => {},
    discard: async () => {
      staged.delete(id);
    },
  };
}
