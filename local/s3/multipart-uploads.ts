import { randomBytes } from 'node:crypto';
import type { ChecksumAlgorithm, ChecksumType } from './checksums/checksum-algorithms.ts';
import { KeyLocks } from './key-locks.ts';
import type { ObjectAttributes } from './object-headers.ts';
import { S3Error } from './s3-error.ts';
import type { StagedBytes } from './stores/object-store.ts';
import { compareUtf8 } from './utf8-order.ts';

/** A part that came in whole. */
export interface UploadedPart {
  readonly partNumber: number;
  readonly sizeBytes: number;
  /** MD5, hexadecimal. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  /** What the uploader sent, base64. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
  /** Raw, by the upload's algorithm. */
  readonly digest?: Buffer | undefined;
  readonly staged: StagedBytes;
}

/** The checksum that the object will have. */
export interface UploadChecksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly type: ChecksumType;
}

/** An upload in parts that is neither completed nor aborted. */
export interface MultipartUpload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly initiatedMs: number;
  readonly attributes: ObjectAttributes;
  readonly checksum?: UploadChecksum | undefined;
  readonly parts: ReadonlyMap<number, UploadedPart>;
}

interface OpenUpload extends MultipartUpload {
  readonly parts: Map<number, UploadedPart>;
}

/**
 * The uploads in progress. They live as long as the server: what is unfinished when it stops is gone, and the caller
 * hears `NoSuchUpload`.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html
 */
export class MultipartUploads {
  readonly #uploads = new Map<string, OpenUpload>();
  readonly #locks = new KeyLocks();
  #started = 0;

  /** Begins an upload. */
  start(upload: Omit<MultipartUpload, 'id' | 'parts'>): MultipartUpload {
    this.#started += 1;
    // Identifiers grow with time, since listings order the uploads of a key by them.
    const order = [upload.initiatedMs, this.#started].map((value) => value.toString(36).padStart(10, '0'));
    const opened = { ...upload, id: `${order.join('')}${randomBytes(16).toString('hex')}`, parts: new Map() };
    this.#uploads.set(opened.id, opened);
    return opened;
  }

  /**
   * Finds an upload.
   *
   * @throws {S3Error} `NoSuchUpload`, also when it is of another key.
   */
  get(address: { bucket: string; key: string; query: URLSearchParams }): MultipartUpload {
    return this.#find(address.query.get('uploadId') ?? '', address.bucket, address.key);
  }

  /** The uploads of a bucket in the order of listings: by key, then by start. */
  inBucket(bucket: string): readonly MultipartUpload[] {
    const uploads = [...this.#uploads.values()].filter((upload) => upload.bucket === bucket);
    return uploads.sort((left, right) => compareUtf8(left.key, right.key) || compareUtf8(left.id, right.id));
  }

  /**
   * Puts a part in, in place of an earlier one of its number.
   *
   * @throws {S3Error} `NoSuchUpload` if the upload ended while the part came in; its bytes are the caller's to discard.
   */
  async putPart({ id, bucket, key }: MultipartUpload, part: UploadedPart): Promise<void> {
    await this.#locks.run(id, async () => {
      const { parts } = this.#find(id, bucket, key);
      const replaced = parts.get(part.partNumber);
      parts.set(part.partNumber, part);
      await replaced?.staged.discard();
    });
  }

  /**
   * Ends an upload, if `finish` succeeds; the parts that it left are thrown away. An upload ends once, and no part
   * changes meanwhile.
   *
   * @throws {S3Error} `NoSuchUpload` if it ended before, and whatever `finish` throws.
   */
  async end<T>({ id, bucket, key }: MultipartUpload, finish: (upload: MultipartUpload) => Promise<T>): Promise<T> {
    return await this.#locks.run(id, async () => {
      const upload = this.#find(id, bucket, key);
      const result = await finish(upload);
      this.#uploads.delete(id);
      for (const { staged } of upload.parts.values()) await staged.discard();
      return result;
    });
  }

  #find(id: string, bucket: string, key: string): OpenUpload {
    const upload = this.#uploads.get(id);
    if (upload?.bucket !== bucket || upload.key !== key) throw new S3Error('NoSuchUpload', undefined, { UploadId: id });
    return upload;
  }
}
