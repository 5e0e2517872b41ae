/** One multipart upload, and the single PUT that does for a small object. Each body goes with its CRC-32, which S3 checks. */
import { crc32 } from 'node:zlib';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  type S3Client,
  S3ServiceException,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { StorageUnavailableError } from '../contract/errors.ts';
import type { NewExport } from '../recording/remux-ports.ts';
import { isAbsent, nameOf, translateS3Errors } from './s3-errors.ts';

/** What S3 is told of an object, and kept with it. */
export type UploadTarget = Omit<NewExport, 'sourceBytes'>;

/** Told of what went wrong without an export failing for it. */
export type Warn = (finding: { readonly message: string; readonly error: string }) => void;

/** How long an attempt to clean up may take: it must end before the Lambda does. */
const cleanUpMs = 8000;

/** See the file's comment. */
export class MultipartUpload {
  readonly #client: S3Client;
  readonly #target: UploadTarget;
  readonly #signal: AbortSignal;
  readonly #warn: Warn;
  readonly #parts: CompletedPart[] = [];
  #id: Promise<string> | undefined;

  constructor(client: S3Client, target: UploadTarget, signal: AbortSignal, warn: Warn) {
    this.#client = client;
    this.#target = target;
    this.#signal = signal;
    this.#warn = warn;
  }

  /** Whether S3 was told of an upload. */
  get isBegun(): boolean {
    return this.#id !== undefined;
  }

  /** Puts the whole object at once. Tried again by the SDK, it puts the same object again. */
  async put(body: Buffer): Promise<void> {
    const command = new PutObjectCommand({
      ...this.#describe(),
      Body: body,
      ChecksumCRC32: checksumOf(body),
    });
    await this.#translate(() => this.#client.send(command, { abortSignal: this.#signal }));
  }

  /** Sends one part; the first begins the upload. The body must not change before the promise is settled. */
  async sendPart(partNumber: number, body: Buffer): Promise<void> {
    this.#id ??= this.#create();
    const UploadId = await this.#id;
    const ChecksumCRC32 = checksumOf(body);
    const command = new UploadPartCommand({
      ...this.#place(),
      UploadId,
      PartNumber: partNumber,
      Body: body,
      ChecksumCRC32,
    });
    const { ETag } = await this.#translate(() => this.#client.send(command, { abortSignal: this.#signal }));
    this.#parts.push({ PartNumber: partNumber, ETag, ChecksumCRC32 });
  }

  /**
   * Makes the object appear. When the answer is lost, S3 has forgotten the upload by the next attempt (`NoSuchUpload`) or
   * answers nothing at all: then the object itself tells whether it is this one, by its size and metadata.
   */
  async complete(sizeBytes: number): Promise<void> {
    const UploadId = await this.#id;
    const Parts = this.#parts.toSorted((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0));
    const command = new CompleteMultipartUploadCommand({
      ...this.#place(),
      UploadId,
      MultipartUpload: { Parts },
      MpuObjectSize: sizeBytes,
    });
    try {
      await this.#translate(() => this.#client.send(command, { abortSignal: this.#signal }));
    } catch (error) {
      if (!(await this.#isThere(sizeBytes))) throw error;
    }
  }

  /** Takes back what was sent of an upload that is not completed. What cannot be taken back, a lifecycle rule removes. */
  async abort(): Promise<void> {
    const UploadId = await this.#id?.catch(() => undefined);
    if (UploadId === undefined) return;
    const command = new AbortMultipartUploadCommand({ ...this.#place(), UploadId });
    try {
      await this.#client.send(command, { abortSignal: AbortSignal.timeout(cleanUpMs) });
    } catch (error) {
      if (!isUploadGone(error)) {
        this.#warn({ message: `An upload of ${nameOf(this.#target)} was left behind.`, error: String(error) });
      }
    }
  }

  async #create(): Promise<string> {
    const command = new CreateMultipartUploadCommand({ ...this.#describe(), ChecksumAlgorithm: 'CRC32' });
    // Not to be stopped: an upload whose id nobody has cannot be aborted.
    const { UploadId } = await this.#translate(() => this.#client.send(command));
    if (UploadId === undefined) throw new Error(`S3 gave no id for the upload of ${nameOf(this.#target)}.`);
    return UploadId;
  }

  async #isThere(sizeBytes: number): Promise<boolean> {
    try {
      const head = await this.#client.send(new HeadObjectCommand(this.#place()), { abortSignal: this.#signal });
      const metadata = Object.entries(this.#target.metadata);
      return head.ContentLength === sizeBytes && metadata.every(([name, value]) => head.Metadata?.[name] === value);
    } catch (error) {
      if (!isAbsent(error)) {
        this.#warn({ message: `${nameOf(this.#target)} could not be looked at.`, error: String(error) });
      }
      return false;
    }
  }

  #place() {
    return { Bucket: this.#target.bucket, Key: this.#target.key };
  }

  #describe() {
    const { contentType, metadata } = this.#target;
    return { ...this.#place(), ContentType: contentType, Metadata: { ...metadata } };
  }

  /** An upload that somebody else aborted is as good as a passing fault: a new attempt begins a new one. */
  #translate<Result>(request: () => Promise<Result>): Promise<Result> {
    const what = nameOf(this.#target);
    return translateS3Errors(what, async () => {
      try {
        return await request();
      } catch (cause) {
        if (!isUploadGone(cause)) throw cause;
        throw new StorageUnavailableError(`The upload of ${what} is gone. It is tried again.`, { cause });
      }
    });
  }
}

const isUploadGone = (error: unknown): boolean => error instanceof S3ServiceException && error.name === 'NoSuchUpload';

/** Base64 of the big-endian CRC-32, as S3 writes it. */
function checksumOf(body: Buffer): string {
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return checksum.toString('base64');
}
