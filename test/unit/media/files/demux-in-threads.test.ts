import '../../../fixtures/one-realm.ts';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { demuxInThreads } from '../../../../media/files/demux-in-threads.ts';
import { type FileSegment, fileSegmentOpener } from '../../../../media/files/file-segments.ts';
import { openRecording } from '../../../../media/files/open-recording.ts';
import { WorkerLane } from '../../../../media/files/worker-lane.ts';
import type { BatchRequest, BatchSource } from '../../../../media/remux/batch-source.ts';
import { demuxInOrder } from '../../../../media/remux/demux-in-order.ts';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import { expectSame } from '../../../fixtures/expect-same.ts';
import { useTestFolder } from './files-in-folder.ts';

const folder = useTestFolder();
const sample = path.resolve(import.meta.dirname, '../../../../local/sample/h7RkV3sNp8Ya/media/hls');
const strictly = { rendition: undefined, isTolerant: false };

async function request(files: readonly FileSegment[], other: Partial<BatchRequest> = {}): Promise<BatchRequest> {
  return {
    segments: files.map(({ name }) => ({ name, durationSeconds: 10, isDiscontinuity: false, isGap: false })),
    indices: [...files.keys()],
    openSegment: fileSegmentOpener(files, false),
    isTolerant: false,
    wantsVideo: true,
    signal: new AbortController().signal,
    ...other,
  };
}

/** What a batch says, with a hash in place of its bytes: it is good until the second-next only. */
const copyOf = ({ video, audio, ...rest }: DemuxedBatch): unknown =>
  structuredClone({ ...rest, video: numbersOf(video), audio: numbersOf(audio) });

function numbersOf({ bytes, ...columns }: DemuxedBatch['video'] | DemuxedBatch['audio']) {
  const numbers = Object.entries(columns).map(([name, column]) => [
    name,
    ArrayBuffer.isView(column) ? [...column] : column,
  ]);
  return { hash: createHash('sha256').update(bytes).digest('hex'), ...Object.fromEntries(numbers) };
}

/** Takes all batches, looking at each only when the next has come, as whoever writes them meanwhile does. */
async function collect(batches: ReturnType<BatchSource>): Promise<unknown[]> {
  const copies: unknown[] = [];
  let before: DemuxedBatch | undefined;
  for await (const batch of batches) {
    if (before !== undefined) copies.push(copyOf(before));
    before = batch;
  }
  return before === undefined ? copies : [...copies, copyOf(before)];
}

/** The sample's segments, again and again: 12, since fewer than 8 are not worth another thread. */
async function manySegments(): Promise<FileSegment[]> {
  const { files } = await openRecording(path.join(sample, '360p30/playlist.m3u8'), strictly);
  return [files, files, files, files].flat();
}

/** Looks with pauses, since they come up by the same core. */
async function untilReady(workers: readonly WorkerLane[]): Promise<void> {
  while (!workers.every(({ isReady }) => isReady)) await setTimeout(2);
}

/** Threads that have come up already, so that they take part from the second segment on. */
async function inThreads(workerCount: number, files: readonly FileSegment[]): Promise<BatchSource> {
  const workers = Array.from({ length: workerCount - 1 }, () => new WorkerLane());
  await untilReady(workers);
  return demuxInThreads({ workerCount, files, startWorker: () => workers.pop() ?? new WorkerLane() });
}

test.each([1, 2, 3, 16])(
  '%d workers give the batches of all segments in order, as one thread does',
  async (workerCount) => {
    const files = await manySegments();
    const expected = await collect(demuxInOrder(await request(files)));

    const found = await collect((await inThreads(workerCount, files))(await request(files)));

    expectSame(found, expected);
  },
);

test('only the segments that are wanted are read, and nothing but sound when video is not', async () => {
  const files = await manySegments();
  const wish = { indices: [1, 2, 4, 5, 7, 8, 10, 11], wantsVideo: false };
  const expected = await collect(demuxInOrder(await request(files, wish)));

  const found = await collect((await inThreads(2, files))(await request(files, wish)));

  expectSame(found, expected);
});

const missing = (name: string): FileSegment => ({
  name,
  startSeconds: 30,
  path: folder.at(name),
  byteRange: undefined,
  map: undefined,
});

/** Of twelve segments, a few others: the first is demuxed before the threads take part, the fourth by one of them. */
const withOthers = async (...others: [number, FileSegment][]): Promise<FileSegment[]> => {
  const replaced = new Map(others);
  return (await manySegments()).map((file, index) => replaced.get(index) ?? file);
};

test.each([2, 3])(
  'what the first damaged segment throws is thrown in its place, with all that it says',
  async (workerCount) => {
    const files = await withOthers([4, missing('a.ts')], [5, missing('b.ts')], [6, missing('c.ts')]);
    const batches = (await inThreads(workerCount, files))(await request(files));
    const seen = new Set<number>();

    const demuxing = (async () => {
      for await (const { segmentIndex } of batches) seen.add(segmentIndex);
    })();

    await expect(demuxing).rejects.toMatchObject({
      name: 'SegmentDamagedError',
      reason: 'segment-missing',
      place: { segment: 'a.ts', seconds: 30 },
      message: expect.stringContaining(folder.at('a.ts')),
    });
    expect([...seen]).toEqual([0, 1, 2, 3]);
  },
);

test('what cannot be carried is refused as on one thread', async () => {
  const other = { ...missing('a.ts'), path: folder.write('a.ts', Buffer.from('\0\0\0\x18ftypmp42')) };
  const files = await withOthers([4, other]);

  const demuxing = collect((await inThreads(2, files))(await request(files)));

  await expect(demuxing).rejects.toMatchObject({
    name: 'StreamNotCarriableError',
    reason: 'fragmented-mp4',
    place: { segment: 'a.ts' },
  });
});

test('losses are told as on one thread when they are tolerated', async () => {
  const files = await withOthers([4, missing('a.ts')], [7, missing('b.ts')]);
  const expected = await collect(demuxInOrder(await request(files, { isTolerant: true })));

  const found = await collect((await inThreads(2, files))(await request(files, { isTolerant: true })));

  expectSame(found, expected);
  expect(found).toContainEqual(
    expect.objectContaining({ losses: [expect.objectContaining({ reason: 'segment-missing' })] }),
  );
});

test('without waiting for threads to come up it is the same', async () => {
  const files = await manySegments();
  const expected = await collect(demuxInOrder(await request(files)));

  const found = await collect(demuxInThreads({ workerCount: 2, files })(await request(files)));

  expectSame(found, expected);
});

test('a thread that dies is told, and not waited for', async () => {
  const files = await manySegments();
  const lane = new WorkerLane();
  await untilReady([lane]);
  const batches = demuxInThreads({ workerCount: 2, files, startWorker: () => lane })(await request(files));
  await batches.next();
  await lane.stop();

  await expect(collect(batches)).rejects.toThrow('A demuxing thread ended before it had done its work.');
});

test('whoever stops early gets no more, and the threads end', async () => {
  const files = await manySegments();
  const batches = (await inThreads(2, files))(await request(files));
  await batches.next();

  const { done } = await batches.return();

  expect(done).toBe(true);
});

test('an abort ends it', async () => {
  const stop = new AbortController();
  const files = await manySegments();
  const batches = (await inThreads(2, files))(await request(files, { signal: stop.signal }));
  await batches.next();
  stop.abort(new Error('enough'));

  await expect(batches.next()).rejects.toThrow('enough');
});
