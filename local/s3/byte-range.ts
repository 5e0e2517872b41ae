import { notSupported, S3Error } from './s3-error.ts';

/** Bytes of an object, both ends included, as in a Range header. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** How many bytes a range holds. */
export function sizeOfRange(range: ByteRange): number {
  return range.last - range.first + 1;
}

/**
 * Reads a Range header against an object's size: `a-b`, `a-` or `-n`. A header that is no byte range is ignored, as
 * RFC 9110 section 14.2 has it; undefined then means the whole object.
 *
 * @throws {S3Error} `InvalidRange` if no byte of the object lies in it, `NotImplemented` for several ranges.
 */
export function parseByteRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  if (header === undefined) return undefined;
  if (/^bytes=.*,/.test(header)) throw notSupported('A Range of more than one part');
  const match = /^bytes=(\d*)-(\d*)$/.exec(header.trim());
  if (match === null || (match[1] === '' && match[2] === '')) return undefined;
  const { first, last } = resolveRange(match[1] ?? '', match[2] ?? '', sizeBytes);
  if (match[1] !== '' && match[2] !== '' && Number(match[2]) < Number(match[1])) return undefined;
  if (first > last) throw invalidRange(header, sizeBytes);
  return { first, last };
}

function resolveRange(first: string, last: string, sizeBytes: number): ByteRange {
  const end = sizeBytes - 1;
  if (first === '') return { first: Math.max(0, sizeBytes - Number(last)), last: end };
  return { first: Number(first), last: last === '' ? end : Math.min(Number(last), end) };
}

function invalidRange(header: string, sizeBytes: number): S3Error {
  return new S3Error('InvalidRange', undefined, { RangeRequested: header, ActualObjectSize: sizeBytes });
}
