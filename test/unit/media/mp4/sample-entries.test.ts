import { expect, test } from '@jest/globals';
import { aacSampleEntry } from '../../../../media/mp4/aac-sample-entry.ts';
import { avcSampleEntry } from '../../../../media/mp4/avc-sample-entry.ts';
import type { BoxPart } from '../../../../media/mp4/box-parts.ts';
import { makeAac, makeAvc, makeTable, PPS, repeat, SPS } from './movie-samples.ts';

function written(part: BoxPart): Buffer {
  const bytes = Buffer.alloc(part.sizeBytes);
  part.write(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0);
  return bytes;
}

/** The payload of a box inside, in hexadecimal. */
function payloadOf(entry: BoxPart, type: string): string | undefined {
  const bytes = written(entry);
  const at = bytes.indexOf(type);
  return at < 0 ? undefined : bytes.subarray(at + 4, at - 4 + bytes.readUInt32BE(at - 4)).toString('hex');
}

const withProfile = (profile: number, compatibility: number, level: number): Uint8Array =>
  Uint8Array.of(0x67, profile, compatibility, level, 0xd9);

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('the decoder configuration of High profile tells chroma format and bit depths', () => {
  expect(payloadOf(avcSampleEntry(makeAvc()), 'avcC')).toBe(`01640028ffe10007${hex(SPS)}010004${hex(PPS)}fdf8f800`);
});

test.each([
  ['High 10', 110, { lumaBitDepth: 10, chromaBitDepth: 10 }, 'fdfafa00'],
  ['High 4:2:2', 122, { chromaFormatIdc: 2, lumaBitDepth: 10, chromaBitDepth: 9 }, 'fefaf900'],
  ['High 4:4:4 Predictive', 244, { chromaFormatIdc: 3, lumaBitDepth: 14, chromaBitDepth: 14 }, 'fffefe00'],
  ['monochrome High', 100, { chromaFormatIdc: 0 }, 'fcf8f800'],
  ['Baseline', 66, {}, ''],
  ['Main', 77, {}, ''],
  ['Extended', 88, {}, ''],
])('the decoder configuration of %s ends as its profile wants', (_, profile, formats, end) => {
  const sps = withProfile(profile, 0, 31);

  const entry = avcSampleEntry(makeAvc({ ...formats, sequenceParameterSets: [sps] }));

  const start = `01${hex(sps.subarray(1, 4))}ffe10005${hex(sps)}010004${hex(PPS)}`;
  expect(payloadOf(entry, 'avcC')).toBe(start + end);
});

test('several parameter sets stand in their order, under what is true of all of them', () => {
  const sets = [withProfile(77, 0b1110_0000, 30), withProfile(77, 0b0110_0000, 40)];

  const entry = avcSampleEntry(
    makeAvc({ sequenceParameterSets: sets, pictureParameterSets: [PPS, PPS.subarray(0, 2)] }),
  );

  const written = `014d6028ffe20005${hex(sets[0]!)}0005${hex(sets[1]!)}020004${hex(PPS)}000268ee`;
  expect(payloadOf(entry, 'avcC')).toBe(written);
});

test.each([
  ['no sequence parameter set', { sequenceParameterSets: [] }, '1 to 31 sequence parameter sets, found 0'],
  ['too many of them', { sequenceParameterSets: Array<Uint8Array>(32).fill(SPS) }, 'found 32'],
  ['no picture parameter set', { pictureParameterSets: [] }, '1 to 255 picture parameter sets, found 0'],
  ['too many of those', { pictureParameterSets: Array<Uint8Array>(256).fill(PPS) }, 'found 256'],
  ['one of 64 KiB', { pictureParameterSets: [new Uint8Array(65_536)] }, 'found 65536 bytes'],
])('refuses %s', (_, sets, message) => {
  expect(() => avcSampleEntry(makeAvc(sets))).toThrow(message);
});

test('pixels that are not square are told in pasp, square ones are not', () => {
  const anamorphic = avcSampleEntry(makeAvc({ sampleAspectRatio: { width: 32, height: 27 } }));
  const square = avcSampleEntry(makeAvc({ sampleAspectRatio: { width: 2, height: 2 } }));

  expect(payloadOf(anamorphic, 'pasp')).toBe('000000200000001b');
  expect([payloadOf(square, 'pasp'), payloadOf(avcSampleEntry(makeAvc()), 'pasp')]).toEqual([undefined, undefined]);
});

test.each([
  [{ primaries: 1, transfer: 1, matrix: 1, isFullRange: false }, '6e636c7800010001000100'],
  [{ primaries: 9, transfer: 16, matrix: 9, isFullRange: true }, '6e636c7800090010000980'],
])('colour is told in colr', (colour, payload) => {
  expect(payloadOf(avcSampleEntry(makeAvc({ colour })), 'colr')).toBe(payload);
  expect(payloadOf(avcSampleEntry(makeAvc()), 'colr')).toBeUndefined();
});

test('the descriptor of AAC carries its configuration and what was measured', () => {
  // 50 frames of 300 bytes; 47 of them begin within a second.
  const samples = makeTable(48_000, 1024, repeat(50, { sizeBytes: 300 }));

  const esds = payloadOf(aacSampleEntry(makeAac(), samples), 'esds');

  const rates = `${hex32(47 * 300 * 8)}${hex32((300 * 8 * 48_000) / 1024)}`;
  expect(esds).toBe(`00000000${'0319000000'}${'04114015000600'}${rates}${'05021190'}${'060102'}`);
});

const hex32 = (value: number): string => value.toString(16).padStart(8, '0');

test.each([
  [48_000, 2, '0002001000000000bb800000'],
  [44_100, 1, '0001001000000000ac440000'],
  [96_000, 6, '000600100000000000000000'],
])('the sample entry of AAC says %p Hz and %p channels', (sampleRateHz, channels, fields) => {
  const entry = written(aacSampleEntry(makeAac({ sampleRateHz, channels }), makeTable(sampleRateHz, 1024, [{}])));

  expect(entry.subarray(24, 36).toString('hex')).toBe(fields);
});
