import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readSequenceParameterSet } from '../../../../media/h264/sequence-parameter-set.ts';

const read = (hex: string) => readSequenceParameterSet(Buffer.from(hex, 'hex'));

/** Written by x264 for pictures made to order. */
const SETS: [string, string, object][] = [
  [
    '1080 lines, of 1088',
    '67640028acd940780227e5c044000003000400000300c83c60c658',
    {
      codec: 'avc1.640028',
      width: 1920,
      height: 1080,
      chromaFormatIdc: 1,
      lumaBitDepth: 8,
      chromaBitDepth: 8,
      framesPerSecond: 25,
    },
  ],
  [
    'a width that is no multiple of 16, in 4:4:4',
    '67f4001e919b281b07bc5f80880000030008000003019078b16cb0',
    { codec: 'avc1.F4001E', width: 854, height: 480, chromaFormatIdc: 3 },
  ],
  [
    '10 bits in 4:2:2',
    '677a001eb6cd940a02ff89c044000003000400000300c83c58b658',
    { codec: 'avc1.7A001E', width: 640, height: 360, chromaFormatIdc: 2, lumaBitDepth: 10, chromaBitDepth: 10 },
  ],
  [
    'fields, pixels that are not square, and colours',
    '6764001eacd940b424d82370505054000003000400000300c87c50a658',
    {
      width: 720,
      height: 576,
      sampleAspectRatio: { width: 16, height: 11 },
      colour: { primaries: 5, transfer: 5, matrix: 5, isFullRange: true },
    },
  ],
  [
    'monochrome',
    '6764000df36505421e3e3f016c800000030080000019078a14cb',
    { width: 322, height: 242, chromaFormatIdc: 0, lumaBitDepth: 8 },
  ],
  [
    'the Baseline profile, with an aspect ratio written out',
    '6742c00bd902c4effc0184012620000003002000000641e28549',
    { codec: 'avc1.42C00B', width: 176, height: 144, sampleAspectRatio: { width: 97, height: 73 } },
  ],
  [
    'scaling lists, and the full range of values without colours',
    '6764000bacd942c4ec05b2000003000200000300641e28532c',
    { width: 176, height: 144, colour: { primaries: 2, transfer: 2, matrix: 2, isFullRange: true } },
  ],
  ['no usability information', '6742c00bd902c4c8', { width: 176, height: 144, framesPerSecond: undefined }],
];

test.each(SETS)('reads %s', (_, hex, expected) => {
  expect(read(hex)).toMatchObject(expected);
});

/** Writes the syntax elements of ISO/IEC 14496-10 7.3.2.1.1 as text of zeros and ones. */
const u = (value: number, bits: number) => value.toString(2).padStart(bits, '0');
const ue = (value: number) => '0'.repeat((value + 1).toString(2).length - 1) + (value + 1).toString(2);

function nalOf(bits: string): Buffer {
  const padded = `${bits}1`.padEnd(Math.ceil((bits.length + 1) / 8) * 8, '0');
  const bytes = padded.match(/.{8}/g)!.map((byte) => Number.parseInt(byte, 2));
  const escaped: number[] = [];
  for (const byte of bytes) {
    if (byte <= 3 && escaped.at(-1) === 0 && escaped.at(-2) === 0) escaped.push(3);
    escaped.push(byte);
  }
  return Buffer.from([0x67, ...escaped]);
}

test('reads any size, cropping and id, in each order of pictures', () => {
  const property = fc.property(
    fc.record({
      id: fc.nat(31),
      width: fc.integer({ min: 1, max: 255 }),
      height: fc.integer({ min: 1, max: 200 }),
      isField: fc.boolean(),
      crop: fc.tuple(fc.nat(3), fc.nat(3), fc.nat(1), fc.nat(1)),
      order: fc.constantFrom(0, 1, 2),
      cycle: fc.array(fc.nat(300), { maxLength: 9 }),
      frameNumber: fc.nat(12),
    }),
    ({ id, width, height, isField, crop, order, cycle, frameNumber }) => {
      const orderBits = { 0: ue(12), 1: `1${ue(7)}${ue(8)}${ue(cycle.length)}${cycle.map(ue).join('')}`, 2: '' }[
        order
      ]!;
      const size = `${ue(width - 1)}${ue(height - 1)}${isField ? '00' : '1'}1`;
      const head = `${u(77, 8)}${u(0x40, 8)}${u(31, 8)}${ue(id)}${ue(frameNumber)}${ue(order)}${orderBits}${ue(4)}0`;
      const sps = nalOf(`${head}${size}1${crop.map(ue).join('')}0`);

      const found = readSequenceParameterSet(sps);

      const [left, right, top, bottom] = crop;
      expect(found).toMatchObject({
        id,
        codec: 'avc1.4D401F',
        width: width * 16 - 2 * (left + right),
        height: (height * 16 - 2 * (top + bottom)) * (isField ? 2 : 1),
      });
    },
  );

  fc.assert(property);
});

test.each([
  ['that is cut off', '67640028acd940'],
  ['of no bytes', '67'],
  ['of zeros', '6700000000000000000000000000000000'],
  [
    'whose id is above 31',
    nalOf(`${u(66, 8)}${u(0, 8)}${u(30, 8)}${ue(32)}${ue(0)}${ue(2)}${ue(1)}0${ue(9)}${ue(9)}1100`).toString('hex'),
  ],
  [
    'with nothing left of the picture',
    nalOf(
      `${u(66, 8)}${u(0, 8)}${u(30, 8)}${ue(0)}${ue(0)}${ue(2)}${ue(1)}0${ue(0)}${ue(0)}111${ue(8)}${ue(0)}${ue(0)}${ue(0)}0`,
    ).toString('hex'),
  ],
  [
    'wider than any level allows',
    nalOf(`${u(66, 8)}${u(0, 8)}${u(30, 8)}${ue(0)}${ue(0)}${ue(2)}${ue(1)}0${ue(5000)}${ue(9)}1100`).toString('hex'),
  ],
  [
    'with a longer cycle of picture order counts than there is',
    nalOf(
      `${u(66, 8)}${u(0, 8)}${u(30, 8)}${ue(0)}${ue(0)}${ue(1)}0${ue(0)}${ue(0)}${ue(256)}${ue(0).repeat(256)}${ue(1)}0${ue(9)}${ue(9)}1100`,
    ).toString('hex'),
  ],
])('does not take for a sequence parameter set one %s', (_, hex) => {
  expect(read(hex)).toContain('ISO/IEC 14496-10 7.3.2.1.1');
});

test('answers to any bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      expect(['string', 'object']).toContain(typeof readSequenceParameterSet(bytes));
    }),
  );
});
