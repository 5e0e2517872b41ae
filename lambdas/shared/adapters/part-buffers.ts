/** Memory for the parts of an upload: a few buffers that are used again and again, so that there are never more. */

/** A buffer that is being filled. */
export interface PartBuffer {
  readonly bytes: Buffer;
  filledBytes: number;
}

/** See the file's comment. */
export class PartBuffers {
  readonly #sizeBytes: number;
  readonly #most: number;
  readonly #free: Buffer[] = [];
  readonly #waiting: (() => void)[] = [];
  #made = 0;

  /** @param most how many there may be; each is made when it is first needed */
  constructor(sizeBytes: number, most: number) {
    this.#sizeBytes = sizeBytes;
    this.#most = most;
  }

  /** Hands out an empty buffer, once there is one. */
  async take(): Promise<PartBuffer> {
    for (;;) {
      const bytes = this.#free.pop() ?? this.#make();
      if (bytes !== undefined) return { bytes, filledBytes: 0 };
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Takes a buffer back. */
  release({ bytes }: PartBuffer): void {
    this.#free.push(bytes);
    this.#waiting.shift()?.();
  }

  /** Lets go of every buffer that is not in use. None can be taken any more. */
  forget(): void {
    this.#free.length = 0;
  }

  #make(): Buffer | undefined {
    if (this.#made === this.#most) return undefined;
    this.#made++;
    return Buffer.allocUnsafeSlow(this.#sizeBytes);
  }
}

/** Copies as much of `source` as there is room for; returns how many bytes that were. */
export function fill(target: PartBuffer, source: Uint8Array): number {
  const part = source.subarray(0, target.bytes.length - target.filledBytes);
  target.bytes.set(part, target.filledBytes);
  target.filledBytes += part.length;
  return part.length;
}

/** What has been filled. */
export const filled = ({ bytes, filledBytes }: PartBuffer): Buffer => bytes.subarray(0, filledBytes);
