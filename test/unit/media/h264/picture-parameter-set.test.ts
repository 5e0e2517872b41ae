import { expect, test } from '@jest/globals';
import { readPictureParameterSet } from '../../../../media/h264/picture-parameter-set.ts';

const read = (hex: string) => readPictureParameterSet(Buffer.from(hex, 'hex'));

test.each([
  ['68ebe3cb22c0', { id: 0, sequenceParameterSetId: 0 }],
  // ue(4) = 00101, ue(1) = 010
  ['682a80', { id: 4, sequenceParameterSetId: 1 }],
  // ue(255) = 000000001 00000000, ue(31) = 00000100000
  ['6800800208', { id: 255, sequenceParameterSetId: 31 }],
])('reads the ids of %s', (hex, ids) => {
  expect(read(hex)).toEqual(ids);
});

test.each(['68', '6800', '680080e0'])('does not take %s for a picture parameter set', (hex) => {
  expect(read(hex)).toContain('ISO/IEC 14496-10 7.3.2.2');
});
