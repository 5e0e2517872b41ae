import { expect, test } from '@jest/globals';
import { readPacketHeader } from '../../../../media/mpegts/packet.ts';
import { describeStreamType, kindOfStreamType } from '../../../../media/mpegts/stream-type.ts';

const read = (...bytes: number[]) =>
  readPacketHeader(new DataView(Uint8Array.from([0x99, ...bytes, ...Array(188).fill(0)]).buffer), 1);

test('reads each field of a header', () => {
  const plain = read(0x47, 0x01, 0x23, 0x17);

  expect(plain).toEqual({
    pid: 0x123,
    hasTransportError: false,
    isUnitStart: false,
    isScrambled: false,
    hasPayload: true,
    counter: 7,
    isDiscontinuity: false,
    headerBytes: 4,
  });
  expect(read(0x47, 0x1f, 0xff, 0x10).pid).toBe(0x1fff);
  expect(read(0x47, 0x80, 0, 0x10).hasTransportError).toBe(true);
  expect(read(0x47, 0x40, 0, 0x10).isUnitStart).toBe(true);
  expect(read(0x47, 0, 0, 0x90).isScrambled).toBe(true);
  expect(read(0x47, 0, 0, 0x20, 183, 0).hasPayload).toBe(false);
});

test('reads the adaptation field, which may have no bytes', () => {
  expect(read(0x47, 0, 0, 0x30, 7, 0x90)).toMatchObject({ headerBytes: 12, isDiscontinuity: true });
  expect(read(0x47, 0, 0, 0x30, 0, 0x80)).toMatchObject({ headerBytes: 5, isDiscontinuity: false });
  expect(read(0x47, 0, 0, 0x30, 255, 0)).toMatchObject({ headerBytes: 260 });
});

test.each([
  [0x1b, 'h264', 'H.264 (stream_type 0x1b)'],
  [0x0f, 'aac', 'AAC in ADTS (stream_type 0x0f)'],
  [0x24, 'other-video', 'HEVC (stream_type 0x24)'],
  [0x11, 'other-audio', 'AAC in LATM (stream_type 0x11)'],
  [0xcf, 'encrypted', 'encrypted AAC (stream_type 0xcf)'],
  [0x15, 'data', 'stream_type 0x15'],
  [0x06, 'data', 'stream_type 0x06'],
] as const)('knows what stream_type %s is', (streamType, kind, description) => {
  expect(kindOfStreamType(streamType)).toBe(kind);
  expect(describeStreamType(streamType)).toBe(description);
});
