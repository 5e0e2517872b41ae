/** Bytes that are going to stand in a file: their number is known before they are written. */
export interface BoxPart {
  readonly sizeBytes: number;
  /** Writes exactly `sizeBytes` at `at`, where the target holds zeros. */
  readonly write: (target: DataView, at: number) => void;
}

/** size (32 bits) and type. */
const HEADER_BYTES = 8;
const MAX_UINT32 = 0xffff_ffff;

/**
 * A box with its 32-bit size and type (ISO/IEC 14496-12 4.2).
 *
 * @throws RangeError when it is 4 GiB or longer
 */
export function box(type: string, ...parts: readonly BoxPart[]): BoxPart {
  const payload = joined(...parts);
  const sizeBytes = HEADER_BYTES + payload.sizeBytes;
  if (sizeBytes > MAX_UINT32) throw new RangeError(`Expected ${type} to be below 4 GiB, found ${sizeBytes} bytes.`);
  return joined(uint32(sizeBytes), characters(type), payload);
}

/** A box with version and flags in front (ISO/IEC 14496-12 4.2). */
export function fullBox(type: string, version: 0 | 1, flags: number, ...parts: readonly BoxPart[]): BoxPart {
  return box(type, uint32(version * 0x100_0000 + flags), ...parts);
}

export function joined(...parts: readonly BoxPart[]): BoxPart {
  return {
    sizeBytes: parts.reduce((sum, part) => sum + part.sizeBytes, 0),
    write: (target, at) => {
      let next = at;
      for (const part of parts) {
        part.write(target, next);
        next += part.sizeBytes;
      }
    },
  };
}

export function uint8(...values: readonly number[]): BoxPart {
  return bytes(Uint8Array.from(values));
}

/** Big-endian, as every number of an MP4. */
export function uint16(...values: readonly number[]): BoxPart {
  return numbers(2, values, (target, at, value) => target.setUint16(at, value));
}

export function uint32(...values: readonly number[]): BoxPart {
  return numbers(4, values, (target, at, value) => target.setUint32(at, value));
}

export function int32(...values: readonly number[]): BoxPart {
  return numbers(4, values, (target, at, value) => target.setInt32(at, value));
}

/** @param values whole, below 2^53 */
export function int64(...values: readonly number[]): BoxPart {
  return numbers(8, values, (target, at, value) => target.setBigInt64(at, BigInt(value)));
}

/** ISO 8859-1, without length or end. */
export function characters(text: string): BoxPart {
  return {
    sizeBytes: text.length,
    write: (target, at) => {
      for (let index = 0; index < text.length; index++) target.setUint8(at + index, text.charCodeAt(index));
    },
  };
}

export function bytes(content: Uint8Array): BoxPart {
  return {
    sizeBytes: content.length,
    write: (target, at) => new Uint8Array(target.buffer, target.byteOffset + at, content.length).set(content),
  };
}

/** Reserved fields and padding. */
export function zeros(sizeBytes: number): BoxPart {
  return { sizeBytes, write: () => {} };
}

function numbers(
  bytesEach: number,
  values: readonly number[],
  write: (target: DataView, at: number, value: number) => void,
): BoxPart {
  return {
    sizeBytes: values.length * bytesEach,
    write: (target, at) => {
      for (const [index, value] of values.entries()) write(target, at + index * bytesEach, value);
    },
  };
}
