import { type ChecksumAlgorithm, type ChecksumType, traitsOf } from './checksum-algorithms.ts';
import { combineCrc } from './crc-combine.ts';

/** A part's raw checksum and its size. */
export interface PartChecksum {
  readonly digest: Buffer;
  readonly sizeBytes: number;
}

/**
 * The checksum of a multipart object, as S3 states it: for `COMPOSITE` the checksum of the parts' checksums with
 * `-<number of parts>` behind it, for `FULL_OBJECT` that of all bytes, which only the CRCs allow.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export function checksumOfParts(
  algorithm: ChecksumAlgorithm,
  type: ChecksumType,
  parts: readonly PartChecksum[],
): string {
  if (type === 'FULL_OBJECT') return checksumOfAllBytes(algorithm, parts).toString('base64');
  const digest = traitsOf(algorithm).start();
  for (const part of parts) digest.update(part.digest);
  return `${digest.digest().toString('base64')}-${parts.length}`;
}

function checksumOfAllBytes(algorithm: ChecksumAlgorithm, parts: readonly PartChecksum[]): Buffer {
  const { crc, sizeBytes } = traitsOf(algorithm);
  if (crc === undefined) throw new RangeError(`${algorithm} of a whole object does not follow from those of its parts`);
  let combined = 0n;
  for (const part of parts) {
    combined = combineCrc(crc, combined, BigInt(`0x${part.digest.toString('hex')}`), part.sizeBytes);
  }
  return Buffer.from(combined.toString(16).padStart(2 * sizeBytes, '0'), 'hex');
}
