import { Readable } from 'node:stream';
import { type GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type FetchAhead, makeOpenSegments } from '../../../../lambdas/shared/adapters/segment-source.ts';
import type { SegmentSource, StoredSegment } from '../../../../lambdas/shared/recording/remux-ports.ts';
import type { SegmentReader } from '../../../../media/remux/segment-source.ts';
import { makeBytes } from '../../../local/s3/test-server.ts';
import { type FaultyS3, startFaultyS3, stopFaultyS3 } from './faulty-s3.ts';

const sources: SegmentSource[] = [];
afterEach(async () => {
  for (const source of sources.splice(0)) source.close();
  await stopFaultyS3();
});

const { signal } = new AbortController();
const plenty: FetchAhead = { segments: 4, bytes: 64_000_000, bytesOfCurrent: 1_000_000 };

const segmentOf = (index: number, wish: Partial<StoredSegment> = {}): StoredSegment => ({
  name: `${index}.ts`,
  startSeconds: index * 10,
  stretches: [{ key: `hls/${index}.ts`, byteRange: undefined }],
  ...wish,
});

/** A server with segments of the given sizes, and a source of them. */
async function sourceOver(
  sizes: readonly number[],
  { ahead = plenty, segments = sizes.map((_, i) => segmentOf(i)) } = {},
) {
  const s3 = await startFaultyS3();
  const bodies = sizes.map((size, index) => makeBytes(size, index + 1));
  for (const [index, Body] of bodies.entries()) {
    await s3.client.send(new PutObjectCommand({ Bucket: s3.bucket, Key: `hls/${index}.ts`, Body }));
  }
  const source = makeOpenSegments(s3.faultyClient, ahead)(s3.bucket, segments);
  sources.push(source);
  return { s3, source, bodies };
}

async function readAll(reader: SegmentReader, targetBytes = 100_003): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const target = new Uint8Array(targetBytes);
  for (;;) {
    const bytes = await reader.read(target);
    if (bytes === 0) break;
    chunks.push(Buffer.from(target.subarray(0, bytes)));
  }
  await reader.close();
  return Buffer.concat(chunks);
}

const gets = (s3: FaultyS3) => s3.requests.filter(({ operation }) => operation === 'GetObject');
const until = async (isTrue: () => boolean): Promise<void> => {
  while (!isTrue()) await new Promise((wake) => setImmediate(wake));
};

test.each([1000, 100_003, 1_048_576, 5_000_000])(
  'segments arrive whole, one after the other, by a reader that takes %i bytes at most',
  async (targetBytes) => {
    const { source, bodies, s3 } = await sourceOver([300_000, 1, 188, 2_000_003, 70_000]);

    const read: Buffer[] = [];
    for (const index of bodies.keys()) read.push(await readAll(await source.openSegment(index, signal), targetBytes));

    expect(read.map((bytes, index) => bytes.equals(bodies[index]!))).toEqual([true, true, true, true, true]);
    expect(gets(s3)).toHaveLength(5);
  },
);

test('an empty segment has ended at once', async () => {
  const { source } = await sourceOver([0]);

  const reader = await source.openSegment(0, signal);

  expect(await reader.read(new Uint8Array(10))).toBe(0);
  expect(await reader.read(new Uint8Array(10))).toBe(0);
});

test('a few segments are fetched before anybody asks for them, and no more', async () => {
  const { source, s3 } = await sourceOver(Array(10).fill(1000), { ahead: { ...plenty, segments: 4 } });

  const first = await source.openSegment(0, signal);
  await until(() => gets(s3).length === 4);
  await readAll(first);
  await source.openSegment(1, signal);
  await until(() => gets(s3).length === 5);

  expect(gets(s3).map(({ key }) => key)).toEqual([0, 1, 2, 3, 4].map((index) => `hls/${index}.ts`));
});

describe('of segments without an end', () => {
  const chunkBytes = 65_536;

  /** A client whose objects never end, and how many bytes they have brought. */
  function endlessClient() {
    const brought = new Map<string, number>();
    const send = async ({ input }: GetObjectCommand) => {
      const key = input.Key ?? '';
      const Body = new Readable({
        highWaterMark: chunkBytes,
        read() {
          brought.set(key, (brought.get(key) ?? 0) + chunkBytes);
          this.push(Buffer.alloc(chunkBytes));
        },
      });
      return { Body, ContentLength: 1e12, ETag: '"e"' };
    };
    const total = () => [...brought.values()].reduce((sum, bytes) => sum + bytes, 0);
    return { client: { send } as unknown as S3Client, brought, total };
  }

  const becomeQuiet = async (): Promise<void> => {
    for (let turn = 0; turn < 500; turn++) await new Promise((wake) => setImmediate(wake));
  };

  test('only so many bytes wait in memory, whether they are read or not', async () => {
    const { client, total } = endlessClient();
    const ahead = { segments: 4, bytes: 2_000_000, bytesOfCurrent: 500_000 };
    const source = makeOpenSegments(client, ahead)(
      'b',
      [0, 1, 2, 3, 4].map((index) => segmentOf(index)),
    );
    sources.push(source);
    // Each stream hands over the chunk that it had ready, and keeps the next.
    const overrun = ahead.segments * 2 * chunkBytes;

    const reader = await source.openSegment(0, signal);
    await becomeQuiet();
    const unread = total();
    let readBytes = 0;
    for (let piece = 0; piece < 200; piece++) {
      readBytes += await reader.read(new Uint8Array(100_003));
      await new Promise((wake) => setImmediate(wake));
      expect(total() - readBytes).toBeLessThanOrEqual(ahead.bytes + ahead.bytesOfCurrent + overrun);
    }

    expect(unread).toBeGreaterThanOrEqual(ahead.bytes);
    expect(unread).toBeLessThanOrEqual(ahead.bytes + overrun);
    expect(readBytes).toBeGreaterThan(10_000_000);
  });

  test('the one that is read gets on, though those behind it have filled the memory', async () => {
    const { client, brought } = endlessClient();
    const ahead = { segments: 3, bytes: 300_000, bytesOfCurrent: 100_000 };
    const source = makeOpenSegments(client, ahead)(
      'b',
      [0, 1, 2, 3].map((index) => segmentOf(index)),
    );
    sources.push(source);
    const first = await source.openSegment(0, signal);
    await becomeQuiet();
    await first.close();

    const second = await source.openSegment(1, signal);
    await becomeQuiet();
    for (let piece = 0; piece < 50; piece++) expect(await second.read(new Uint8Array(50_000))).toBeGreaterThan(0);

    expect(brought.get('hls/1.ts')).toBeGreaterThan(1_000_000);
    expect(brought.get('hls/2.ts') ?? 0).toBeLessThan(1_000_000);
  });
});

test('the segment that is read goes on, though those behind it have filled the memory', async () => {
  const ahead = { segments: 3, bytes: 100_000, bytesOfCurrent: 50_000 };
  const { source, bodies, s3 } = await sourceOver([1_000_000, 90_000, 90_000], { ahead });
  const { promise: release, resolve } = Promise.withResolvers<void>();
  s3.fault = ({ key }) => (key === 'hls/0.ts' ? { when: release } : undefined);

  const opening = source.openSegment(0, signal);
  await until(() => gets(s3).length === 3);
  resolve();

  expect((await readAll(await opening)).equals(bodies[0]!)).toBe(true);
  expect((await readAll(await source.openSegment(1, signal))).equals(bodies[1]!)).toBe(true);
});

test('a connection that breaks is taken up where it broke, as often as it brings something', async () => {
  const { source, bodies, s3 } = await sourceOver([1_000_000]);
  let left = 7;
  s3.fault = ({ operation }) => (operation === 'GetObject' && left-- > 0 ? { cutAfterBytes: 100_001 } : undefined);

  const bytes = await readAll(await source.openSegment(0, signal));

  expect(bytes.equals(bodies[0]!)).toBe(true);
  expect(gets(s3).map(({ headers }) => headers.range)).toEqual([
    undefined,
    ...[1, 2, 3, 4, 5, 6, 7].map((piece) => `bytes=${piece * 100_001}-`),
  ]);
  expect(gets(s3)[1]?.headers['if-match']).toMatch(/^"[0-9a-f]{32}"$/);
});

test('a connection that breaks and brings nothing is given up after some attempts', async () => {
  const { source, s3 } = await sourceOver([1_000_000]);
  s3.fault = ({ operation }) => (operation === 'GetObject' ? { cutAfterBytes: 0 } : undefined);

  const reading = source.openSegment(0, signal).then((reader) => readAll(reader));

  await expect(reading).rejects.toMatchObject({
    name: 'StorageUnavailableError',
    message: expect.stringContaining(`breaks off s3://${s3.bucket}/hls/0.ts after 0 bytes again and again`),
  });
});

test('a segment that is replaced while it is read is not mended from two versions', async () => {
  const { source, s3 } = await sourceOver([1_000_000]);
  s3.fault = ({ headers }) =>
    headers.range === undefined ? { cutAfterBytes: 500_000 } : { answer: { status: 412, code: 'PreconditionFailed' } };

  const reading = source.openSegment(0, signal).then((reader) => readAll(reader));

  await expect(reading).rejects.toMatchObject({
    name: 'StorageUnavailableError',
    message: expect.stringContaining('hls/0.ts was replaced while it was being read'),
  });
});

describe('byte ranges', () => {
  const range = (offset: number, length: number) =>
    segmentOf(0, { stretches: [{ key: 'hls/0.ts', byteRange: { offset, length } }] });

  test('are read as they are, also when a connection breaks', async () => {
    const { source, bodies, s3 } = await sourceOver([500_000], { segments: [range(0, 1000), range(1000, 300_000)] });
    let left = 1;
    s3.fault = ({ headers }) =>
      headers.range?.startsWith('bytes=1000-') && left-- > 0 ? { cutAfterBytes: 99 } : undefined;

    const first = await readAll(await source.openSegment(0, signal));
    const second = await readAll(await source.openSegment(1, signal));

    expect(first.equals(bodies[0]!.subarray(0, 1000))).toBe(true);
    expect(second.equals(bodies[0]!.subarray(1000, 301_000))).toBe(true);
    expect(gets(s3).map(({ headers }) => headers.range)).toEqual([
      'bytes=0-999',
      'bytes=1000-300999',
      'bytes=1099-300999',
    ]);
  });

  test.each([
    ['that end behind the object', 400_000],
    ['that begin behind it', 500_000],
  ])('%s are damage', async (_, offset) => {
    const { source } = await sourceOver([500_000], { segments: [range(offset, 200_000)] });

    await expect(source.openSegment(0, signal)).rejects.toMatchObject({
      name: 'SegmentDamagedError',
      reason: 'packet-truncated',
      message: expect.stringContaining(`expected 200000 bytes from byte ${offset}`),
    });
  });
});

test("an initialization section is read in front of its segment's own bytes", async () => {
  const stretches = [
    { key: 'hls/1.ts', byteRange: { offset: 10, length: 20 } },
    { key: 'hls/0.ts', byteRange: undefined },
  ];
  const { source, bodies } = await sourceOver([1000, 200], { segments: [segmentOf(0, { stretches })] });

  const bytes = await readAll(await source.openSegment(0, signal));

  expect(bytes.equals(Buffer.concat([bodies[1]!.subarray(10, 30), bodies[0]!]))).toBe(true);
});

describe('a segment that is not there', () => {
  test('is damage, with its place, and only for whoever opens it', async () => {
    const { source } = await sourceOver([1000], { segments: [segmentOf(0), segmentOf(7)] });

    const first = await readAll(await source.openSegment(0, signal));
    const opening = source.openSegment(1, signal);

    expect(first).toHaveLength(1000);
    await expect(opening).rejects.toMatchObject({
      name: 'SegmentDamagedError',
      reason: 'segment-missing',
      place: { segment: '7.ts', seconds: 70 },
    });
  });

  test.each([
    ['archived', 403, 'InvalidObjectState', 'RecordingArchivedError'],
    ['not ours to read', 403, 'AccessDenied', 'StorageAccessDeniedError'],
    ['not to be had', 503, 'SlowDown', 'StorageUnavailableError'],
  ])('because it is %s is told by name', async (_, status, code, name) => {
    const { source, s3 } = await sourceOver([1000]);
    s3.fault = () => ({ answer: { status, code } });

    await expect(source.openSegment(0, signal)).rejects.toMatchObject({ name });
  });
});

describe('a source that is stopped', () => {
  test('ends what its reader waits for, by the reason', async () => {
    const { source, s3 } = await sourceOver([1_000_000, 1000]);
    const stop = new AbortController();
    s3.fault = ({ headers }) => (headers.range === undefined ? { cutAfterBytes: 10 } : { when: new Promise(() => {}) });
    const reader = await source.openSegment(0, stop.signal);
    await reader.read(new Uint8Array(100));

    const reading = reader.read(new Uint8Array(100));
    await until(() => gets(s3).some(({ headers }) => headers.range !== undefined));
    stop.abort(new Error('time is up'));

    await expect(reading).rejects.toThrow('time is up');
    await expect(source.openSegment(1, stop.signal)).rejects.toThrow('time is up');
  });

  test('fetches no more, and a reader that is closed reads nothing', async () => {
    const { source, s3 } = await sourceOver(Array(9).fill(1000));
    const reader = await source.openSegment(0, signal);

    await reader.close();
    source.close();
    const requested = gets(s3).length;
    source.close();

    await expect(reader.read(new Uint8Array(10))).rejects.toThrow('0.ts was closed');
    expect(gets(s3).length).toBe(requested);
  });
});

test('the first segment of a clip may be opened twice', async () => {
  const { source, bodies } = await sourceOver([1000, 2000]);

  const before = await source.openSegment(0, signal);
  await before.read(new Uint8Array(10));
  await before.close();
  const first = await readAll(await source.openSegment(0, signal));
  const second = await readAll(await source.openSegment(1, signal));

  expect([first.equals(bodies[0]!), second.equals(bodies[1]!)]).toEqual([true, true]);
});

test('an index that no segment has is a bug of the caller', async () => {
  const { source } = await sourceOver([1000]);

  await expect(source.openSegment(1, signal)).rejects.toThrow(RangeError);
});
