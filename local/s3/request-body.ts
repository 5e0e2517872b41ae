import { AwsChunkedDecoder } from './aws-chunked.ts';
import { type BodyExpectations, parseBodyExpectations } from './body-expectations.ts';
import { type ChecksumAlgorithm, checksumHeader } from './checksums/checksum-algorithms.ts';
import { ContentDigests, type FinishedDigests } from './checksums/content-digests.ts';
import { S3Error } from './s3-error.ts';
import type { S3Request } from './s3-request.ts';

/** A body that came in whole and is what its sender said. */
export interface ReceivedBody {
  readonly sizeBytes: number;
  /** Hexadecimal. */
  readonly md5: string;
  /** The checksum that the sender gave, base64. */
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
  /** Raw, of the sender's algorithm and of those asked for. */
  readonly digests: FinishedDigests['checksums'];
}

/** XML bodies: the longest is a list of 10,000 parts, about 3 MB. */
const LONGEST_TEXT_BYTES = 8 * 1024 * 1024;

/**
 * Takes in a request's body chunk by chunk, without its `aws-chunked` coding, and holds it against every length and
 * checksum that came with it.
 *
 * @throws {S3Error} `BadDigest`, `IncompleteBody` and others when it is not what was said; its bytes are then no good.
 */
export async function receiveBody(
  request: S3Request,
  write: (chunk: Uint8Array) => Promise<void>,
  alsoCompute: readonly ChecksumAlgorithm[] = [],
): Promise<ReceivedBody> {
  const expected = parseBodyExpectations(request.headers);
  const decoder = expected.isAwsChunked ? new AwsChunkedDecoder(request.body) : undefined;
  const digests = new ContentDigests([...algorithmsOf(expected), ...alsoCompute]);
  let sizeBytes = 0;
  for await (const chunk of decoder?.decode() ?? request.body) {
    sizeBytes += chunk.length;
    if (sizeBytes > expected.sizeBytes) throw new S3Error('IncompleteBody');
    digests.update(chunk);
    await write(chunk);
  }
  if (sizeBytes !== expected.sizeBytes) throw new S3Error('IncompleteBody');
  const finished = digests.finish();
  verifyDigests(expected, finished);
  const checksum = verifyChecksum(expected, decoder?.trailers ?? {}, finished);
  return { sizeBytes, md5: finished.md5.toString('hex'), checksum, digests: finished.checksums };
}

/** Takes in a body of text, which must be short. */
export async function receiveText(request: S3Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let sizeBytes = 0;
  await receiveBody(request, async (chunk) => {
    sizeBytes += chunk.length;
    if (sizeBytes > LONGEST_TEXT_BYTES) throw new S3Error('MalformedXML');
    chunks.push(chunk);
  });
  return Buffer.concat(chunks).toString('utf8');
}

function algorithmsOf({ checksum, trailerAlgorithm, sha256 }: BodyExpectations): ChecksumAlgorithm[] {
  const algorithms: (ChecksumAlgorithm | undefined)[] = [checksum?.algorithm, trailerAlgorithm];
  if (sha256 !== undefined) algorithms.push('SHA256');
  return algorithms.filter((algorithm) => algorithm !== undefined);
}

function verifyDigests(expected: BodyExpectations, { md5, checksums }: FinishedDigests): void {
  if (expected.md5 !== undefined && expected.md5 !== md5.toString('base64')) {
    throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
  if (expected.sha256 !== undefined && expected.sha256 !== checksums.get('SHA256')?.toString('hex')) {
    throw new S3Error('XAmzContentSHA256Mismatch');
  }
}

function verifyChecksum(
  expected: BodyExpectations,
  trailers: Readonly<Record<string, string>>,
  { checksums }: FinishedDigests,
): ReceivedBody['checksum'] {
  const algorithm = expected.checksum?.algorithm ?? expected.trailerAlgorithm;
  if (algorithm === undefined) return undefined;
  const value = expected.checksum?.value ?? trailers[checksumHeader(algorithm)];
  if (value === undefined) throw new S3Error('InvalidRequest', `The trailer ${checksumHeader(algorithm)} is missing.`);
  if (value !== checksums.get(algorithm)?.toString('base64')) {
    throw new S3Error('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  }
  return { algorithm, value };
}
