import { expect, test } from '@jest/globals';
import {
  addNoise,
  losePackets,
  nthPacketOf,
  overwritePayload,
  setBits,
} from '../../../../scripts/media-matrix/damage.ts';
import {
  AUDIO_PID,
  expectedSample,
  type FramePlan,
  makeFrames,
  makeSounds,
  nalUnit,
  segmentBytes,
  segmentPackets,
  VIDEO_PID,
} from '../../../media/ts-builder.ts';
import { type Demuxed, demuxAll } from './demux-all.ts';

const frames = makeFrames(40);
const sounds = makeSounds(30);
const plan = { frames, sounds };
const isTolerant = true;

/** Which frames of the plan there are, by their number. */
const numbersOf = ({ samples }: Demuxed, of: readonly FramePlan[] = frames): number[] =>
  samples.map((sample) => of.findIndex((frame) => expectedSample(frame).equals(sample)));
const without = (...missing: number[]): number[] => frames.map((_, index) => index).filter((n) => !missing.includes(n));
const reasonsOf = ({ losses }: Demuxed): string[] => losses.map(({ reason }) => reason);

/** Demuxes the segment with its packets changed, in place or for others. */
function demuxChanged(change: (packets: Buffer[]) => unknown): Promise<Demuxed> {
  const packets = segmentPackets(plan);
  const result = change(packets);
  return demuxAll(Buffer.concat(Array.isArray(result) ? result : packets), { isTolerant });
}

test('lists nothing where nothing is damaged', async () => {
  const demuxed = await demuxAll(segmentBytes(plan), { isTolerant });

  expect(demuxed.losses).toEqual([]);
  expect(numbersOf(demuxed)).toEqual(without());
});

test('drops the frame that a packet is missing of, and goes on with the next', async () => {
  const demuxed = await demuxChanged((packets) =>
    losePackets(packets, nthPacketOf(packets, VIDEO_PID, 6, 'starts') + 1, 1),
  );

  expect(numbersOf(demuxed)).toEqual(without(6));
  expect(demuxed.losses).toMatchObject([{ reason: 'packets-lost' }]);
  expect(demuxed.losses[0]!.finding).toContain('PID 257');
});

test('drops the frame whose last packet is missing, though the next one is whole', async () => {
  const demuxed = await demuxChanged((packets) => {
    const start = nthPacketOf(packets, VIDEO_PID, 7, 'starts');
    const last = packets.findLastIndex((packet, at) => at < start && packet.readUInt16BE(1) % 0x2000 === VIDEO_PID);
    return losePackets(packets, last, 1);
  });

  expect(numbersOf(demuxed)).toEqual(without(6));
  expect(reasonsOf(demuxed)).toEqual(['packets-lost']);
});

test('ends an audio packet where packets are missing, so that it is shorter than it declares', async () => {
  const long = makeSounds(9, { sizeBytes: 900 });
  const packets = segmentPackets({ sounds: long });
  const damaged = losePackets(packets, nthPacketOf(packets, AUDIO_PID, 6, 'starts') + 1, 1);

  const demuxed = await demuxAll(Buffer.concat(damaged), { isTolerant });

  const [short, ...others] = demuxed.sounds.filter(({ bytes, declaredBytes }) => bytes.length !== declaredBytes);
  expect(others).toEqual([]);
  expect(short!.pts).toBe(long[6]!.pts);
  expect(long[6]!.payload.subarray(0, short!.bytes.length).equals(short!.bytes)).toBe(true);
  expect(demuxed.sounds).toHaveLength(9);
  expect(reasonsOf(demuxed)).toEqual(['packets-lost']);
});

test('finds the beat again behind noise, and lists the noise once', async () => {
  const demuxed = await demuxChanged((packets) => {
    const start = nthPacketOf(packets, VIDEO_PID, 10, 'starts');
    return [addNoise(Buffer.concat(packets), start * 188, 700)];
  });

  expect(numbersOf(demuxed)).toEqual(without(9, 10));
  expect(reasonsOf(demuxed)).toEqual(['sync-lost']);
});

test.each([1, 100, 187])('finds the beat again where %s bytes are missing', async (count) => {
  const demuxed = await demuxChanged((packets) => {
    const bytes = Buffer.concat(packets);
    const cut = nthPacketOf(packets, VIDEO_PID, 20, 'starts') * 188 + 40;
    return [bytes.subarray(0, cut), bytes.subarray(cut + count)];
  });

  expect(reasonsOf(demuxed)).toEqual(['sync-lost']);
  expect(numbersOf(demuxed).filter((number) => number < 0)).toEqual([]);
  expect(demuxed.samples.length).toBeGreaterThanOrEqual(38);
});

test('finds the beat in the last packets of a segment', async () => {
  const packets = segmentPackets({ frames: [frames[0]!, ...makeFrames(2, { sizeBytes: 100, firstPts: 0 }).slice(1)] });
  packets.at(-2)!.writeUInt8(0x46, 0);

  const demuxed = await demuxAll(Buffer.concat(packets), { isTolerant });

  expect(demuxed.samples).toHaveLength(1);
  expect(reasonsOf(demuxed)).toEqual(['sync-lost']);
});

test('skips a packet with transport_error_indicator and the frame that it was of', async () => {
  const demuxed = await demuxChanged((packets) =>
    setBits(packets[nthPacketOf(packets, VIDEO_PID, 8, 'starts') + 2], 1, 0x80),
  );

  expect(numbersOf(demuxed)).toEqual(without(8));
  expect(reasonsOf(demuxed)).toEqual(['transport-error', 'packets-lost']);
});

test('gives everything before the place where a segment is cut off', async () => {
  const bytes = segmentBytes(plan);

  const demuxed = await demuxAll(bytes.subarray(0, bytes.length / 2 - 7), { isTolerant });

  expect(reasonsOf(demuxed)).toEqual(['packet-truncated']);
  expect(numbersOf(demuxed)).toEqual(without().slice(0, demuxed.samples.length));
  expect(demuxed.samples.length).toBeGreaterThan(15);
});

test('drops the frames that are damaged inside, and keeps the others', async () => {
  const bad = { units: [nalUnit(1, 300)], pts: 1, payload: Buffer.from('0000016588000001', 'hex') };
  const short = { units: [nalUnit(1, 300)], pts: 2, payload: Buffer.from('ff', 'hex') };
  const timeless = { units: [nalUnit(1, 300)] };
  const mixed = [...frames.slice(0, 3), bad, ...frames.slice(3, 5), short, ...frames.slice(5, 7), timeless, frames[7]!];

  const demuxed = await demuxAll(segmentBytes({ frames: mixed }), { isTolerant });

  expect(numbersOf(demuxed)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect(reasonsOf(demuxed)).toEqual(['video-damaged', 'video-damaged', 'timestamp-missing']);
});

test('drops a frame whose PES header is damaged, and the audio of one', async () => {
  const demuxed = await demuxChanged((packets) => {
    overwritePayload(packets[nthPacketOf(packets, VIDEO_PID, 3, 'starts')], [1]);
    overwritePayload(packets[nthPacketOf(packets, AUDIO_PID, 4, 'starts')], [1]);
  });

  expect(numbersOf(demuxed)).toEqual(without(3));
  expect(demuxed.sounds).toHaveLength(29);
  expect(reasonsOf(demuxed)).toEqual(['pes-damaged', 'pes-damaged']);
});

test('begins with the first whole frame where a segment begins within one', async () => {
  const demuxed = await demuxChanged((packets) => packets.toSpliced(nthPacketOf(packets, VIDEO_PID, 0, 'starts'), 1));

  expect(numbersOf(demuxed)).toEqual(without(0));
  expect(reasonsOf(demuxed)).toEqual(['frame-straddles-segments']);
});

test('waits for the next program map where one is damaged', async () => {
  const demuxed = await demuxChanged((packets) => {
    const tables = [Buffer.from(packets[0]!), Buffer.from(packets[1]!)];
    packets[1]!.writeUInt8(0x77, 18);
    return packets.toSpliced(nthPacketOf(packets, VIDEO_PID, 5, 'starts'), 0, ...tables);
  });

  expect(numbersOf(demuxed)).toEqual(without(0, 1, 2, 3, 4));
  expect(new Set(reasonsOf(demuxed))).toEqual(new Set(['psi-damaged', 'program-missing']));
});

test('gives a segment without anything in it as one batch with the loss', async () => {
  const demuxed = await demuxAll([segmentBytes(plan), Buffer.alloc(0), segmentBytes(plan)], { isTolerant });

  expect(demuxed.samples).toHaveLength(80);
  expect(demuxed.losses).toMatchObject([{ reason: 'segment-empty', position: 0 }]);
  expect(demuxed.batches.filter(({ segmentIndex }) => segmentIndex === 1)).toEqual([
    { segmentIndex: 1, isSegmentEnd: true, videoBytes: 0 },
  ]);
});

test('lists a segment of noise, and no more than a thousand losses of it', async () => {
  const noisy = Buffer.concat(
    segmentPackets({ frames: makeFrames(3000, { sizeBytes: 100 }) }).map((packet, index) => {
      if (index > 2 && index % 3 === 0) setBits(packet, 1, 0x80);
      return packet;
    }),
  );

  const { losses } = await demuxAll(noisy, { isTolerant });

  expect(losses).toHaveLength(1000);
  expect(losses.at(-1)!.finding).toContain('further losses are not listed');
});
