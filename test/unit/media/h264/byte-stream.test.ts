import { expect, test } from '@jest/globals';
import { endWithoutZeros, nextNalUnit } from '../../../../media/h264/byte-stream.ts';

const bytes = Buffer.from('00000001 67aa0000 01680000 00000165'.replaceAll(' ', ''), 'hex');

test('finds where NAL units begin behind start codes of 3 and 4 bytes', () => {
  expect(nextNalUnit(bytes, 0, bytes.length)).toBe(4);
  expect(nextNalUnit(bytes, 4, bytes.length)).toBe(9);
  expect(nextNalUnit(bytes, 9, bytes.length)).toBe(15);
});

test('finds none in a start code that is cut off', () => {
  expect(nextNalUnit(bytes, 4, 8)).toBe(11);
  expect(nextNalUnit(bytes, 15, bytes.length)).toBe(bytes.length + 3);
  expect(nextNalUnit(bytes, 9, 15)).toBe(15);
});

test('leaves out zeros at the end, but nothing before the beginning', () => {
  expect(endWithoutZeros(bytes, 9, 12)).toBe(10);
  expect(endWithoutZeros(bytes, 4, 6)).toBe(6);
  expect(endWithoutZeros(bytes, 0, 3)).toBe(0);
});
