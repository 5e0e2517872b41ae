import { expect, test } from '@jest/globals';
import { countPackets, moveSegment } from '../../../bench/export/transport-packets.ts';

const CLOCK = 2 ** 33;

/** PTS or DTS as a PES header has it (ISO/IEC 13818-1 2.4.3.7), after four bits of prefix. */
const timeBytes = (prefix: number, ticks: number): number[] => {
  const high = Math.floor(ticks / 2 ** 30);
  const middle = Math.floor(ticks / 2 ** 15) & 0x7fff;
  const low = ticks & 0x7fff;
  return [(prefix << 4) | (high << 1) | 1, middle >> 7, ((middle & 0x7f) << 1) | 1, low >> 7, ((low & 0x7f) << 1) | 1];
};

const pcrBytes = (base: number): number[] => {
  const upper = Math.floor(base / 2);
  return [upper >>> 24, (upper >> 16) & 255, (upper >> 8) & 255, upper & 255, ((base & 1) << 7) | 0x7e, 0];
};

interface Times {
  readonly pcr: number;
  readonly pts: number;
  readonly dts: number;
}

/** A packet of PID 256 with a clock reference and the beginning of a PES packet that has both times. */
function packet(counter: number, { pcr, pts, dts }: Times): Buffer {
  const adaptation = [7, 0x10, ...pcrBytes(pcr)];
  const pes = [0, 0, 1, 0xe0, 0, 0, 0x80, 0xc0, 10, ...timeBytes(3, pts), ...timeBytes(1, dts)];
  const bytes = Buffer.alloc(188, 0xab);
  bytes.set([0x47, 0x41, 0x00, 0x30 | counter, ...adaptation, ...pes]);
  return bytes;
}

const times = { pcr: 63_000, pts: 126_000, dts: 123_000 };

test('a segment moved along the clock is what a muxer would have written then', () => {
  const segment = Buffer.concat([packet(14, times), packet(15, times)]);

  const moved = moveSegment(segment, 3, 2_160_000, countPackets([segment]));

  const later = { pcr: 6_543_000, pts: 6_606_000, dts: 6_603_000 };
  expect(moved).toEqual(Buffer.concat([packet(4, later), packet(5, later)]));
});

test('the clock wraps at 33 bits', () => {
  const near = { pcr: CLOCK - 3, pts: CLOCK - 1, dts: CLOCK - 2 };

  const moved = moveSegment(packet(0, near), 1, 10, new Map());

  expect(moved).toEqual(packet(0, { pcr: 7, pts: 9, dts: 8 }));
});

test('nothing is moved by no time, and the segment itself is never changed', () => {
  const segment = packet(3, times);
  const before = Buffer.from(segment);

  moveSegment(segment, 5, 90_000, countPackets([segment]));

  expect(segment).toEqual(before);
  expect(moveSegment(segment, 0, 90_000, countPackets([segment]))).toEqual(before);
});

test('what is no transport stream is refused', () => {
  expect(() => countPackets([Buffer.alloc(376)])).toThrow(/sync byte at byte 0/);
});
