/** Requests bytes of one object of a recording as a stream. */
import { Readable } from 'node:stream';
import { GetObjectCommand, type GetObjectCommandOutput, type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import type { ByteRange } from '../../../media/hls/byte-range.ts';
import { SegmentDamagedError } from '../../../media/remux/segment-damaged-error.ts';
import { StorageUnavailableError } from '../contract/errors.ts';
import type { ObjectStretch, StoredSegment } from '../recording/remux-ports.ts';
import { isAbsent, nameOf, translateS3Errors } from './s3-errors.ts';

/** What to request. */
export interface StretchRequest {
  readonly bucket: string;
  /** For messages. */
  readonly segment: Pick<StoredSegment, 'name' | 'startSeconds'>;
  readonly stretch: ObjectStretch;
  /** Bytes that are there already, of the version with that ETag; none at first. */
  readonly resume: { readonly receivedBytes: number; readonly etag: string | undefined } | undefined;
}

/** A stream that has begun. */
export interface StretchStream {
  readonly body: Readable;
  /** Bytes that are to come in this stream; `undefined` when S3 does not say. */
  readonly bytes: number | undefined;
  readonly etag: string | undefined;
}

/**
 * Requests a stretch, or the rest of one.
 *
 * @throws SegmentDamagedError `segment-missing` when there is no such object, `packet-truncated` when it is shorter than
 * the playlist's byte range
 * @throws StorageUnavailableError, StorageAccessDeniedError, RecordingArchivedError
 */
export async function fetchStretch(
  client: S3Client,
  request: StretchRequest,
  signal: AbortSignal,
): Promise<StretchStream> {
  const place = { bucket: request.bucket, key: request.stretch.key };
  const range = rangeOf(request);
  const command = new GetObjectCommand({
    Bucket: place.bucket,
    Key: place.key,
    ...(range === undefined ? {} : { Range: `bytes=${range.offset}-${range.end === undefined ? '' : range.end - 1}` }),
    ...(request.resume?.etag === undefined ? {} : { IfMatch: request.resume.etag }),
  });
  const object = await translateS3Errors(nameOf(place), async () => {
    try {
      return await client.send(command, { abortSignal: signal });
    } catch (error) {
      throw explain(request, error);
    }
  });
  return streamOf(request, object, range);
}

interface Range {
  readonly offset: number;
  /** Behind the last byte; `undefined`: the object's end. */
  readonly end: number | undefined;
}

function rangeOf({ stretch: { byteRange }, resume }: StretchRequest): Range | undefined {
  const skipped = resume?.receivedBytes ?? 0;
  if (byteRange === undefined) return skipped === 0 ? undefined : { offset: skipped, end: undefined };
  return { offset: byteRange.offset + skipped, end: byteRange.offset + byteRange.length };
}

function explain({ bucket, segment, stretch, resume }: StretchRequest, error: unknown): unknown {
  const what = nameOf({ bucket, key: stretch.key });
  const place = { segment: segment.name, seconds: segment.startSeconds };
  if (isAbsent(error))
    return new SegmentDamagedError('segment-missing', place, `there is no ${what}`, { cause: error });
  const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
  if (status === 416 && resume === undefined && stretch.byteRange !== undefined) {
    return new SegmentDamagedError('packet-truncated', place, shorterThan(what, stretch.byteRange), { cause: error });
  }
  if (status === 412 || status === 416) {
    return new StorageUnavailableError(`${what} was replaced while it was being read. It is tried again.`, {
      cause: error,
    });
  }
  return error;
}

function streamOf(request: StretchRequest, object: GetObjectCommandOutput, range: Range | undefined): StretchStream {
  const { Body: body, ContentLength: bytes, ETag: etag } = object;
  if (!(body instanceof Readable)) throw new Error(`S3's client gave no stream for ${request.stretch.key}.`);
  const wanted = range?.end === undefined ? undefined : range.end - range.offset;
  if (wanted === undefined || bytes === undefined || bytes === wanted) return { body, bytes, etag };
  body.destroy();
  const { segment, stretch, bucket } = request;
  const place = { segment: segment.name, seconds: segment.startSeconds };
  const finding = `${shorterThan(nameOf({ bucket, key: stretch.key }), stretch.byteRange)}: ${bytes} of them`;
  throw new SegmentDamagedError('packet-truncated', place, finding);
}

const shorterThan = (what: string, range: ByteRange | undefined): string =>
  `expected ${range?.length} bytes from byte ${range?.offset} of ${what} (EXT-X-BYTERANGE), found fewer`;
