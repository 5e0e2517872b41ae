import {
  CHECKSUM_ALGORITHMS,
  type ChecksumAlgorithm,
  checksumHeader,
  parseChecksumAlgorithm,
  traitsOf,
} from './checksums/checksum-algorithms.ts';
import { notSupported, S3Error } from './s3-error.ts';

/** What the headers of a request say about its body. */
export interface BodyExpectations {
  readonly isAwsChunked: boolean;
  /** Without the coding. */
  readonly sizeBytes: number;
  /** Content-MD5, base64. */
  readonly md5?: string | undefined;
  /** x-amz-content-sha256, hexadecimal, when it is a hash and not a word. */
  readonly sha256?: string | undefined;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
  /** The algorithm whose value comes behind the body. */
  readonly trailerAlgorithm?: ChecksumAlgorithm | undefined;
}

/** S3's limit for one PutObject or UploadPart, 5 GiB. */
const LARGEST_BODY_BYTES = 5 * 1024 ** 3;

type Headers = Readonly<Record<string, string>>;

/**
 * Reads the headers that describe a body.
 *
 * @throws {S3Error} when they contradict each other or cannot be right.
 */
export function parseBodyExpectations(headers: Headers): BodyExpectations {
  const isAwsChunked = isAwsChunkedBody(headers);
  const checksum = parseSentChecksum(headers);
  const trailerAlgorithm = parseTrailer(headers, isAwsChunked);
  checkNamedAlgorithm(headers, checksum?.algorithm ?? trailerAlgorithm);
  return {
    isAwsChunked,
    sizeBytes: parseSize(headers, isAwsChunked),
    md5: parseContentMd5(headers['content-md5']),
    sha256: /^[0-9a-f]{64}$/.exec(headers['x-amz-content-sha256'] ?? '')?.[0],
    checksum,
    trailerAlgorithm,
  };
}

function isAwsChunkedBody(headers: Headers): boolean {
  const isStreaming = headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
  return isStreaming || /\baws-chunked\b/.test(headers['content-encoding'] ?? '');
}

function parseSize(headers: Headers, isAwsChunked: boolean): number {
  if (!isAwsChunked && headers['transfer-encoding'] !== undefined) throw notSupported('The header Transfer-Encoding');
  const text = isAwsChunked ? headers['x-amz-decoded-content-length'] : (headers['content-length'] ?? '0');
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new S3Error('MissingContentLength');
  const sizeBytes = Number(text);
  if (sizeBytes > LARGEST_BODY_BYTES) {
    throw new S3Error('EntityTooLarge', undefined, { ProposedSize: sizeBytes, MaxSizeAllowed: LARGEST_BODY_BYTES });
  }
  return sizeBytes;
}

function parseContentMd5(value: string | undefined): string | undefined {
  if (value !== undefined && !isBase64Of(value, 16)) throw new S3Error('InvalidDigest');
  return value;
}

function parseSentChecksum(headers: Headers): BodyExpectations['checksum'] {
  const sent = CHECKSUM_ALGORITHMS.filter((algorithm) => headers[checksumHeader(algorithm)] !== undefined);
  if (sent.length > 1) throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  const algorithm = sent[0];
  if (algorithm === undefined) return undefined;
  const value = headers[checksumHeader(algorithm)] ?? '';
  if (!isBase64Of(value, traitsOf(algorithm).sizeBytes)) {
    throw new S3Error('InvalidRequest', `Value for ${checksumHeader(algorithm)} header is invalid.`);
  }
  return { algorithm, value };
}

function parseTrailer(headers: Headers, isAwsChunked: boolean): ChecksumAlgorithm | undefined {
  const name = headers['x-amz-trailer']?.toLowerCase();
  if (name === undefined) return undefined;
  const algorithm = CHECKSUM_ALGORITHMS.find((candidate) => checksumHeader(candidate) === name);
  if (algorithm === undefined) throw notSupported(`The trailer ${name}`);
  if (!isAwsChunked) throw new S3Error('InvalidRequest', 'x-amz-trailer was given, but the body is not aws-chunked.');
  return algorithm;
}

function checkNamedAlgorithm(headers: Headers, sent: ChecksumAlgorithm | undefined): void {
  const name = headers['x-amz-sdk-checksum-algorithm'];
  if (name === undefined) return;
  const named = parseChecksumAlgorithm(name);
  if (named === undefined) throw notSupported(`The checksum algorithm ${name}`);
  if (sent === undefined) {
    const finding = 'no corresponding x-amz-checksum-* or x-amz-trailer headers were found.';
    throw new S3Error('InvalidRequest', `x-amz-sdk-checksum-algorithm specified, but ${finding}`);
  }
  if (sent !== named) {
    throw new S3Error('InvalidRequest', 'Value for x-amz-sdk-checksum-algorithm header is invalid.');
  }
}

function isBase64Of(value: string, sizeBytes: number): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === sizeBytes && bytes.toString('base64') === value;
}
