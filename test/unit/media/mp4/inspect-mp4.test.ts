import { expect, test } from '@jest/globals';
import { inspectMp4 } from '../../../../media/mp4/inspect-mp4.ts';
import { FakeObject } from './fake-object.ts';
import {
  aacTrak,
  audioEntry,
  avcC,
  box,
  esds,
  ftyp,
  largeBox,
  mdat,
  moov,
  type Pieces,
  sizeOf,
  text,
  timeHeader,
  trak,
  u8,
  u16,
  u32,
  visualEntry,
  wholeMp4,
} from './mp4-builder.ts';

const inspect = (...parts: Pieces[]) => inspectMp4(new FakeObject(parts.flat()));

async function codecOf(handler: string, entry: Pieces): Promise<string | undefined> {
  const summary = await inspect(ftyp(), moov(trak(), trak({ id: 2, handler, entry })), mdat(1));
  return summary.tracks[1]?.codec;
}

test('tells what a whole file holds', async () => {
  const summary = await inspect(wholeMp4());

  expect(summary).toEqual({
    brands: ['isom', 'isom', 'mp42'],
    isFastStart: true,
    isFragmented: false,
    durationMs: 10_005,
    tracks: [
      {
        id: 1,
        kind: 'video',
        codec: 'avc1.4D401F',
        width: 1280,
        height: 720,
        timescale: 90_000,
        durationTicks: 900_000,
        durationMs: 10_000,
      },
      { id: 2, kind: 'audio', codec: 'mp4a.40.2', timescale: 48_000, durationTicks: 480_256, durationMs: 10_005 },
    ],
    topLevelBoxes: [
      { type: 'ftyp', offset: 0, sizeBytes: 24 },
      { type: 'moov', offset: 24, sizeBytes: sizeOf(wholeMp4()) - 24 - 1008 },
      { type: 'mdat', offset: sizeOf(wholeMp4()) - 1008, sizeBytes: 1008 },
    ],
  });
});

test('an index behind the media data is no fast start', async () => {
  const summary = await inspect(ftyp(), mdat(100), moov(trak()));

  expect(summary.isFastStart).toBe(false);
});

test('space, unknown and uuid boxes may stand anywhere between', async () => {
  const padding = [...box('free', [9]), ...box('skip'), ...box('uuid', [16]), ...box('\xa9xyz', [3])];

  const summary = await inspect(ftyp(), padding, moov(padding, trak({ extra: padding }), padding), mdat(1), padding);

  expect(summary.tracks).toHaveLength(1);
  expect(summary.topLevelBoxes).toHaveLength(11);
});

test('media data of more than 4 GiB has a 64-bit size', async () => {
  const summary = await inspect(ftyp(), largeBox('mdat', [6_000_000_000]), moov(trak()));

  expect(summary.topLevelBoxes[1]).toEqual({ type: 'mdat', offset: 16, sizeBytes: 6_000_000_016 });
});

test('the last box may say that it reaches to the end of the file', async () => {
  const summary = await inspect(ftyp(), moov(trak()), [u32(0), text('mdat'), 500]);

  expect(summary.topLevelBoxes.at(-1)).toMatchObject({ type: 'mdat', sizeBytes: 508 });
});

test.each([
  ['movie fragments', [...box('moof', [8]), ...mdat(10)], moov(trak({ ticks: 0n }))],
  ['their announcement', [], moov(trak({ ticks: 0n }), box('mvex', [8]))],
])('%s make a file fragmented, and its durations may be missing', async (_, fragments, movie) => {
  const summary = await inspect(ftyp(), movie, fragments);

  expect(summary).toMatchObject({ isFragmented: true, durationMs: 0 });
});

test.each([0, 1])('a duration with all bits set is not known (version %p)', async (version) => {
  const ticks = version === 1 ? 0xffff_ffff_ffff_ffffn : 0xffff_ffffn;

  const summary = await inspect(ftyp(), moov(trak({ version, ticks })));

  expect(summary.tracks[0]).toMatchObject({ durationTicks: 0, durationMs: 0 });
});

test.each([
  [1, 90_000, 15_551_503_200n, 172_794_480],
  [1, 4_294_967_295, 9_007_199_254_740_991n, 2_097_152_000],
  [1, 1000, 9_007_199_254_740_991n, 9_007_199_254_740_991],
  [0, 30_000, 4_294_967_294n, 143_165_576],
  [0, 3, 2n, 667],
  [0, 3, 1n, 333],
])('version %p, %p ticks per second, %p ticks: rounded to %p ms', async (version, timescale, ticks, durationMs) => {
  const summary = await inspect(ftyp(), moov(trak({ version, timescale, ticks })), mdat(1));

  expect(summary).toMatchObject({ durationMs, tracks: [{ id: 1, durationTicks: Number(ticks) }] });
});

test('tracks that are neither video nor audio are listed as other', async () => {
  const meta = trak({ id: 3, handler: 'meta', entry: box('mett', [8]) });

  const summary = await inspect(ftyp(), moov(aacTrak(), meta), mdat(1));

  expect(summary.tracks.map(({ kind, codec }) => [kind, codec])).toEqual([
    ['audio', 'mp4a.40.2'],
    ['other', 'mett'],
  ]);
});

test.each([
  ['avc3.4D401F', 'vide', visualEntry('avc3', 1, 1, box('pasp', [8]), avcC())],
  ['avc1', 'vide', visualEntry('avc1', 1, 1)],
  ['hvc1', 'vide', visualEntry('hvc1', 1, 1, box('hvcC', [23]))],
  ['encv', 'vide', visualEntry('encv', 1, 1)],
  ['mp4a.40.5', 'soun', audioEntry('mp4a', esds(0x40, 0x2b, 0x11))],
  ['mp4a.40.42', 'soun', audioEntry('mp4a', esds(0x40, 0xf9, 0x40))],
  ['mp4a.6B', 'soun', audioEntry('mp4a', esds(0x6b))],
  ['mp4a', 'soun', audioEntry('mp4a', esds(0x40, 0x11))],
  ['mp4a', 'soun', audioEntry('mp4a', box('esds', [4, u8(3, 0xff, 0xff, 0xff, 0xff, 0xff)]))],
  ['mp4a', 'soun', audioEntry('mp4a', box('esds', [4, u8(3, 200)]))],
  ['mp4a', 'soun', audioEntry('mp4a', box('esds'))],
  ['mp4a', 'soun', audioEntry('mp4a')],
  ['mp4a', 'soun', box('mp4a', [6, u16(1), u16(1), 18, 16], box('wave', [8]))],
  ['ec-3', 'soun', audioEntry('ec-3', box('dec3', [5]))],
])('names the codec %s', async (codec, handler, entry) => {
  expect(await codecOf(handler, entry)).toBe(codec);
});

test('an elementary stream may carry the optional fields before its decoder', async () => {
  const decoder = [4, 17, 0x40, 0x15, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 2, 0x12, 0x10];
  const stream = [0, 1, 0xe0, 0, 9, 3, 0x61, 0x62, 0x63, 0, 8, ...decoder];
  const entry = audioEntry('mp4a', box('esds', [4, u8(3, stream.length, ...stream)]));

  expect(await codecOf('soun', entry)).toBe('mp4a.40.2');
});

test('the movie header may be of version 1', async () => {
  const summary = await inspect(ftyp(), box('moov', timeHeader('mvhd', 1000, 5n, 1), trak()), mdat(1));

  expect(summary.durationMs).toBe(10_000);
});
