/** Media that claims too much, never ends, or never begins: each is read to its end or refused by name. */
import { expect, test } from '@jest/globals';
import { readSequenceParameterSet } from '../../media/h264/sequence-parameter-set.ts';
import { inspectMp4 } from '../../media/mp4/inspect-mp4.ts';
import { remux } from '../../media/remux/remux.ts';
import { PMT_PID } from '../../scripts/media-matrix/program-tables.ts';
import { PACKET_BYTES, payloadOffset, pidOf } from '../../scripts/media-matrix/transport-packets.ts';
import { noise } from '../fixtures/noise.ts';
import { MemorySink } from '../media/memory-sink.ts';
import { makeFrames, makeSounds, segmentPackets } from '../media/ts-builder.ts';
import { FakeObject } from '../unit/media/mp4/fake-object.ts';
import { box, ftyp, mdat, moov, type Pieces, text, trak, u32, u64, wholeMp4 } from '../unit/media/mp4/mp4-builder.ts';
import { demuxAll, requestFor } from '../unit/media/remux/demux-all.ts';
import { BitSink, nalUnitOf } from './generators/bits.ts';

const TEN_MEGABYTES = 10_000_000;
/** What a report lists of one segment, whatever is wrong with it. */
const MOST_LOSSES = 1000;

/** A box whose 64-bit size is not that of what is in it. */
const claiming = (type: string, size: bigint, ...payload: Pieces[]): Pieces => [
  u32(1),
  text(type),
  u64(size),
  ...payload.flat(),
];

test.each<[string, Pieces]>([
  ['at the end', [...wholeMp4(), ...claiming('free', 2n ** 63n)]],
  ['before everything', [...ftyp(), ...claiming('mdat', 2n ** 63n, [50])]],
  ['in the movie', [...ftyp(), ...box('moov', claiming('trak', 2n ** 63n, [50])), ...mdat(50)]],
  ['of all ones', [...ftyp(), ...moov(trak()), ...claiming('mdat', 2n ** 64n - 1n)]],
])('a box that claims 2^63 bytes, %s, is refused after a few reads', async (_, pieces) => {
  const object = new FakeObject(pieces);

  await expect(inspectMp4(object)).rejects.toMatchObject({ name: 'Mp4DamagedError', reason: 'box-beyond-parent' });

  expect(object.ranges.length).toBeLessThan(10);
});

test('boxes of eight bytes, 4 PB of them, are not walked to their end', async () => {
  const object = new FakeObject([...ftyp(), 2 ** 52]);

  await expect(inspectMp4(object)).rejects.toMatchObject({ reason: expect.stringMatching(/^box-/) });

  expect(object.ranges.length).toBeLessThan(10);
});

test('10 MB of 0x47 is read to its end', async () => {
  const { samples, losses } = await demuxAll(Buffer.alloc(TEN_MEGABYTES, 0x47), { isTolerant: true });

  expect(samples).toEqual([]);
  expect(losses.length).toBeLessThanOrEqual(MOST_LOSSES);
  await expect(demuxAll(Buffer.alloc(TEN_MEGABYTES, 0x47))).rejects.toMatchObject({ name: 'SegmentDamagedError' });
});

test.each([
  ['of zeros', 0x00],
  ['of ones', 0xff],
])('10 MB %s is read to its end', async (_, byte) => {
  const { losses } = await demuxAll(Buffer.alloc(TEN_MEGABYTES, byte), { isTolerant: true });

  expect(losses).toMatchObject([{ reason: 'sync-lost', position: 0 }, { reason: 'program-missing' }]);
});

test.each([
  ['strictly', false, { name: 'SegmentDamagedError', reason: 'sync-lost' }],
  ['with losses tolerated', true, { name: 'StreamNotCarriableError', reason: 'nothing-to-carry' }],
])('10 MB of noise, remuxed %s, leave nothing behind', async (_, isTolerant, expected) => {
  const { segments, openSegment } = requestFor([noise(TEN_MEGABYTES)]);
  const sink = new MemorySink();
  const options = { tracks: 'all' as const, isTolerant };
  const { signal } = new AbortController();

  await expect(remux({ segments, openSegment, sink, options, signal })).rejects.toMatchObject(expected);

  expect(sink.discards).toBe(1);
});

/** Packets of 10 MB, made of a few that come again and again. */
const repeated = (packets: readonly Buffer[]): Buffer =>
  Buffer.concat(Array.from({ length: TEN_MEGABYTES / PACKET_BYTES }, (_, index) => packets[index % packets.length]!));

test('a section that never ends holds nothing but itself', async () => {
  const packets = segmentPackets({ frames: makeFrames(1) }).slice(0, 2);
  // Each payload goes on with a section of the greatest length, and none begins one.
  const endless = packets.map((packet) => {
    const changed = Buffer.from(packet);
    changed.writeUInt16BE(0xbfff, payloadOffset(packet) + 2);
    return changed;
  });
  const rest = endless.map((packet) =>
    Buffer.concat([Buffer.from([0x47, packet[1]! & 0x1f, packet[2]!, 0x10]), Buffer.alloc(184, 0xb0)]),
  );

  const { programs, losses } = await demuxAll(Buffer.concat([...endless, repeated(rest)]), { isTolerant: true });

  expect(programs).toEqual([]);
  expect(losses.length).toBeLessThanOrEqual(MOST_LOSSES);
});

test.each([
  ['the association itself', 0],
  ['the null packets', 0x1fff],
  ['the map itself', PMT_PID],
])('a program map that puts its streams on the PID of %s ends', async (_, pid) => {
  const streams = [
    { streamType: 0x1b, pid },
    { streamType: 0x0f, pid },
  ];
  const packets = segmentPackets({ frames: makeFrames(3), sounds: makeSounds(3), streams });

  const { samples, losses } = await demuxAll(repeated(packets), { isTolerant: true });

  expect(samples).toEqual([]);
  expect(losses.length).toBeLessThanOrEqual(MOST_LOSSES);
});

test('PES headers that claim 255 bytes lose their frames and nothing else', async () => {
  const packets = segmentPackets({ frames: makeFrames(300), sounds: makeSounds(300) });
  const changed = packets.map((packet) => {
    const at = payloadOffset(packet);
    const isUnit = (packet[1]! & 0x40) !== 0 && ![0, PMT_PID].includes(pidOf(packet));
    if (isUnit) packet[at + 8] = 255;
    return packet;
  });

  const { samples, losses } = await demuxAll(Buffer.concat(changed), { isTolerant: true });

  expect(samples).toEqual([]);
  expect(losses).toHaveLength(600);
  expect(losses[0]).toMatchObject({ reason: 'pes-damaged', finding: expect.stringContaining('264 bytes') });
});

/** A sequence parameter set of the baseline profile up to its size; what comes then is for the test. */
const sequenceParameterSet = () => new BitSink().bits(66, 8).bits(0, 8).bits(30, 8);

test.each([
  ['whose id has 32 zeros in front', sequenceParameterSet().bits(0, 32).bits(1, 1).bits(0, 32)],
  ['whose id has 33 zeros in front', sequenceParameterSet().bits(0, 33).bits(1, 1).bits(0, 33)],
  ['that is nothing but zeros, a kilobyte of them', sequenceParameterSet().bits(0, 8192)],
  [
    'with four thousand million picture order counts',
    sequenceParameterSet()
      .unsigned(0)
      .unsigned(4)
      .unsigned(1)
      .flag(false)
      .signed(0)
      .signed(0)
      .unsigned(2 ** 32 - 2),
  ],
  [
    'cropped by more than the picture',
    sequenceParameterSet()
      .unsigned(0)
      .unsigned(4)
      .unsigned(2)
      .unsigned(1)
      .flag(false)
      .unsigned(9)
      .unsigned(9)
      .flag(true)
      .flag(true)
      .flag(true)
      .unsigned(2 ** 32 - 2)
      .unsigned(0)
      .unsigned(0)
      .unsigned(0)
      .flag(false),
  ],
  [
    'of four thousand million macroblocks in each direction',
    sequenceParameterSet()
      .unsigned(0)
      .unsigned(4)
      .unsigned(2)
      .unsigned(1)
      .flag(false)
      .unsigned(2 ** 32 - 2)
      .unsigned(2 ** 32 - 2)
      .flag(true)
      .flag(true)
      .flag(false)
      .flag(false),
  ],
])('a sequence parameter set %s is none', (_, sink) => {
  expect(readSequenceParameterSet(nalUnitOf(0x67, sink.toBytes()))).toContain('found one that cannot be read');
});
