import { createHash } from 'node:crypto';
import { type ChecksumAlgorithm, type Digest, traitsOf } from './checksum-algorithms.ts';

/** The MD5 of some bytes (S3 makes the ETag of it) and the checksums that were asked for, in one pass. */
export class ContentDigests {
  readonly #md5 = createHash('md5');
  readonly #digests: ReadonlyMap<ChecksumAlgorithm, Digest>;

  constructor(algorithms: Iterable<ChecksumAlgorithm>) {
    this.#digests = new Map([...new Set(algorithms)].map((algorithm) => [algorithm, traitsOf(algorithm).start()]));
  }

  /** Adds the next bytes. */
  update(chunk: Uint8Array): void {
    this.#md5.update(chunk);
    for (const digest of this.#digests.values()) digest.update(chunk);
  }

  /** The results; to be called once, after the last chunk. */
  finish(): FinishedDigests {
    const checksums = new Map([...this.#digests].map(([algorithm, digest]) => [algorithm, digest.digest()]));
    return { md5: this.#md5.digest(), checksums };
  }
}

/** Raw digests by algorithm. */
export interface FinishedDigests {
  readonly md5: Buffer;
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, Buffer>;
}
