import { expect, test } from '@jest/globals';
import { BitReader, rawByteSequencePayload } from '../../../../media/h264/bit-reader.ts';

const reader = (bits: string) =>
  new BitReader(Uint8Array.from(bits.match(/.{1,8}/g)!.map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2))));

test('leaves out the header and the bytes that prevent start codes', () => {
  const nal = Buffer.from('67000003000003010000030300000304000003', 'hex');

  expect(Buffer.from(rawByteSequencePayload(nal)).toString('hex')).toBe('00000000010000030000040000');
});

test('reads numbers of bits and flags', () => {
  const bits = reader('1011001110001111');

  expect([bits.bits(3), bits.flag(), bits.bits(12)]).toEqual([5, true, 0x38f]);
  expect(bits.isValid).toBe(true);
});

test('reads Exp-Golomb codes as table 9-2 lists them', () => {
  const bits = reader('1010011001000010100110001110001000');

  expect(Array.from({ length: 8 }, () => bits.unsigned())).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('reads signed Exp-Golomb codes as table 9-3 maps them', () => {
  const bits = reader('1010011001000010100110001110001000');

  expect(Array.from({ length: 8 }, () => bits.signed())).toEqual([0, 1, -1, 2, -2, 3, -3, 4]);
});

test('reads the largest code of 32 bits', () => {
  const bits = reader(`${'0'.repeat(32)}1${'0'.repeat(32)}`);

  expect(bits.unsigned()).toBe(2 ** 32 - 1);
  expect(bits.isValid).toBe(true);
});

test.each([
  ['more zeros than a code has', '0'.repeat(80)],
  ['the end within a code', '00001'],
])('tells %s', (_, text) => {
  const bits = reader(text);

  bits.unsigned();

  expect(bits.isValid).toBe(false);
});
