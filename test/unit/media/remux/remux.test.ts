import { expect, test } from '@jest/globals';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import type { BatchRequest, BatchSource } from '../../../../media/remux/batch-source.ts';
import type { DemuxedBatch } from '../../../../media/remux/demuxed-batch.ts';
import type { MakeHead, MediaSink } from '../../../../media/remux/media-sink.ts';
import { type RemuxJob, remux } from '../../../../media/remux/remux.ts';
import { FakeObject } from '../mp4/fake-object.ts';
import { makeSegment } from './assembled.ts';
import { picturesOf, segmentBatch, soundsOf } from './batch-builder.ts';

const SECOND = 90_000;
const segments = [0, 1, 2].map((index) => makeSegment({}, index));

/** Three segments of 2 s. */
function batchAt(index: number): DemuxedBatch {
  const range = { from: index * 2 * SECOND, to: (index + 1) * 2 * SECOND };
  return segmentBatch(index, { pictures: picturesOf(range), sounds: soundsOf(range) });
}

/** A source that overwrites a batch as soon as the second-next one is asked for, as it may. */
function makeSource(events: string[] = []): BatchSource {
  return async function* ({ indices }) {
    const given: DemuxedBatch[] = [];
    try {
      for (const index of indices) {
        const old = given.at(-2);
        old?.video.bytes.fill(0xee);
        old?.audio.bytes.fill(0xee);
        const batch = batchAt(index);
        given.push(batch);
        events.push(`batch ${index}`);
        yield batch;
      }
    } finally {
      events.push('source closed');
    }
  };
}

/** Keeps a file in memory; appending takes as long as the test wants. */
class FakeSink implements MediaSink {
  readonly events: string[];
  readonly pieces: Buffer[] = [];
  readonly estimates: number[] = [];
  file: Buffer | undefined;
  /** Says when and how an append ends. */
  ending: (append: number) => Promise<void> = () => Promise.resolve();
  #appends = 0;
  #isWriting = false;

  constructor(events: string[] = []) {
    this.events = events;
  }

  async append(pieces: readonly Uint8Array[], estimatedHeadBytes: number): Promise<void> {
    if (this.#isWriting) throw new Error('Two appends at once.');
    this.#isWriting = true;
    const append = this.#appends++;
    this.events.push(`append ${append}`);
    this.estimates.push(estimatedHeadBytes);
    await this.ending(append);
    this.pieces.push(...pieces.map((piece) => Buffer.from(piece)));
    this.events.push(`appended ${append}`);
    this.#isWriting = false;
  }

  async finish(makeHead: MakeHead): Promise<number> {
    this.file = Buffer.concat([makeHead(), ...this.pieces]);
    return this.file.length;
  }

  async discard(): Promise<void> {
    this.events.push('discarded');
  }
}

const makeJob = (overrides: Partial<RemuxJob> = {}): RemuxJob => ({
  segments,
  openSegment: () => Promise.reject(new Error('Nothing is opened here.')),
  sink: new FakeSink(),
  options: { tracks: 'all', isTolerant: false },
  batches: makeSource(),
  signal: new AbortController().signal,
  ...overrides,
});

/** Lets everything go on that can. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test('a recording becomes a whole MP4 with the index first, and a report of it', async () => {
  const sink = new FakeSink();
  const fractions: number[] = [];

  const report = await remux(makeJob({ sink, onProgress: (fraction) => fractions.push(fraction) }));

  const file = sink.file ?? Buffer.alloc(0);
  const summary = await inspectMp4(new FakeObject([file]));
  expect(summary).toMatchObject({ isFastStart: true, tracks: [{ kind: 'video' }, { kind: 'audio' }] });
  expect(report).toMatchObject({ sizeBytes: file.length, video: { frames: 180 }, segments: { total: 3, read: 3 } });
  expect(fractions).toEqual([expect.closeTo(1 / 3), expect.closeTo(2 / 3), 1]);
});

test('while one batch is written the next is demuxed, and only then the one after', async () => {
  const events: string[] = [];
  const sink = new FakeSink(events);
  let release: () => void = () => undefined;
  sink.ending = (append) => (append === 0 ? new Promise((resolve) => (release = resolve)) : Promise.resolve());

  const done = remux(makeJob({ sink, batches: makeSource(events) }));
  await settle();
  const whileWriting = [...events];
  release();
  await done;

  expect(whileWriting).toEqual(['batch 0', 'append 0', 'batch 1']);
  expect(events.slice(3, 5)).toEqual(['appended 0', 'append 1']);
  expect(events.indexOf('batch 2')).toBeGreaterThan(events.indexOf('append 1'));
});

test('bytes that are used again are written before', async () => {
  const quick = new FakeSink();
  const slow = new FakeSink();
  slow.ending = settle as () => Promise<void>;

  await remux(makeJob({ sink: quick }));
  await remux(makeJob({ sink: slow }));

  expect(slow.file?.equals(quick.file ?? Buffer.alloc(0))).toBe(true);
  expect(slow.file?.includes(Buffer.alloc(8, 0xee))).toBe(false);
});

test('when the sink fails, the source is closed, the sink discarded, and its error thrown', async () => {
  const events: string[] = [];
  const sink = new FakeSink(events);
  sink.ending = (append) => (append === 1 ? Promise.reject(new Error('disk full')) : Promise.resolve());

  await expect(remux(makeJob({ sink, batches: makeSource(events) }))).rejects.toThrow('disk full');

  expect(events.slice(-2)).toEqual(['source closed', 'discarded']);
});

test('when a segment is damaged, the sink is discarded after its write has ended', async () => {
  const events: string[] = [];
  const sink = new FakeSink(events);
  sink.ending = settle as () => Promise<void>;
  const batches: BatchSource = async function* () {
    yield batchAt(0);
    throw new Error('damaged');
  };

  await expect(remux(makeJob({ sink, batches }))).rejects.toThrow('damaged');

  expect(events).toEqual(['append 0', 'appended 0', 'discarded']);
});

test('an abort ends it between batches, and nothing is left', async () => {
  const events: string[] = [];
  const sink = new FakeSink(events);
  const controller = new AbortController();
  const onProgress = () => controller.abort(new Error('enough'));

  const job = makeJob({ sink, batches: makeSource(events), onProgress, signal: controller.signal });
  await expect(remux(job)).rejects.toThrow('enough');

  expect(events).not.toContain('batch 2');
  expect(events.at(-1)).toBe('discarded');
  expect(sink.file).toBeUndefined();
});

test('a recording that is refused opens no segment beyond, and is discarded', async () => {
  const events: string[] = [];
  const gap = [makeSegment(), makeSegment({ isGap: true }, 1)];

  const job = makeJob({ segments: gap, sink: new FakeSink(events), batches: makeSource(events) });
  await expect(remux(job)).rejects.toMatchObject({ reason: 'segment-gap' });

  expect(events).toEqual(['discarded']);
});

test('a source is told what is wanted', async () => {
  const requests: BatchRequest[] = [];
  const batches: BatchSource = (request) => {
    requests.push(request);
    return makeSource()(request);
  };
  const gap = [makeSegment(), makeSegment({ isGap: true }, 1), makeSegment({}, 2)];

  await remux(makeJob({ segments: gap, options: { tracks: 'audio', isTolerant: true }, batches }));

  expect(requests).toMatchObject([{ indices: [0, 2], isTolerant: true, wantsVideo: false }]);
});

test('a clip demuxes its first segment twice, and those outside it never', async () => {
  const indices: number[][] = [];
  const batches: BatchSource = (request) => {
    indices.push([...request.indices]);
    return makeSource()(request);
  };
  const clip = { fromSeconds: 3.5, toSeconds: 5 };

  const report = await remux(makeJob({ options: { tracks: 'all', isTolerant: false, clip }, batches }));

  expect(indices).toEqual([[1], [1, 2]]);
  expect(report.clip).toEqual({ fromSeconds: 3, toSeconds: 5 });
  expect(report.video).toMatchObject({ frames: 60, keyFrames: 2 });
});

test('a source is closed when a clip is whole', async () => {
  const events: string[] = [];
  const clip = { fromSeconds: 0, toSeconds: 1 };

  await remux(makeJob({ options: { tracks: 'all', isTolerant: false, clip }, batches: makeSource(events) }));

  expect(events.slice(-2)).toEqual(['batch 0', 'source closed']);
});
