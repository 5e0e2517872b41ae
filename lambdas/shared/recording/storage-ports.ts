/** What the steps ask of the storage that holds recordings and exports. */

/** One object. */
export interface ObjectPlace {
  readonly bucket: string;
  readonly key: string;
}

/** An object read as text. */
export interface ObjectText {
  readonly sizeBytes: number;
  /** UTF-8, with a byte order mark, if any, left in place; `undefined` when it was too large and so was not read. */
  readonly text: string | undefined;
}

/**
 * Reads an object of at most `maxSizeBytes`; `undefined` when there is none.
 * @throws StorageUnavailableError, StorageAccessDeniedError, RecordingArchivedError
 */
export type ReadText = (place: ObjectPlace & { readonly maxSizeBytes: number }) => Promise<ObjectText | undefined>;

/**
 * Reads at most so many bytes of an object from `offset` on; `undefined` when there is none, or none there.
 * @throws StorageUnavailableError, StorageAccessDeniedError, RecordingArchivedError
 */
export type ReadBytes = (
  place: ObjectPlace & { readonly offset: number; readonly maxSizeBytes: number },
) => Promise<Uint8Array | undefined>;

/** All objects under one prefix. */
export interface FolderListing {
  /** Size in bytes by key, the key without the prefix. */
  readonly sizes: ReadonlyMap<string, number>;
  /** The first object that must be restored before it can be read. */
  readonly archived: ArchivedObject | undefined;
}

/** An object in an archive storage class, and not restored. */
export interface ArchivedObject {
  /** Whole key. */
  readonly key: string;
  readonly storageClass: string;
}

/**
 * Lists everything under a prefix, which ends in a slash, so that `720p30/` does not list `720p30b/`.
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export type ListFolder = (folder: { readonly bucket: string; readonly prefix: string }) => Promise<FolderListing>;

/**
 * First key under a prefix, in the order of UTF-8 bytes; `undefined` when there is none.
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export type FindFirstKey = (folder: {
  readonly bucket: string;
  readonly prefix: string;
}) => Promise<string | undefined>;

/** Keys that a listing begins with, in the order of UTF-8 bytes. */
export interface FirstKeys {
  readonly keys: readonly string[];
  /** Whether these are all. */
  readonly isWhole: boolean;
}

/**
 * Lists keys under a prefix by pages of 1,000, until there are `most` of them or no more.
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export type ListFirstKeys = (folder: {
  readonly bucket: string;
  readonly prefix: string;
  readonly most: number;
}) => Promise<FirstKeys>;

/** One version of one exported object. */
export interface ExportVersion extends ObjectPlace {
  /** As S3 gives it, quotes included. */
  readonly etag: string;
  readonly sizeBytes: number;
}

/**
 * The current version of an export; `undefined` when there is none.
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export type FindExport = (place: ObjectPlace) => Promise<ExportVersion | undefined>;

/**
 * Reads `length` bytes from byte `offset` on, of exactly that version.
 * @throws StorageUnavailableError also when the object was replaced meanwhile: another try meets the new one.
 */
export type ReadExportRange = (version: ExportVersion, offset: number, length: number) => Promise<Uint8Array>;

/**
 * Writes a playlist; one that is there is replaced.
 * @throws StorageUnavailableError, StorageAccessDeniedError
 */
export type WritePlaylist = (place: ObjectPlace, text: string) => Promise<void>;

/** The clock. */
export type Now = () => Date;
