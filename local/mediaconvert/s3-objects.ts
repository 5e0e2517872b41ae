import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { S3Location } from './s3-location.ts';

/** An object is larger than its reader is prepared for. */
export class ObjectTooLargeError extends Error {
  override readonly name = 'ObjectTooLargeError';
}

/** A client for an S3 server on loopback: path-style, with credentials that nobody checks. */
export function createLocalS3Client(endpoint: string, region: string): S3Client {
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    // Checksums of whole videos cost more CPU than copying them does.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}

/** Whether S3 said that the object or its bucket does not exist. */
export const wasNotFound = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404;

/** Whether S3 denied the request. */
export const wasDenied = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;

/**
 * The text of a small object.
 *
 * @throws ObjectTooLargeError when it has more than `maxBytes`; nothing of it is read then.
 */
export async function readText(
  s3: S3Client,
  { bucket, key }: S3Location,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string> {
  const { Body, ContentLength = 0 } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key: key }), {
    abortSignal: signal,
  });
  if (ContentLength > maxBytes && Body instanceof Readable) {
    Body.destroy();
    throw new ObjectTooLargeError(`${key} has ${ContentLength} bytes, more than ${maxBytes}.`);
  }
  return (await Body?.transformToString()) ?? '';
}

/** Appends an object, or a byte range of it, to a file without holding it in memory. */
export async function appendObject(
  s3: S3Client,
  { bucket, key }: S3Location,
  range: { readonly offset: number; readonly length: number } | undefined,
  path: string,
  signal: AbortSignal,
): Promise<void> {
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: bucket,
      Key: key,
      ...(range && { Range: `bytes=${range.offset}-${range.offset + range.length - 1}` }),
    }),
    { abortSignal: signal },
  );
  if (Body instanceof Readable) {
    await pipeline(Body, createWriteStream(path, { flags: 'a' }), { signal });
  }
}
