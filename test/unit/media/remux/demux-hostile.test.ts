import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { noise } from '../../../fixtures/noise.ts';
import { makeFrames, makeSounds, segmentBytes, segmentPackets } from '../../../media/ts-builder.ts';
import { demuxAll } from './demux-all.ts';

const isTolerant = true;

test('reads 10 MB of noise to its end, and keeps next to nothing of it', async () => {
  const { samples, losses } = await demuxAll(noise(10_000_000), { isTolerant });

  expect(samples).toEqual([]);
  expect(losses.length).toBeLessThan(1000);
  expect(losses[0]).toMatchObject({ reason: 'sync-lost', position: 0 });
});

test('reads noise in the form of packets to its end', async () => {
  const bytes = noise(188 * 30_000);
  for (let at = 0; at < bytes.length; at += 188) bytes[at] = 0x47;

  const { losses } = await demuxAll(bytes, { isTolerant });

  expect(losses.length).toBeLessThanOrEqual(1000);
});

test('reads noise in the payloads of a sound stream to its end', async () => {
  const packets = segmentPackets({ frames: makeFrames(60, { sizeBytes: 3000 }), sounds: makeSounds(40) });
  const bytes = noise(188 * packets.length);
  for (const [index, packet] of packets.entries()) {
    if (index > 2) packet.set(bytes.subarray(index * 188, index * 188 + 150), 38);
  }

  const { losses, samples } = await demuxAll(Buffer.concat(packets), { isTolerant });

  expect(samples.length).toBeLessThan(60);
  expect(losses.length).toBeLessThanOrEqual(1000);
});

test('drops a frame larger than any frame, and goes on', async () => {
  // Some start codes come by chance, and with them bad NAL units; without zeros it is one slice.
  const slice = noise(100_000).map((byte) => byte || 1);
  const payload = Buffer.concat([Buffer.from([0, 0, 1, 0x65, 0x88]), Buffer.alloc(36_000_000, slice)]);
  const endless = { units: [], payload, pts: 9 };
  const frames = [...makeFrames(2), endless, ...makeFrames(2, { firstPts: 990_000 })];

  const { samples, losses } = await demuxAll(segmentBytes({ frames }), { isTolerant });

  expect(samples).toHaveLength(4);
  expect(losses).toMatchObject([{ reason: 'frame-too-large' }]);
});

test('survives any change of any bytes: what it gives is whole, or it throws an error of ours', async () => {
  const original = segmentBytes({ frames: makeFrames(12, { sizeBytes: 300 }), sounds: makeSounds(8) });
  const change = fc.tuple(fc.nat(original.length - 1), fc.uint8Array({ minLength: 1, maxLength: 12 }));
  const property = fc.asyncProperty(fc.array(change, { minLength: 1 }), fc.boolean(), async (changes, tolerant) => {
    const bytes = Buffer.from(original);
    for (const [at, values] of changes) bytes.set(values.subarray(0, bytes.length - at), at);

    const outcome = await demuxAll(bytes, { isTolerant: tolerant }).catch((error: Error) => error.name);

    if (typeof outcome === 'string') expect(outcome).toMatch(/^(SegmentDamaged|StreamNotCarriable)Error$/);
    else expect(outcome.samples.length).toBeLessThanOrEqual(12);
  });

  await fc.assert(property, { numRuns: 300 });
});
