import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { DemuxBuffers } from '../../../media/remux/demux-buffers.ts';
import { demuxInOrder } from '../../../media/remux/demux-in-order.ts';
import { plainPacketMemory } from '../../../media/remux/packet-mover.ts';
import { SegmentDamagedError } from '../../../media/remux/segment-damaged-error.ts';
import { StreamNotCarriableError } from '../../../media/remux/stream-not-carriable-error.ts';
import { nalType } from '../../../scripts/media-matrix/nal-units.ts';
import { collect, type Demuxed, readable, requestFor } from '../../unit/media/remux/demux-all.ts';
import { defineTarget } from '../fuzz-target.ts';
import { byteEdits, editBytes } from '../generators/bytes.ts';
import { editPackets, packetEdit } from '../generators/packet-edits.ts';
import { PACKET_BYTES, STREAM_EXAMPLES } from '../generators/transport-streams.ts';

/** Of each thread, and of each way to move packets, one: they are large, and only one segment at a time is demuxed. */
const buffers = new DemuxBuffers();
const plainBuffers = new DemuxBuffers(plainPacketMemory);

const READ_SIZES = [1 << 20, 1 << 20, 4096, 188, 187, 100, 1000];

interface Demuxing {
  readonly isTolerant: boolean;
  readonly wantsVideo: boolean;
  readonly readSize: number;
}

/** Demuxes a segment; its reader is asked no more often than it takes to read it. */
async function demux(bytes: Buffer, { readSize, ...options }: Demuxing, memory = buffers): Promise<Demuxed> {
  const request = requestFor([bytes], { ...options, readSizes: [readSize] });
  let reads = 0;
  const openSegment: typeof request.openSegment = async (...place) => {
    const reader = await request.openSegment(...place);
    return {
      read: (target) => {
        assert.ok(++reads <= Math.ceil(bytes.length / readSize) + 1, 'reads without end');
        return reader.read(target);
      },
      close: () => reader.close(),
    };
  };
  return collect(demuxInOrder({ ...request, openSegment }, memory));
}

/** What holds of whatever a demuxer gives, however damaged the segment was. */
function checkDemuxed(demuxed: Demuxed, bytes: Buffer, isTolerant: boolean): void {
  const { samples, times, keyFrames, positions, losses, batches, sounds } = demuxed;
  const packets = Math.ceil(bytes.length / PACKET_BYTES);
  assert.ok(samples.length + sounds.length <= packets);
  assert.ok(samples.reduce((sum, sample) => sum + sample.length, 0) <= (bytes.length * 5) / 4 + 4);
  for (const [index, sample] of samples.entries()) assert.equal(hasIdr(sample), keyFrames[index]);
  assert.ok(times.flat().every((time) => Number.isInteger(time) && time >= 0 && time < 2 ** 33));
  assert.deepEqual(
    positions,
    positions.toSorted((one, other) => one - other),
  );
  assert.ok([...positions, ...sounds, ...losses].every((place) => isInside(place, bytes.length)));
  assert.ok(isTolerant ? losses.length <= 1000 : losses.length === 0);
  assert.deepEqual(batches.map(({ isSegmentEnd }) => isSegmentEnd).indexOf(true), batches.length - 1);
}

const isInside = (place: number | { readonly position: number }, end: number): boolean => {
  const position = typeof place === 'number' ? place : place.position;
  return position >= 0 && position <= end;
};

/** Walks the NAL units of a sample, which fill it (ISO/IEC 14496-15 5.3.4.2). @returns whether one is an IDR slice */
function hasIdr(sample: Buffer): boolean {
  let hasIdr = false;
  for (let at = 0; at < sample.length; ) {
    const unit = sample.subarray(at + 4, at + 4 + sample.readUInt32BE(at));
    assert.ok(unit.length > 0 && unit.length === sample.readUInt32BE(at), 'a NAL unit goes beyond its sample');
    const type = nalType(unit);
    assert.ok((type < 7 || type > 13) && unit[0]! < 0x80, `a NAL unit of type ${type} is in a sample`);
    hasIdr ||= type === 5;
    at += 4 + unit.length;
  }
  return hasIdr;
}

/** MPEG-TS segments, changed packet by packet and byte by byte. */
export const segments = defineTarget({
  name: 'ts-segment',
  refusals: [SegmentDamagedError, StreamNotCarriableError],
  cases: fc.record({
    example: fc.nat(STREAM_EXAMPLES.length - 1),
    packetEdits: fc.array(packetEdit, { maxLength: 4 }),
    byteEdits: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: byteEdits(3) }),
    isTolerant: fc.boolean(),
    wantsVideo: fc.oneof({ weight: 7, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
    readSize: fc.constantFrom(...READ_SIZES),
    /** Whether it is demuxed again in other ways, all of which have to agree. */
    isRepeated: fc.constantFrom(...Array(7).fill(false), true),
  }),
  run: async ({ example, packetEdits, byteEdits, isRepeated, ...demuxing }) => {
    const { packets, samples, sounds } = STREAM_EXAMPLES[example]!;
    const bytes = editBytes(Buffer.concat(editPackets(packets, packetEdits)), byteEdits);

    const demuxed = await demux(bytes, demuxing).catch((error: unknown) => error);
    if (isRepeated) {
      const again = await demux(bytes, { ...demuxing, readSize: 94 }, plainBuffers).catch((error: unknown) => error);
      assert.equal(textOf(again), textOf(demuxed));
    }
    if (!isDemuxed(demuxed)) {
      assert.ok(!(demuxing.isTolerant && demuxed instanceof SegmentDamagedError), 'losses were to be tolerated');
      throw demuxed;
    }
    checkDemuxed(demuxed, bytes, demuxing.isTolerant);
    if (packetEdits.length + byteEdits.length > 0) return undefined;
    assert.deepEqual(demuxed.losses, []);
    assert.deepEqual(Buffer.concat(demuxed.sounds.map((sound) => sound.bytes)), Buffer.concat(sounds));
    if (demuxing.wantsVideo) assert.deepEqual(demuxed.samples, samples);
    return undefined;
  },
});

const isDemuxed = (outcome: unknown): outcome is Demuxed =>
  typeof outcome === 'object' && outcome !== null && 'samples' in outcome;

const textOf = (outcome: unknown): string => (isDemuxed(outcome) ? JSON.stringify(readable(outcome)) : String(outcome));

const lossCases = fc.record({
  example: fc.nat(STREAM_EXAMPLES.length - 1),
  /** Fewer than 16: so many of one PID, in a row, no counter tells. */
  lost: fc.array(fc.nat(1000), { minLength: 1, maxLength: 8 }),
  cutAt: fc.option(fc.nat(20_000), { nil: undefined }),
  readSize: fc.constantFrom(...READ_SIZES),
});

/** Segments of which packets, or the end, are missing: every frame that comes is one that was there, and whole. */
export const lossySegments = defineTarget({
  name: 'ts-losses',
  refusals: [],
  cases: lossCases,
  run: async ({ example, lost, cutAt, readSize }) => {
    const { packets, samples, sounds } = STREAM_EXAMPLES[example]!;
    const gone = new Set(lost.map((index) => index % packets.length));
    const whole = Buffer.concat(packets.filter((_, index) => !gone.has(index)));
    const bytes = cutAt === undefined ? whole : whole.subarray(0, cutAt % (whole.length + 1));

    const demuxed = await demux(bytes, { isTolerant: true, wantsVideo: true, readSize });

    const known = new Set(samples.map((sample) => sample.toString('latin1')));
    const strange = demuxed.samples.filter((sample) => !known.has(sample.toString('latin1')));
    // That the segment's last packets are missing shows only when the next segment comes.
    const [cutShort = Buffer.alloc(0), ...others] = strange;
    assert.equal(others.length, 0, `${others.length} pictures are none of the segment's`);
    assert.ok(strange.length === 0 || cutShort === demuxed.samples.at(-1));
    assert.ok(strange.length === 0 || samples.some((sample) => isBeginning(cutShort, sample)));
    const all = Buffer.concat(sounds);
    for (const { bytes: piece, declaredBytes } of demuxed.sounds) {
      assert.ok(piece.length < declaredBytes || all.includes(piece), 'sound is none of the segment');
    }
    // What is far from anything that is missing is there: a gap costs the picture that it is in and the one before.
    const isReadable = cutAt === undefined && !gone.has(0) && !gone.has(1);
    assert.ok(!isReadable || demuxed.samples.length >= samples.length - 2 * gone.size, 'whole pictures are lost');
    return demuxed.losses.length > 0 ? 'taken' : 'nothing noticed';
  },
});

/** Whether a sample of one slice is the beginning of another; its length field says how far it goes. */
const isBeginning = (cutShort: Buffer, sample: Buffer): boolean =>
  cutShort.length < sample.length && sample.subarray(4).includes(cutShort.subarray(4).subarray(0, 100));
