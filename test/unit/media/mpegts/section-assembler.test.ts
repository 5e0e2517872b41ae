import { expect, test } from '@jest/globals';
import { SectionAssembler } from '../../../../media/mpegts/section-assembler.ts';

/** A section of a length that is filled with a byte. */
const section = (sizeBytes: number, fill: number) =>
  Buffer.concat([
    Buffer.from([0x02, 0xb0 | ((sizeBytes - 3) >> 8), (sizeBytes - 3) & 0xff]),
    Buffer.alloc(sizeBytes - 3, fill),
  ]);

const payload = (pointer: number, ...parts: Buffer[]) => Buffer.concat([Buffer.from([pointer]), ...parts]);
const stuffed = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(184 - bytes.length, 0xff)]);

test('finds a section in one payload, and takes stuffing for none', () => {
  const sections = new SectionAssembler().accept(stuffed(payload(0, section(30, 1))), true);

  expect(sections).toEqual([Uint8Array.from(section(30, 1))]);
});

test('finds several sections in one payload', () => {
  const sections = new SectionAssembler().accept(
    stuffed(payload(0, section(30, 1), section(3, 0), section(40, 2))),
    true,
  );

  expect(sections?.map(({ length }) => length)).toEqual([30, 3, 40]);
});

test('puts a section together that goes on in other payloads, and ends before the next begins', () => {
  const long = section(400, 7);
  const assembler = new SectionAssembler();

  const found = [
    assembler.accept(payload(0, long.subarray(0, 183)), true),
    assembler.accept(long.subarray(183, 367), false),
    assembler.accept(stuffed(payload(33, long.subarray(367), section(20, 3))), true),
  ];

  expect(found).toEqual([[], [], [Uint8Array.from(long), Uint8Array.from(section(20, 3))]]);
});

test('puts a section together whose header is cut', () => {
  const assembler = new SectionAssembler();

  expect(assembler.accept(payload(0, section(30, 1).subarray(0, 2)), true)).toEqual([]);
  expect(assembler.accept(stuffed(section(30, 1).subarray(2)), false)).toEqual([Uint8Array.from(section(30, 1))]);
});

test('skips payloads until a section begins', () => {
  const assembler = new SectionAssembler();

  expect(assembler.accept(section(60, 1), false)).toEqual([]);
  expect(assembler.accept(payload(4, Buffer.alloc(4, 9), section(30, 1)), true)).toHaveLength(1);
});

test('skips what follows stuffing, until a section begins', () => {
  const assembler = new SectionAssembler();
  assembler.accept(stuffed(payload(0, section(30, 1))), true);

  expect(assembler.accept(section(60, 1), false)).toEqual([]);
});

test('forgets what was begun when told to', () => {
  const assembler = new SectionAssembler();
  assembler.accept(payload(0, section(400, 1).subarray(0, 183)), true);

  assembler.reset();

  expect(assembler.accept(section(400, 1).subarray(183, 367), false)).toEqual([]);
});

test.each([[Buffer.from([183])], [Buffer.from([5, 1, 2, 3, 4, 5])], [Buffer.alloc(0)]])(
  'tells a pointer beyond its payload',
  (bytes) => {
    expect(new SectionAssembler().accept(bytes, true)).toBeUndefined();
  },
);
