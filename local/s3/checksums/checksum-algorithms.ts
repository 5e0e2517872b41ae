import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { CrcForm } from './crc-combine.ts';
import { crc32c } from './crc32c.ts';
import { Crc64Nvme } from './crc64nvme.ts';

/** A running checksum: bytes go in by chunks, the raw digest comes out once. */
export interface Digest {
  update(chunk: Uint8Array): void;
  digest(): Buffer;
}

interface AlgorithmTraits {
  readonly sizeBytes: number;
  readonly start: () => Digest;
  /** There for those whose value over a whole object follows from the values of its parts. */
  readonly crc?: CrcForm;
}

const TRAITS = {
  CRC32: { sizeBytes: 4, start: () => startCrc32(crc32), crc: { width: 32n, polynomial: 0xedb88320n } },
  CRC32C: { sizeBytes: 4, start: () => startCrc32(crc32c), crc: { width: 32n, polynomial: 0x82f63b78n } },
  CRC64NVME: { sizeBytes: 8, start: () => new Crc64Nvme(), crc: { width: 64n, polynomial: 0x9a6c9329ac4bc9b5n } },
  SHA1: { sizeBytes: 20, start: () => createHash('sha1') },
  SHA256: { sizeBytes: 32, start: () => createHash('sha256') },
} as const satisfies Record<string, AlgorithmTraits>;

/**
 * The additional checksum algorithms that this server computes.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html
 */
export type ChecksumAlgorithm = keyof typeof TRAITS;

/** Their names, as S3 writes them. */
export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;

/** Whether the checksum is of the object's bytes, or of the checksums of its parts. */
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** Finds an algorithm by its name in any case, as headers spell it. */
export function parseChecksumAlgorithm(name: string): ChecksumAlgorithm | undefined {
  return CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
}

/** The traits of an algorithm. */
export function traitsOf(algorithm: ChecksumAlgorithm): AlgorithmTraits {
  return TRAITS[algorithm];
}

/** The header that carries the algorithm's value, base64. */
export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The XML element that carries the algorithm's value, base64. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

function startCrc32(next: (chunk: Uint8Array, previous: number) => number): Digest {
  let value = 0;
  return {
    update: (chunk) => {
      value = next(chunk, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}
