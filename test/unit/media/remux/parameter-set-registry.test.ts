import { expect, test } from '@jest/globals';
import { FindingLog } from '../../../../media/remux/finding-log.ts';
import { ParameterSetRegistry } from '../../../../media/remux/parameter-set-registry.ts';
import { makeSegment } from './assembled.ts';
import { PPS, SPS } from './batch-builder.ts';

/** The same format as `SPS`, without VUI; seq_parameter_set_id 0 and 1; and 640x360 with id 1. */
const SMALL = Buffer.from('674d401e95a014016ec0440000', 'hex');

function makeRegistry(isTolerant = false) {
  const log = new FindingLog([makeSegment(), makeSegment({}, 1)], isTolerant);
  return { log, registry: new ParameterSetRegistry(log) };
}

const sps = (bytes: Buffer, position = 0) => ({ kind: 'sps' as const, bytes, position });
const pps = (bytes: Buffer, position = 0) => ({ kind: 'pps' as const, bytes, position });

test('parameter sets that repeat are kept once, and describe the video', () => {
  const { registry } = makeRegistry();
  for (let index = 0; index < 3; index++) {
    registry.add(sps(SPS), index);
    registry.add(pps(PPS), index);
  }

  expect(registry.codec).toBe('avc1.4D401F');
  expect(registry.describe()).toMatchObject({
    kind: 'avc',
    width: 1280,
    height: 720,
    sequenceParameterSets: [new Uint8Array(SPS)],
    pictureParameterSets: [new Uint8Array(PPS)],
    chromaFormatIdc: 1,
    lumaBitDepth: 8,
  });
});

test('they are kept although the bytes they came in are used again', () => {
  const { registry } = makeRegistry();
  const bytes = Buffer.from(SPS);
  registry.add(sps(bytes), 0);
  registry.add(pps(PPS), 0);
  bytes.fill(0);

  expect(registry.describe()?.sequenceParameterSets).toEqual([new Uint8Array(SPS)]);
});

test('another size under the same id cannot be carried, and both sizes are told', () => {
  const { registry } = makeRegistry();
  registry.add(sps(SPS), 0);

  expect(() => registry.add(sps(SMALL, 1880), 1)).toThrow(
    expect.objectContaining({
      name: 'StreamNotCarriableError',
      reason: 'parameter-sets-changed',
      place: { segment: '1.ts', position: 1880, seconds: 2 },
      message: expect.stringMatching(/avc1.4D401F of 1280x720, found another, avc1.4D401E of \d+x\d+/),
    }),
  );
});

test('a picture parameter set that changes cannot be carried either', () => {
  const { registry } = makeRegistry();
  registry.add(pps(PPS), 0);

  expect(() => registry.add(pps(Buffer.from('68efbc90', 'hex')), 0)).toThrow(
    expect.objectContaining({ reason: 'parameter-sets-changed' }),
  );
});

test('further sets with ids of their own are kept in the order of their appearance', () => {
  const { registry } = makeRegistry();
  // pic_parameter_set_id 1: ue(1) is 010
  const second = Buffer.from('685ce0', 'hex');
  registry.add(sps(SPS), 0);
  registry.add(pps(PPS), 0);

  registry.add(pps(second), 1);

  expect(registry.describe()?.pictureParameterSets).toEqual([new Uint8Array(PPS), new Uint8Array(second)]);
});

test('a set that cannot be read is damage', () => {
  const { registry } = makeRegistry();

  expect(() => registry.add(sps(Buffer.from('67', 'hex'), 376), 1)).toThrow(
    expect.objectContaining({
      name: 'SegmentDamagedError',
      reason: 'video-damaged',
      place: expect.objectContaining({ position: 376 }),
    }),
  );
});

test('without both kinds of sets there is nothing to describe', () => {
  const { registry } = makeRegistry();
  registry.add(sps(SPS), 0);

  expect(registry.describe()).toBeUndefined();
});
