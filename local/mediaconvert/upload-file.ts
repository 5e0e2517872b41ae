import { type FileHandle, open } from 'node:fs/promises';
import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import type { S3Location } from './s3-location.ts';

/** 16 MiB a part: fewer requests than at 8 MiB, and 10,000 parts, the most that S3 takes, make 156 GiB. */
const partBytes = 16 * 1024 * 1024;

/** A file on its way to S3. */
export interface Upload {
  readonly path: string;
  readonly location: S3Location;
  readonly contentType: string;
}

/**
 * Copies a file to S3, one part in memory at a time. The object appears whole or not at all: when the signal is
 * aborted, or a part fails, the multipart upload is aborted. Once all parts are there it is completed, signal or not.
 */
export async function uploadFile(
  s3: S3Client,
  { path, location, contentType }: Upload,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const target = { Bucket: location.bucket, Key: location.key };
    if (size <= partBytes) {
      const Body = await readChunk(file, 0, Buffer.alloc(size));
      signal.throwIfAborted();
      await s3.send(new PutObjectCommand({ ...target, ContentType: contentType, Body }));
    } else {
      await uploadInParts(s3, file, size, { ...target, ContentType: contentType }, onProgress, signal);
    }
  } finally {
    await file.close();
  }
}

async function uploadInParts(
  s3: S3Client,
  file: FileHandle,
  size: number,
  { ContentType, ...target }: { Bucket: string; Key: string; ContentType: string },
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ ...target, ContentType }), {
    abortSignal: signal,
  });
  const upload = { ...target, UploadId };
  try {
    const parts: CompletedPart[] = [];
    // One buffer for all parts: buffers of this size are garbage that is collected late.
    const buffer = Buffer.alloc(partBytes);
    for (let offset = 0; offset < size; offset += partBytes) {
      const PartNumber = parts.length + 1;
      const Body = await readChunk(file, offset, buffer);
      const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber, Body }), { abortSignal: signal });
      parts.push({ PartNumber, ETag });
      onProgress(Math.min(1, (offset + partBytes) / size));
    }
    signal.throwIfAborted();
    await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
  } catch (error) {
    // The first error says what happened. Should this fail as well, the server is gone, and so is the upload.
    await s3.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
}

async function readChunk(file: FileHandle, offset: number, buffer: Uint8Array): Promise<Uint8Array> {
  const { bytesRead } = await file.read(buffer, 0, buffer.length, offset);
  return buffer.subarray(0, bytesRead);
}
