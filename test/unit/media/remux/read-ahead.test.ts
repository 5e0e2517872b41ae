import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { demuxInOrder } from '../../../../media/remux/demux-in-order.ts';
import type { SegmentReader } from '../../../../media/remux/segment-source.ts';
import { makeFrames, segmentBytes } from '../../../media/ts-builder.ts';
import { requestFor } from './demux-all.ts';

const segments = Array.from({ length: 6 }, (_, index) =>
  segmentBytes({ frames: makeFrames(60, { sizeBytes: 40_000, firstPts: index * 180_000 }) }),
);

/** A request whose readers tell what is done with them. */
function watchedRequest(change: (index: number, reader: SegmentReader) => Partial<SegmentReader> = () => ({})) {
  const opened: number[] = [];
  const closed: number[] = [];
  let reads = 0;
  let inFlight = 0;
  const controller = new AbortController();
  const request = requestFor(segments, { signal: controller.signal });
  const openSegment: typeof request.openSegment = async (index, signal) => {
    const reader = await request.openSegment(index, signal);
    opened.push(index);
    const changed = { ...reader, ...change(index, reader) };
    return {
      read: async (target) => {
        reads++;
        inFlight++;
        await turn();
        try {
          return await changed.read(target);
        } finally {
          inFlight--;
        }
      },
      close: async () => {
        closed.push(index);
        await reader.close();
      },
    };
  };
  return {
    request: { ...request, openSegment },
    controller,
    opened,
    closed,
    reads: () => reads,
    inFlight: () => inFlight,
  };
}

/** Lets everything run that can run without anyone asking for more. */
async function settle(): Promise<void> {
  for (let turns = 0; turns < 50; turns++) await turn();
}

test('opens each segment once, in order, and closes each', async () => {
  const watched = watchedRequest();

  for await (const _ of demuxInOrder(watched.request));

  expect(watched.opened).toEqual([0, 1, 2, 3, 4, 5]);
  expect(watched.closed).toEqual([0, 1, 2, 3, 4, 5]);
});

test('reads only a little ahead of what is asked for', async () => {
  const watched = watchedRequest();
  const batches = demuxInOrder(watched.request);

  await batches.next();
  await settle();

  // The first batch takes 2 MiB, two chunks of 1.9 MB or the end of a segment; the others may be ready.
  expect(watched.reads()).toBeLessThanOrEqual(5);
  await batches.return();
});

test('closes what is open and has nothing in flight when its reader stops early', async () => {
  const watched = watchedRequest();

  for await (const { segmentIndex } of demuxInOrder(watched.request)) if (segmentIndex === 1) break;

  expect(watched.closed).toEqual(watched.opened);
  expect(watched.inFlight()).toBe(0);
});

test('stops with the reason of an abort', async () => {
  const watched = watchedRequest();
  const batches = demuxInOrder(watched.request);
  const reason = new Error('enough');

  await batches.next();
  watched.controller.abort(reason);

  await expect(batches.next()).rejects.toBe(reason);
  expect(watched.closed).toEqual(watched.opened);
  expect(watched.inFlight()).toBe(0);
});

test('throws what a read throws, behind everything that was read before', async () => {
  const failure = new Error('the disk is gone');
  const watched = watchedRequest((index) => (index === 2 ? { read: () => Promise.reject(failure) } : {}));
  const seen: number[] = [];

  const reading = (async () => {
    for await (const { segmentIndex, isSegmentEnd } of demuxInOrder(watched.request)) {
      if (isSegmentEnd) seen.push(segmentIndex);
    }
  })();

  await expect(reading).rejects.toBe(failure);
  expect(seen).toEqual([0, 1]);
  expect(watched.closed).toEqual(watched.opened);
});

test('throws when a segment cannot be closed', async () => {
  const failure = new Error('close failed');
  const request = requestFor(segments.slice(0, 2));
  const openSegment: typeof request.openSegment = async (index, signal) => ({
    ...(await request.openSegment(index, signal)),
    close: () => Promise.reject(failure),
  });

  const reading = (async () => {
    for await (const _ of demuxInOrder({ ...request, openSegment }));
  })();

  await expect(reading).rejects.toBe(failure);
});
