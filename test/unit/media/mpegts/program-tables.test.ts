import { expect, test } from '@jest/globals';
import { sectionCrc32 } from '../../../../media/mpegts/crc32.ts';
import { readProgramAssociation, readProgramMap } from '../../../../media/mpegts/program-tables.ts';
import { associationSection, mapSection } from '../../../../scripts/media-matrix/program-tables.ts';

/** Without pointer_field. */
const pat = (...programs: { number: number; pid: number }[]) => associationSection(programs).subarray(1);
const pmt = (...streams: Parameters<typeof mapSection>[2]) => mapSection(1, 0x101, streams).subarray(1);

/** With a byte changed and the checksum made to fit again: the CRC of a section with its CRC is 0. */
function changed(section: Buffer, at: number, value: number): Buffer {
  const copy = Buffer.from(section);
  copy[at] = value;
  copy.writeUInt32BE(sectionCrc32(copy.subarray(0, -4)), copy.length - 4);
  return copy;
}

test('knows the check value of the checksum', () => {
  expect(sectionCrc32(Buffer.from('123456789')).toString(16)).toBe('376e6e7');
});

test('reads the programs of an association, without the network', () => {
  const section = pat({ number: 0, pid: 0x10 }, { number: 1, pid: 0x1000 }, { number: 700, pid: 0x1ffe });

  expect(readProgramAssociation(section)).toEqual({
    entries: [
      { programNumber: 1, mapPid: 0x1000 },
      { programNumber: 700, mapPid: 0x1ffe },
    ],
  });
});

test('reads the streams of a map behind descriptors of any length', () => {
  const streams = [
    { streamType: 0x15, pid: 0x102, descriptors: Buffer.alloc(300, 0x1b) },
    { streamType: 0x1b, pid: 0x101 },
    { streamType: 0x0f, pid: 0x1ffe, descriptors: Buffer.from([0x0a, 4, 0x65, 0x6e, 0x67, 0]) },
  ];

  const { entries } = readProgramMap(pmt(...streams)) as { entries: unknown };

  expect(entries).toEqual(streams.map(({ streamType, pid }) => ({ streamType, pid })));
});

test('reads the one table of the sample that ffmpeg writes', () => {
  const section = Buffer.from('00b00d0001c100000001f0002ab104b2', 'hex');

  expect(readProgramAssociation(section)).toEqual({ entries: [{ programNumber: 1, mapPid: 0x1000 }] });
});

test('passes over tables of another kind, and those that do not apply yet', () => {
  expect(readProgramAssociation(pmt())).toBeUndefined();
  expect(readProgramMap(pat())).toBeUndefined();
  expect(readProgramMap(changed(pmt({ streamType: 0x1b, pid: 0x101 }), 5, 0xc0))).toBeUndefined();
});

test.each([
  ['a wrong checksum', readProgramAssociation, Buffer.from('00b00d0001c100000001f0012ab104b2', 'hex'), 'CRC_32'],
  ['a short association', readProgramAssociation, Buffer.from('00b0050001c10000', 'hex'), 'at least 12 bytes'],
  ['a short map', readProgramMap, Buffer.from('02b0090001c10000f100f000', 'hex'), 'at least 16 bytes'],
  ['a stream beyond the map', readProgramMap, changed(pmt({ streamType: 27, pid: 257 }), 16, 9), 'to end with'],
  ['descriptors beyond the map', readProgramMap, changed(pmt({ streamType: 27, pid: 257 }), 11, 200), 'to end with'],
])('finds %s', (_, read, section, finding) => {
  expect(read(section)).toEqual({ finding: expect.stringContaining(finding) });
});
