import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DemuxBuffers } from '../../../../media/remux/demux-buffers.ts';
import { demuxNext } from '../../../../media/remux/demux-segment.ts';
import { allocatePacketMemory, plainPacketMemory } from '../../../../media/remux/packet-mover.ts';
import { ReadAhead } from '../../../../media/remux/read-ahead.ts';
import { assemblePacketMover, moduleFile, packetMoverModule } from '../../../../scripts/build-packet-mover.ts';
import { makeFrames, makeSounds, segmentBytes } from '../../../media/ts-builder.ts';
import { collect, demuxAll, readable, requestFor } from './demux-all.ts';

const MEMORY_BYTES = 1 << 18;
const assembled = allocatePacketMemory(MEMORY_BYTES);
const plain = plainPacketMemory(MEMORY_BYTES);
const both = [assembled, plain] as const;

/** Runs the same in both memories, which begin with the same bytes. */
function inBoth<T>(bytes: Uint8Array, run: (memory: typeof assembled) => T): { results: T[]; memories: string[] } {
  const results = both.map((memory) => {
    memory.bytes.fill(0xaa);
    memory.bytes.set(bytes);
    return run(memory);
  });
  return { results, memories: both.map(({ bytes: after }) => after.toString('latin1')) };
}

test('is the WebAssembly one where that can be had', () => {
  expect(assembled.mover.constructor).not.toBe(plain.mover.constructor);
});

test('is the plain one where there is no room for the other, or no code may be made', () => {
  const tooLarge = () => {
    throw new RangeError('WebAssembly.Memory(): could not allocate memory');
  };
  const broken = () => {
    throw new TypeError('a fault of ours');
  };

  expect(allocatePacketMemory(1000, tooLarge).mover.constructor).toBe(plain.mover.constructor);
  expect(() => allocatePacketMemory(1000, broken)).toThrow('a fault of ours');
});

test('moves the same plain packets in WebAssembly as in plain JavaScript', () => {
  const packet = fc.record({
    // Mostly the header that is expected, with its counter, and sometimes another.
    header: fc.option(fc.uint8Array({ minLength: 4, maxLength: 4 }), { nil: undefined, freq: 40 }),
    seed: fc.nat(255),
  });
  const property = fc.property(
    fc.array(packet, { maxLength: 60 }),
    fc.nat(15),
    fc.nat(70),
    fc.nat(300),
    (packets, counter, count, shift) => {
      const bytes = Buffer.alloc(70 * 188);
      for (const [index, { header, seed }] of packets.entries()) {
        bytes.fill(seed, index * 188, index * 188 + 188);
        bytes.set(header ?? [0x47, 0x01, 0x00, 0x10 | ((counter + index) & 0x0f)], index * 188);
      }

      const { results, memories } = inBoth(bytes, ({ mover }) =>
        mover.movePlain(0, count, 0x1000_0147 | (counter << 24), 100_000 + shift),
      );

      expect(results[0]).toBe(results[1]);
      expect(memories[0] === memories[1]).toBe(true);
    },
  );

  fc.assert(property);
});

test('finds the same start codes in WebAssembly as in plain JavaScript', () => {
  const bytes = fc.array(fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3, 255), { maxLength: 400 });
  const property = fc.property(bytes, fc.nat(200), fc.nat(90), (piece, from, lead) => {
    const content = [...Array(lead).fill(7), ...piece, ...Array(lead).fill(0), 0, 0, 1];

    const { results } = inBoth(Uint8Array.from(content), ({ mover }) =>
      mover.findStartCode(Math.min(from, content.length - 3)),
    );

    expect(results[0]).toBe(results[1]);
  });

  fc.assert(property, { numRuns: 1000 });
});

test('moves the same bytes, overlapping or not, in WebAssembly as in plain JavaScript', () => {
  const content = Uint8Array.from({ length: 3000 }, (_, index) => (index * 7919) >> 3);
  const property = fc.property(fc.nat(2000), fc.nat(2000), fc.nat(1000), (to, from, count) => {
    const { memories } = inBoth(content, ({ mover }) => mover.move(to, from, count));

    expect(memories[0] === memories[1]).toBe(true);
  });

  fc.assert(property);
});

test('demuxes the same in plain JavaScript', async () => {
  const segment = segmentBytes({ frames: makeFrames(70), sounds: makeSounds(40) });
  const buffers = new DemuxBuffers(plainPacketMemory);
  const request = requestFor([segment], { readSizes: [1000] });
  const ahead = new ReadAhead(buffers, [0], (index) => request.openSegment(index, request.signal));

  const demuxed = await collect(demuxNext(ahead, { ...request, index: 0, name: '0.ts', seconds: 0, buffers }));

  expect(readable(demuxed)).toEqual(readable(await demuxAll(segment)));
});

const hasAssembler = spawnSync('wat2wasm', ['--version'], { stdio: 'ignore' }).status === 0;

(hasAssembler ? test : test.skip)('is committed as its source assembles', () => {
  expect(readFileSync(moduleFile, 'utf8')).toBe(packetMoverModule(assemblePacketMover()));
});
