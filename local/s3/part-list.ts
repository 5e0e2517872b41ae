import { CHECKSUM_ALGORITHMS, type ChecksumAlgorithm, checksumElement } from './checksums/checksum-algorithms.ts';
import { S3Error } from './s3-error.ts';
import { childText, readXml, type XmlElement } from './xml-reader.ts';

/** A part as the request to complete an upload names it. */
export interface ListedPart {
  readonly partNumber: number;
  /** Without quotes. */
  readonly etag: string;
  /** Base64, by algorithm. */
  readonly checksums: ReadonlyMap<ChecksumAlgorithm, string>;
}

/**
 * Reads the list of parts that shall become the object.
 *
 * @throws {S3Error} `MalformedXML` without parts, `InvalidPartOrder` unless their numbers ascend.
 */
export function parsePartList(text: string): ListedPart[] {
  const root = readXml(text);
  const parts = root.children.filter(({ name }) => name === 'Part').map(parsePart);
  if (root.name !== 'CompleteMultipartUpload' || parts.length === 0) throw new S3Error('MalformedXML');
  if (parts.some(({ partNumber }, index) => partNumber <= (parts[index - 1]?.partNumber ?? 0))) {
    throw new S3Error('InvalidPartOrder');
  }
  return parts;
}

function parsePart(part: XmlElement): ListedPart {
  const partNumber = childText(part, 'PartNumber') ?? '';
  const etag = childText(part, 'ETag');
  if (!/^\d{1,5}$/.test(partNumber) || etag === undefined) throw new S3Error('MalformedXML');
  const checksums = new Map<ChecksumAlgorithm, string>();
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const value = childText(part, checksumElement(algorithm));
    if (value !== undefined) checksums.set(algorithm, value);
  }
  return { partNumber: Number(partNumber), etag: etag.replace(/^"(.*)"$/, '$1'), checksums };
}
