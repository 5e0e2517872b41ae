import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readPesHeader } from '../../../../media/mpegts/pes-header.ts';
import { pesPacket } from '../../../../scripts/media-matrix/pes-packets.ts';

const viewOf = (bytes: Buffer) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const read = (hex: string) => {
  const bytes = Buffer.from(hex.replaceAll(' ', ''), 'hex');
  return readPesHeader(viewOf(bytes), 0, bytes.length);
};

test('reads what ffmpeg writes', () => {
  expect(read('000001e0 0000 84c00a 31014f8aa1 11014f7331 00000001')).toEqual({
    headerBytes: 19,
    declaredBytes: 0,
    presentationTime: 5_490_000,
    decodeTime: 5_487_000,
    isScrambled: false,
  });
});

test('reads any times and lengths', () => {
  const tick = fc.integer({ min: 0, max: 2 ** 33 - 1 });
  const property = fc.property(tick, fc.option(tick, { nil: undefined }), fc.nat(2000), (pts, dts, sizeBytes) => {
    const packet = pesPacket({ streamId: 0xc0, pts, dts, payload: Buffer.alloc(sizeBytes), declaresLength: true });
    const bytes = Buffer.concat([Buffer.alloc(7), packet]);

    const header = readPesHeader(viewOf(bytes), 7, bytes.length);

    const headerBytes = packet.length - sizeBytes;
    const expected = { headerBytes, declaredBytes: sizeBytes, presentationTime: pts, decodeTime: dts ?? pts };
    expect(header).toEqual({ ...expected, isScrambled: false });
  });

  fc.assert(property);
});

test('reads a header without times, with stuffing, of a packet of unbounded length', () => {
  expect(read('000001e0 0000 800003 ffffff 00')).toEqual({
    headerBytes: 12,
    declaredBytes: 0,
    presentationTime: Number.NaN,
    decodeTime: Number.NaN,
    isScrambled: false,
  });
});

test('tells a scrambled packet', () => {
  expect(read('000001e0 0000 900000 00')).toMatchObject({ isScrambled: true });
});

test.each([
  ['fewer bytes than a header has', '000001e0 0000 8000', 'at least 9 bytes'],
  ['another prefix', '000002e0 0000 800000', 'packet_start_code_prefix'],
  ['a stream without such a header', '000001be 0000 800000', 'stream_id'],
  ['bits of MPEG-1', '000001e0 0000 400000', 'the bits 10'],
  ['a header beyond the packet', '000001e0 0000 80800a 21000100', 'header of 19 bytes'],
  ['a length that ends within the header', '000001c0 0005 808005 2100010001', 'PES_packet_length'],
  ['a decode time alone', '000001e0 0000 804005 1100010001', 'PTS_DTS_flags'],
  ['times that do not fit', '000001e0 0000 80c005 3100010001', '10 bytes of timestamps'],
  ['a time without its marker bits', '000001e0 0000 808005 2000010001', 'marker bits'],
  ['a decode time without its marker bits', '000001e0 0000 80c00a 3100010001 1100010000', 'marker bits'],
])('tells %s', (_, hex, finding) => {
  expect(read(hex)).toContain(finding);
});
