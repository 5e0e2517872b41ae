import { expect, test } from '@jest/globals';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { Mp4DamagedError, type Mp4DamagedReason } from '../../../../media/mp4/mp4-damaged-error.ts';
import { FakeObject } from './fake-object.ts';
import {
  aacTrak,
  audioEntry,
  box,
  ftyp,
  hdlr,
  joined,
  mdat,
  moov,
  type Pieces,
  sizeOf,
  text,
  timeHeader,
  tkhd,
  trak,
  u8,
  u32,
  u64,
  visualEntry,
  wholeMp4,
} from './mp4-builder.ts';

const movie = moov(trak(), aacTrak());
const stsd = (...entries: Pieces[]) => box('stsd', [4, u32(entries.length)], ...entries);
const minf = (...children: Pieces[]) => box('minf', box('stbl', ...children));
const mdhd = timeHeader('mdhd', 1000, 5n);
const entry = visualEntry('avc1', 1, 1);
const media = box('mdia', mdhd, hdlr('vide'), minf(stsd(entry)));

/** A file whose only track has the given boxes in place of the sound ones. */
const withTrak = (...children: Pieces[]) => [...ftyp(), ...moov(box('trak', ...children)), ...mdat(1)];
const withMdia = (...children: Pieces[]) => withTrak(tkhd(1), box('mdia', ...children));
const withEntry = (sample: Pieces, handler = 'vide') => withMdia(mdhd, hdlr(handler), minf(stsd(sample)));
const withBytesLeft = (count: number) => [...wholeMp4(), count];
const withBox = (...header: Uint8Array[]) => [...ftyp(), ...movie, ...mdat(9), ...header];

const DAMAGE: [string, Pieces, Mp4DamagedReason][] = [
  ['an empty file', [], 'ftyp-missing'],
  ['a few bytes', [u8(0, 0, 0)], 'ftyp-missing'],
  ['HTML', [text('<!doctype html><title>Access denied</title>')], 'ftyp-missing'],
  ['MPEG-TS', [u8(0x47, 0x40, 0, 0x10), 184], 'ftyp-missing'],
  ['a QuickTime file without its type', [...movie, ...mdat(1)], 'ftyp-missing'],
  ['a type that does not come first', [...box('free'), ...ftyp(), ...movie, ...mdat(1)], 'ftyp-missing'],
  ['a type without a brand', [...box('ftyp', [4]), ...movie, ...mdat(1)], 'box-too-small'],
  ['two types: two files in one', [...wholeMp4(), ...wholeMp4()], 'box-duplicated'],
  ['no index', [...ftyp(), ...mdat(100)], 'box-missing'],
  ['two indexes', [...ftyp(), ...movie, ...mdat(1), ...movie], 'box-duplicated'],
  ['no tracks', [...ftyp(), ...moov(), ...mdat(1)], 'media-track-missing'],
  ['only other tracks', [...ftyp(), ...moov(trak({ handler: 'meta' })), ...mdat(1)], 'media-track-missing'],
  ['no media data', [...ftyp(), ...movie], 'mdat-missing'],
  ['empty media data', [...ftyp(), ...movie, ...mdat(0), ...mdat(0)], 'mdat-missing'],
  ['one byte behind the end', withBytesLeft(1), 'trailing-bytes'],
  ['seven bytes behind the end', withBytesLeft(7), 'trailing-bytes'],
  ['zeros behind the end', withBytesLeft(8), 'box-type-unreadable'],
  ['text behind the end', [...wholeMp4(), text('the end of it')], 'box-beyond-parent'],
  ['a box smaller than its header', withBox(u32(7), text('free')), 'box-too-small'],
  ['a 64-bit size smaller than its header', withBox(u32(1), text('free'), u64(15n)), 'box-too-small'],
  ['a 64-bit size that is cut off', withBox(u32(1), text('free'), u32(0)), 'box-too-small'],
  ['a uuid box without its uuid', withBox(u32(20), text('uuid'), u8(...new Uint8Array(12))), 'box-too-small'],
  ['a box of 2^63 bytes', withBox(u32(1), text('free'), u64(2n ** 63n)), 'box-beyond-parent'],
  ['a box of 2^64 - 1 bytes', withBox(u32(1), text('free'), u64(2n ** 64n - 1n)), 'box-beyond-parent'],
  ['a box one byte too long', withBox(u32(9), text('free')), 'box-beyond-parent'],
  ['a child without a size', [...ftyp(), ...moov(trak(), [u32(0), text('free')]), ...mdat(1)], 'box-open-ended'],
  ['a child beyond its parent', [...ftyp(), ...moov(trak(), [u32(9), text('free')]), ...mdat(9)], 'box-beyond-parent'],
  ['bytes behind the children', [...ftyp(), ...moov(trak(), [5]), ...mdat(1)], 'trailing-bytes'],
  ['no movie header', [...ftyp(), ...box('moov', trak()), ...mdat(1)], 'box-missing'],
  ['two movie headers', [...ftyp(), ...moov(timeHeader('mvhd', 1, 1n), trak()), ...mdat(1)], 'box-duplicated'],
  ['a movie header without a clock', [...ftyp(), ...box('moov', timeHeader('mvhd', 0, 1n), trak())], 'timescale-zero'],
  ['a movie header cut short', [...ftyp(), ...box('moov', box('mvhd', [15]), trak())], 'box-too-small'],
  ['a long movie header cut short', [...ftyp(), ...box('moov', box('mvhd', [u8(1), 30]), trak())], 'box-too-small'],
  ['a movie header of version 2', [...ftyp(), ...box('moov', box('mvhd', [u8(2), 99]), trak())], 'version-unknown'],
  ['a track without a clock', [...ftyp(), ...moov(trak({ timescale: 0 })), ...mdat(1)], 'timescale-zero'],
  ['a track of number 0', [...ftyp(), ...moov(trak({ id: 0 })), ...mdat(1)], 'track-id-invalid'],
  ['two tracks of one number', [...ftyp(), ...moov(trak(), trak()), ...mdat(1)], 'track-id-invalid'],
  ['a track header of version 9', withTrak(box('tkhd', [u8(9), 99]), media), 'version-unknown'],
  ['a track header cut short', withTrak(box('tkhd', [15]), media), 'box-too-small'],
  ['no track header', withTrak(media), 'box-missing'],
  ['no media', withTrak(tkhd(1)), 'box-missing'],
  ['no media header', withMdia(hdlr('vide'), minf(stsd(entry))), 'box-missing'],
  ['two media headers', withMdia(mdhd, mdhd, hdlr('vide'), minf(stsd(entry))), 'box-duplicated'],
  ['no handler', withMdia(mdhd, minf(stsd(entry))), 'box-missing'],
  ['a handler cut short', withMdia(mdhd, box('hdlr', [11]), minf(stsd(entry))), 'box-too-small'],
  ['no media information', withMdia(mdhd, hdlr('vide')), 'box-missing'],
  ['no sample table', withMdia(mdhd, hdlr('vide'), box('minf')), 'box-missing'],
  ['no sample descriptions', withMdia(mdhd, hdlr('vide'), minf(box('stts', [8]))), 'box-missing'],
  ['an empty sample description box', withMdia(mdhd, hdlr('vide'), minf(box('stsd'))), 'box-missing'],
  ['no sample entry', withMdia(mdhd, hdlr('vide'), minf(stsd())), 'box-missing'],
  ['a video entry cut short', withEntry(box('avc1', [77])), 'box-too-small'],
  ['an audio entry cut short', withEntry(box('mp4a', [27]), 'soun'), 'box-too-small'],
  ['a decoder configuration cut short', withEntry(visualEntry('avc1', 1, 1, box('avcC', [3]))), 'box-too-small'],
  ['a child beyond its entry', withEntry(audioEntry('mp4a', [u32(99), text('esds')]), 'soun'), 'box-beyond-parent'],
];

async function damageOf(file: Pieces): Promise<Mp4DamagedError> {
  try {
    await inspectMp4(new FakeObject(file));
  } catch (error) {
    if (error instanceof Mp4DamagedError) return error;
    throw error;
  }
  throw new Error('expected the file to be refused');
}

test.each(DAMAGE)('refuses %s', async (_, file, reason) => {
  expect(await damageOf(file)).toMatchObject({ name: 'Mp4DamagedError', reason });
});

test.each([
  ['ticks', 2n ** 53n, 90_000],
  ['milliseconds', 2n ** 53n - 1n, 999],
])('refuses a duration whose %s are not held exactly', async (_, ticks, timescale) => {
  const file = [...ftyp(), ...moov(trak({ version: 1, ticks, timescale })), ...mdat(1)];

  expect((await damageOf(file)).reason).toBe('duration-out-of-range');
});

test('a file cut off anywhere is refused', async () => {
  const whole = joined(wholeMp4());

  for (let length = 0; length < whole.length; length++) {
    const { reason } = await damageOf([whole.subarray(0, length)]);

    // Between two boxes nothing is cut in half: what is missing is a box.
    expect(['ftyp-missing', 'box-beyond-parent', 'trailing-bytes', 'box-missing', 'mdat-missing']).toContain(reason);
  }
});

test('the error says where, what was expected and what was found', async () => {
  const whole = joined(wholeMp4());

  const damage = await damageOf([whole.subarray(0, whole.length - 1)]);

  const offset = whole.length - 1008;
  expect(damage.offset).toBe(offset);
  expect(damage.message).toBe(
    `The MP4 is damaged at byte ${offset} (box-beyond-parent): ` +
      'expected mdat to fit into the 1007 bytes left in the file, found size 1008.',
  );
});

test('a file of nothing but boxes is given up', async () => {
  const endless = Buffer.alloc(8 * 20_000, joined(box('free')));

  const damage = await damageOf([...ftyp(), endless]);

  expect(damage).toMatchObject({ reason: 'too-many-boxes', offset: sizeOf(ftyp()) + 8 * 9_999 });
});

test('an index of nothing but boxes is given up', async () => {
  const endless = Buffer.alloc(8 * 20_000, joined(box('free')));

  expect((await damageOf([...ftyp(), ...moov([endless]), ...mdat(1)])).reason).toBe('too-many-boxes');
});
