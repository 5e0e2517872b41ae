import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { placeIndexFirst } from '../../../local/mediaconvert/index-first.ts';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'index-test-'));
});

afterEach(async () => {
  await rm(directory, { recursive: true });
});

const box = (type: string, ...content: Buffer[]): Buffer => {
  const body = Buffer.concat(content);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(8 + body.length);
  header.write(type, 4, 'latin1');
  return Buffer.concat([header, body]);
};

/** Chunk offsets of one track (ISO/IEC 14496-12, 8.7.5): version and flags, a count, the offsets. */
function track(type: 'stco' | 'co64', offsets: readonly number[]): Buffer {
  const width = type === 'stco' ? 4 : 8;
  const body = Buffer.alloc(8 + width * offsets.length);
  body.writeUInt32BE(offsets.length, 4);
  for (const [index, offset] of offsets.entries()) {
    const at = 8 + width * index;
    width === 4 ? body.writeUInt32BE(offset, at) : body.writeBigUInt64BE(BigInt(offset), at);
  }
  return box(
    'trak',
    box('tkhd'),
    box('mdia', box('minf', box('stbl', box('stsz', Buffer.alloc(12)), box(type, body)))),
  );
}

async function moveIndex(...boxes: Buffer[]): Promise<Buffer> {
  const source = join(directory, 'source.mp4');
  const target = join(directory, 'target.mp4');
  await writeFile(source, Buffer.concat(boxes));
  await placeIndexFirst(source, target, new AbortController().signal);
  return await readFile(target);
}

const ftyp = box('ftyp', Buffer.from('isom'));
const mdat = box('mdat', Buffer.from('0123456789'));

test('the index goes before the media, and every chunk is found where it was', async () => {
  const digit = (wanted: number) => ftyp.length + 8 + wanted;
  const moov = box(
    'moov',
    box('mvhd', Buffer.alloc(100)),
    track('stco', [digit(0), digit(7)]),
    track('co64', [digit(3)]),
  );

  const moved = await moveIndex(ftyp, mdat, moov);

  const stco = moved.indexOf('stco') + 12;
  const co64 = moved.indexOf('co64') + 12;
  const at = (offset: number) => String.fromCharCode(moved[offset]!);
  expect([moved.indexOf('ftyp'), moved.indexOf('moov'), moved.indexOf('mdat')]).toEqual([4, 16, 16 + moov.length]);
  expect([at(moved.readUInt32BE(stco)), at(moved.readUInt32BE(stco + 4))]).toEqual(['0', '7']);
  expect(at(Number(moved.readBigUInt64BE(co64)))).toBe('3');
  expect(moved.length).toBe(ftyp.length + mdat.length + moov.length);
});

test('an offset that no longer fits into 32 bits is an error', async () => {
  const moving = moveIndex(ftyp, mdat, box('moov', track('stco', [0xffff_fff0])));

  await expect(moving).rejects.toThrow('4 GiB');
});

test('a file without an index is an error', async () => {
  const moving = moveIndex(ftyp, mdat);

  await expect(moving).rejects.toThrow('its boxes are ftyp, mdat');
});
