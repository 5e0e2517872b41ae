import { HeadObjectCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from '@jest/globals';
import { makeCreateExport, partSizeFor } from '../../../../lambdas/shared/adapters/export-sink.ts';
import type { Warn } from '../../../../lambdas/shared/adapters/multipart-upload.ts';
import type { MediaSink } from '../../../../media/remux/media-sink.ts';
import { makeBytes } from '../../../local/s3/test-server.ts';
import { type FaultyS3, readObject, startFaultyS3, stopFaultyS3 } from './faulty-s3.ts';

afterEach(stopFaultyS3);

const mebibyte = 1024 * 1024;
const key = 'c/r/archive.mp4';
const head = Buffer.from('ftyp moov free mdat');

// Made once, and only read.
const longest = makeBytes(60 * mebibyte);
const mediaOf = (sizeBytes: number): Buffer => longest.subarray(0, sizeBytes);

const metadata = { recording: 'c/r', export: 'archive', execution: 'arn:aws:states:…:execution:x:y'.replace('…', 'z') };

interface SinkWish {
  readonly signal?: AbortSignal;
  readonly partsInMemory?: number;
  readonly run?: string;
  readonly warn?: Warn;
}

/** A sink with parts of 5 MiB, the least that S3 takes. */
function sinkOver(s3: FaultyS3, { signal, partsInMemory = 3, run = '1', warn = () => {} }: SinkWish = {}): MediaSink {
  const createExport = makeCreateExport(s3.faultyClient, { partSizeBytes: 5 * mebibyte, partsInMemory, warn });
  const target = { bucket: s3.bucket, key, contentType: 'video/mp4', metadata: { ...metadata, run }, sourceBytes: 1 };
  return createExport(target, signal ?? new AbortController().signal);
}

/** Appends in pieces of a size, from memory that is used again for the next. */
async function append(sink: MediaSink, media: Buffer, pieceBytes = 1_000_003): Promise<void> {
  const piece = Buffer.alloc(pieceBytes);
  for (let offset = 0; offset < media.length; offset += pieceBytes) {
    const bytes = media.copy(piece, 0, offset);
    await sink.append([piece.subarray(0, bytes >> 1), piece.subarray(bytes >> 1, bytes)], 1000);
    piece.fill(0);
  }
}

const readExport = (s3: FaultyS3) => readObject(s3, key);

const operationsOf = ({ requests }: FaultyS3) =>
  requests.map(({ operation, partNumber = '' }) => `${operation} ${partNumber}`.trim());

async function uploadsLeft({ client, bucket }: FaultyS3): Promise<number> {
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  return Uploads.length;
}

test('a small export is one request, and says what it is', async () => {
  const s3 = await startFaultyS3();
  const sink = sinkOver(s3);
  const media = mediaOf(3000);

  await append(sink, media, 700);
  const sizeBytes = await sink.finish(() => head);

  const object = await readExport(s3);
  expect(operationsOf(s3)).toEqual(['PutObject']);
  expect(sizeBytes).toBe(head.length + 3000);
  expect(object.bytes.equals(Buffer.concat([head, media]))).toBe(true);
  expect(object).toMatchObject({ ContentType: 'video/mp4', Metadata: { ...metadata, run: '1' } });
});

test('an export without media is its head', async () => {
  const s3 = await startFaultyS3();

  await sinkOver(s3).finish(() => head);

  expect((await readExport(s3)).bytes.equals(head)).toBe(true);
});

test.each([
  ['just too small for parts', 10 * mebibyte - 1, ['PutObject']],
  [
    'just large enough',
    10 * mebibyte,
    ['CompleteMultipartUpload', 'CreateMultipartUpload', 'UploadPart 1', 'UploadPart 2'],
  ],
])('an export %s arrives whole', async (_, mediaBytes, operations) => {
  const s3 = await startFaultyS3();
  const sink = sinkOver(s3);
  const media = mediaOf(mediaBytes);

  await append(sink, media);
  await sink.finish(() => head);

  expect(operationsOf(s3).sort()).toEqual(operations);
  expect((await readExport(s3)).bytes.equals(Buffer.concat([head, media]))).toBe(true);
});

test('a large export is sent in parts while it is made, numbered without a gap, the first one last', async () => {
  const s3 = await startFaultyS3();
  const sink = sinkOver(s3);
  const media = mediaOf(23 * mebibyte + 77);

  await append(sink, media);
  const beforeTheEnd = operationsOf(s3).filter((operation) => operation.startsWith('UploadPart'));
  const sizeBytes = await sink.finish(() => head);

  const parts = s3.requests.flatMap(({ partNumber }) => partNumber ?? []);
  const object = await readExport(s3);
  expect(beforeTheEnd).not.toContain('UploadPart 1');
  expect(parts.toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5]);
  expect(operationsOf(s3)[0]).toBe('CreateMultipartUpload');
  expect(operationsOf(s3).at(-1)).toBe('CompleteMultipartUpload');
  expect(object.bytes.equals(Buffer.concat([head, media]))).toBe(true);
  expect(object.bytes.length).toBe(sizeBytes);
  expect(object).toMatchObject({ ContentType: 'video/mp4', Metadata: { ...metadata, run: '1' } });
  expect(object.ETag).toMatch(/-5"$/);
  expect(await uploadsLeft(s3)).toBe(0);
});

test('one piece larger than several parts is cut up', async () => {
  const s3 = await startFaultyS3();
  const sink = sinkOver(s3, { partsInMemory: 1 });
  const media = mediaOf(17 * mebibyte);

  await sink.append([media], 1000);
  await sink.finish(() => head);

  expect((await readExport(s3)).bytes.equals(Buffer.concat([head, media]))).toBe(true);
});

test('S3 checks each body by its CRC-32, so that the signature leaves it out', async () => {
  const s3 = await startFaultyS3();
  const sink = sinkOver(s3);

  await append(sink, mediaOf(11 * mebibyte));
  await sink.finish(() => head);
  await sinkOver(s3).finish(() => head);

  const bodies = s3.requests.filter(({ operation }) => operation === 'UploadPart' || operation === 'PutObject');
  expect(bodies).toHaveLength(4);
  for (const { headers } of bodies) {
    expect(headers['x-amz-checksum-crc32']).toMatch(/^[A-Za-z0-9+/]{6}==$/);
    expect(headers['x-amz-content-sha256']).toBe('UNSIGNED-PAYLOAD');
    expect(headers).not.toHaveProperty('expect');
  }
});

test('so many parts are on their way at once, and whoever appends waits for one to arrive', async () => {
  const s3 = await startFaultyS3();
  const { promise: release, resolve } = Promise.withResolvers<void>();
  s3.fault = ({ operation }) => (operation === 'UploadPart' ? { when: release } : undefined);
  const sink = sinkOver(s3, { partsInMemory: 2 });
  const done: number[] = [];

  const appending = (async () => {
    for (let piece = 0; piece < 6; piece++) {
      await sink.append([mediaOf(5 * mebibyte)], 1000);
      done.push(piece);
    }
  })();
  while (s3.mostAtOnce.get('UploadPart') !== 2) await new Promise((wake) => setImmediate(wake));
  // 5 MiB are held back and two parts are on their way: the fourth piece has to wait.
  const doneMeanwhile = done.length;
  resolve();
  await appending;
  await sink.finish(() => head);

  expect(doneMeanwhile).toBeLessThanOrEqual(3);
  // The first part is one more.
  expect(s3.mostAtOnce.get('UploadPart')).toBeLessThanOrEqual(3);
  expect((await readExport(s3)).bytes.length).toBe(30 * mebibyte + head.length);
});

test('a re-run replaces what stands there', async () => {
  const s3 = await startFaultyS3();
  const first = sinkOver(s3);
  await append(first, mediaOf(11 * mebibyte));
  await first.finish(() => head);
  const second = sinkOver(s3, { run: '2' });
  const media = makeBytes(12 * mebibyte, 2);

  await append(second, media);
  await second.finish(() => head);

  const object = await readExport(s3);
  expect(object.bytes.equals(Buffer.concat([head, media]))).toBe(true);
  expect(object.Metadata).toMatchObject({ run: '2' });
});

describe('an answer that is lost', () => {
  test('of a part is asked for again', async () => {
    const s3 = await startFaultyS3();
    const lost = new Set([2, 3]);
    s3.fault = ({ partNumber = 0 }) => (lost.delete(partNumber) ? 'lose-answer' : undefined);
    const sink = sinkOver(s3);
    const media = mediaOf(16 * mebibyte);

    await append(sink, media);
    await sink.finish(() => head);

    expect((await readExport(s3)).bytes.equals(Buffer.concat([head, media]))).toBe(true);
  });

  test.each([
    ['once: the next attempt finds the upload gone', 1],
    ['every time', 9],
  ])('of the completion, %s, is found in the object itself', async (_, times) => {
    const s3 = await startFaultyS3();
    let left = times;
    s3.fault = ({ operation }) => (operation === 'CompleteMultipartUpload' && left-- > 0 ? 'lose-answer' : undefined);
    const sink = sinkOver(s3);
    const media = mediaOf(11 * mebibyte);

    await append(sink, media);
    const sizeBytes = await sink.finish(() => head);
    await sink.discard();

    expect(operationsOf(s3).at(-1)).toBe('HeadObject');
    expect((await readExport(s3)).bytes.length).toBe(sizeBytes);
  });

  test.each<[string, object]>([
    ['of another run', { run: 'other' }],
    ['of another size', { mediaBytes: 12 * mebibyte }],
  ])('of the completion is not taken for success when the object is one %s', async (_, other) => {
    const s3 = await startFaultyS3();
    const { run = '1', mediaBytes = 11 * mebibyte } = other as { run?: string; mediaBytes?: number };
    const before = sinkOver(s3, { run });
    await append(before, mediaOf(mediaBytes));
    await before.finish(() => head);
    s3.fault = ({ operation }) =>
      operation === 'CompleteMultipartUpload' ? { answer: { status: 404, code: 'NoSuchUpload' } } : undefined;
    const sink = sinkOver(s3);

    await append(sink, mediaOf(11 * mebibyte));
    const finishing = sink.finish(() => head);

    await expect(finishing).rejects.toMatchObject({
      name: 'StorageUnavailableError',
      message: `The upload of s3://${s3.bucket}/${key} is gone. It is tried again.`,
    });
  });

  test('of the completion is not taken for success when there is no object', async () => {
    const s3 = await startFaultyS3();
    s3.fault = ({ operation }) =>
      operation === 'CompleteMultipartUpload' ? { answer: { status: 503, code: 'SlowDown' } } : undefined;
    const sink = sinkOver(s3);

    await append(sink, mediaOf(11 * mebibyte));

    await expect(sink.finish(() => head)).rejects.toMatchObject({ name: 'StorageUnavailableError' });
    await sink.discard();
    expect(await uploadsLeft(s3)).toBe(0);
  });
});

describe('an export that fails', () => {
  test.each([
    ['S3 denies access', 403, 'AccessDenied', 'StorageAccessDeniedError'],
    ['S3 keeps throttling', 503, 'SlowDown', 'StorageUnavailableError'],
    ['somebody aborts the upload', 404, 'NoSuchUpload', 'StorageUnavailableError'],
  ])('because %s says so at the next piece, and leaves nothing behind', async (_, status, code, name) => {
    const s3 = await startFaultyS3();
    s3.fault = ({ partNumber }) => (partNumber === 3 ? { answer: { status, code } } : undefined);
    const sink = sinkOver(s3);

    await expect(append(sink, mediaOf(60 * mebibyte))).rejects.toMatchObject({ name });
    await sink.discard();
    await sink.discard();

    expect(await uploadsLeft(s3)).toBe(0);
    await expect(s3.client.send(new HeadObjectCommand({ Bucket: s3.bucket, Key: key }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });

  test('at its last part says so at the end', async () => {
    const s3 = await startFaultyS3();
    s3.fault = ({ partNumber }) => (partNumber === 1 ? { answer: { status: 403, code: 'AccessDenied' } } : undefined);
    const sink = sinkOver(s3);

    await append(sink, mediaOf(11 * mebibyte));

    await expect(sink.finish(() => head)).rejects.toMatchObject({ name: 'StorageAccessDeniedError' });
    await sink.discard();
    expect(await uploadsLeft(s3)).toBe(0);
  });

  test('because it was stopped ends its requests, and leaves nothing behind', async () => {
    const s3 = await startFaultyS3();
    const stop = new AbortController();
    s3.fault = ({ partNumber }) => {
      if (partNumber !== 4) return undefined;
      stop.abort(new Error('time is up'));
      return { when: new Promise(() => {}) };
    };
    const sink = sinkOver(s3, { signal: stop.signal });

    await expect(append(sink, mediaOf(60 * mebibyte))).rejects.toBeDefined();
    await sink.discard();

    expect(await uploadsLeft(s3)).toBe(0);
  });

  test('before anything was sent has nothing to take back', async () => {
    const s3 = await startFaultyS3();
    const sink = sinkOver(s3);
    await append(sink, mediaOf(1000));

    await sink.discard();

    expect(s3.requests).toEqual([]);
  });

  test('and whose upload cannot be aborted leaves that to the lifecycle rule', async () => {
    const s3 = await startFaultyS3();
    s3.fault = ({ operation }) =>
      operation === 'AbortMultipartUpload' ? { answer: { status: 403, code: 'AccessDenied' } } : undefined;
    const findings: object[] = [];
    const sink = sinkOver(s3, { warn: (finding) => findings.push(finding) });
    await append(sink, mediaOf(11 * mebibyte));

    await expect(sink.discard()).resolves.toBeUndefined();
    expect(await uploadsLeft(s3)).toBe(1);
    expect(findings).toEqual([
      {
        message: `An upload of s3://${s3.bucket}/${key} was left behind.`,
        error: 'AccessDenied: said AccessDenied',
      },
    ]);
  });
});

test.each([
  ['as configured', 1e9, 16 * mebibyte, 16 * mebibyte],
  ['at least 5 MiB', 1e9, 1000, 5 * mebibyte],
  ['larger where there would be too many', 100e9, 5 * mebibyte, Math.ceil(100e9 / 9000)],
])('parts are %s', (_, sourceBytes, configured, expected) => {
  expect(partSizeFor({ sourceBytes }, configured)).toBe(expected);
});
