import { expect, test } from '@jest/globals';
import { parseMediaPlaylist } from '../../../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../../../media/hls/multivariant-playlist.ts';
import { parsePlaylist } from '../../../../media/hls/playlist.ts';
import { PlaylistInvalidError } from '../../../../media/hls/playlist-invalid-error.ts';
import { PlaylistUriOutsideError, resolvePlaylistUri } from '../../../../media/hls/playlist-uri.ts';
import { IVS_BYTE_RANGE, IVS_MEDIA, IVS_MULTIVARIANT, mediaPlaylist, RICH_MEDIA } from './playlist-samples.ts';
import { refusalOf } from './refusal.ts';
import { seededRandom } from './seeded-random.ts';

const TEN_MEGABYTES = 10_000_000;
const FRAGMENTS = ['\n', '\r', '#', ':', ',', '"', '=', '@', '-', '.', '9'.repeat(25), '\0', '\uFEFF', '%2e', '/', 'é'];
const SEEDS = [IVS_MEDIA, IVS_BYTE_RANGE, IVS_MULTIVARIANT, RICH_MEDIA];
const PARSERS = [parseMediaPlaylist, parseMultivariantPlaylist, parsePlaylist];

/** Cuts, repeats or replaces a piece of the text, or puts a telling character somewhere. */
function mutate(text: string, random: (below: number) => number): string {
  const start = random(text.length + 1);
  const end = Math.min(text.length, start + random(20));
  const piece = text.slice(start, end);
  const fragment = FRAGMENTS[random(FRAGMENTS.length)] ?? '';
  const inserted = ['', fragment, piece + piece, String.fromCharCode(random(0x300)), '\n'][random(5)];
  return random(20) === 0 ? text.slice(0, start) : text.slice(0, start) + inserted + text.slice(end);
}

function outcomeOf(act: () => unknown): string {
  try {
    act();
    return 'taken';
  } catch (error) {
    if (error instanceof PlaylistInvalidError) return error.reason;
    if (error instanceof PlaylistUriOutsideError) return error.name;
    throw error;
  }
}

test('2,000 broken playlists are taken or refused by name, and never anything else', () => {
  const random = seededRandom(8216);
  const outcomes = new Map<string, number>();

  for (let round = 0; round < 2000; round++) {
    let text = SEEDS[round % SEEDS.length] ?? '';
    for (let mutations = 1 + random(4); mutations > 0; mutations--) text = mutate(text, random);
    for (const parse of PARSERS) {
      const outcome = outcomeOf(() => parse(text));
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
  }

  expect(outcomes.get('taken')).toBeGreaterThan(500);
  expect(outcomes.size).toBeGreaterThan(15);
});

test('no mutated URI leads out of its folder', () => {
  const random = seededRandom(3986);
  const seeds = ['720p30/playlist.m3u8', './a/../b/0.ts', '%61%20.ts', '../x', 'a//..//../b'];

  for (let round = 0; round < 2000; round++) {
    const uri = mutate(mutate(seeds[round % seeds.length] ?? '', random), random);
    let key = 'folder/refused';
    outcomeOf(() => {
      key = resolvePlaylistUri('folder', uri);
    });

    expect(key).toMatch(/^folder\/(?!(?:.*\/)?\.\.?(?:\/|$))[^\\\0]+$/);
  }
});

test('a line of 10 MB is taken or refused, whatever it begins with', () => {
  const filler = 'A=1,'.repeat(TEN_MEGABYTES / 4);
  const heads = ['', '# ', '#EXT-X-UNKNOWN', '#EXTINF:1,', '#EXTINF:', '#EXT-X-KEY:', '#EXT-X-MAP:', '#EXT-X-VERSION:'];

  const outcomes = heads.map((head) => outcomeOf(() => parseMediaPlaylist(mediaPlaylist(head + filler))));

  expect(outcomes).toEqual([
    'segment-without-extinf',
    'taken',
    'taken',
    'extinf-without-uri',
    'extinf-malformed',
    'attribute-list-malformed',
    'attribute-list-malformed',
    'number-malformed',
  ]);
});

test('10 MB of one character is read in one go', () => {
  const outcomes = ['\n', '0', '"', '#EXT\n', 'A\n', '#EXT-X-A\n'].map((unit) =>
    outcomeOf(() => parseMediaPlaylist(mediaPlaylist('#EXTINF:1,', unit.repeat(TEN_MEGABYTES / unit.length)))),
  );

  expect(outcomes).toEqual([
    'extinf-without-uri',
    'taken',
    'taken',
    'extinf-without-uri',
    'segment-without-extinf',
    'extinf-without-uri',
  ]);
});

test('an attribute list is cut short before it fills the memory', () => {
  const attributes = Array.from({ length: 257 }, (_, index) => `A${index}=1`).join(',');

  const { message } = refusalOf(() => parseMediaPlaylist(mediaPlaylist(`#EXT-X-MAP:${attributes}`)));

  expect(message).toContain('expected at most 256 attributes');
});
