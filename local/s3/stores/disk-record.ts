import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import * as z from 'zod/mini';
import { CHECKSUM_ALGORITHMS } from '../checksums/checksum-algorithms.ts';

const storedObjectSchema = z.object({
  key: z.string(),
  sizeBytes: z.int().check(z.nonnegative()),
  etag: z.string(),
  lastModifiedMs: z.number(),
  storageClass: z.string(),
  headers: z.record(z.string(), z.string()),
  checksum: z.optional(
    z.object({
      algorithm: z.enum(CHECKSUM_ALGORITHMS),
      type: z.enum(['FULL_OBJECT', 'COMPOSITE']),
      value: z.string(),
    }),
  ),
});

const diskRecordSchema = z.object({
  object: storedObjectSchema,
  /** The data files whose bytes, one after the other, are the object: one, or one for each part of its upload. */
  pieces: z.array(z.object({ file: z.string(), sizeBytes: z.int().check(z.nonnegative()) })),
});

/** What is written beside an object's data: the object as it shows itself, and where its bytes lie. */
export type DiskRecord = z.infer<typeof diskRecordSchema>;

/** Thrown at the start when a record on disk cannot be read: somebody changed it, for it is only ever renamed into place. */
export class ObjectRecordUnreadableError extends Error {
  override readonly name = 'ObjectRecordUnreadableError';

  constructor(path: string, cause: unknown) {
    super(`${path} is no record of an object. Remove it (the object is lost) or the whole folder, and start again.`, {
      cause,
    });
  }
}

/**
 * Reads a record.
 *
 * @throws {ObjectRecordUnreadableError}
 */
export async function readDiskRecord(path: string): Promise<DiskRecord> {
  const text = await readFile(path, 'utf8');
  try {
    return diskRecordSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new ObjectRecordUnreadableError(path, error);
  }
}

/** The stem of an object's files: any key, however long or odd, becomes a name that every file system takes. */
export function fileStemOf(key: string): string {
  return createHash('sha256').update(key).digest('hex');
}
