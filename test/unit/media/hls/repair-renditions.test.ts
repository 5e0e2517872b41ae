import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseMediaPlaylist } from '../../../../media/hls/media-playlist.ts';
import { type FaultyRendition, repairRenditions } from '../../../../media/hls/repair-renditions.ts';
import { writeMediaPlaylist } from '../../../../media/hls/write-media-playlist.ts';
import { fragmentsSeenByHlsJs } from './hls-js.ts';
import { mediaPlaylist } from './playlist-samples.ts';

/** A rendition of ten-second segments `<name>/<index>.ts`. */
function makeRendition(
  name: string,
  missing: readonly number[] = [],
  { count = 6, kind = 'video', hasEndList = true, seconds = Array<number>(count).fill(10) } = {},
): FaultyRendition {
  const lines = seconds.flatMap((duration, index) => [`#EXTINF:${duration},`, `${index}.ts`]);
  const text = mediaPlaylist(lines.join('\n'), ...(hasEndList ? ['#EXT-X-ENDLIST'] : []));
  const playlist = parseMediaPlaylist(text);
  return { name, kind, playlist, missing: new Set(missing), place: (uri) => `${name}/${uri}` };
}

/** What is played: URIs, with a bar where players are told of a discontinuity. */
const played = (...renditions: FaultyRendition[]): string[] =>
  repairRenditions(renditions).map(({ segments }) =>
    segments
      .map(({ uri, isDiscontinuity }, index) => `${isDiscontinuity && index > 0 ? '| ' : ''}${uri.replace('.ts', '')}`)
      .join(' '),
  );

const missingOf = (...renditions: FaultyRendition[]) =>
  repairRenditions(renditions).map(({ missing }) =>
    missing.map(({ startSeconds, endSeconds, replacedBy = '-' }) => `${startSeconds}-${endSeconds} ${replacedBy}`),
  );

describe('time that no rendition has', () => {
  test('is skipped, with a discontinuity at the same place in all of them', () => {
    expect(played(makeRendition('hd', [1, 2]), makeRendition('sd', [1, 2]))).toEqual([
      'hd/0 | hd/3 hd/4 hd/5',
      'sd/0 | sd/3 sd/4 sd/5',
    ]);
  });

  test('is told in one piece, by the time of the recording', () => {
    expect(missingOf(makeRendition('hd', [1, 2, 4]))).toEqual([['10-30 -', '40-50 -']]);
  });

  test('needs no discontinuity at the beginning or the end', () => {
    expect(played(makeRendition('hd', [0, 5]))).toEqual(['hd/1 hd/2 hd/3 hd/4']);
  });
});

describe('time that only some renditions have', () => {
  test('is played from the next lower one, and marked alike in all of them', () => {
    const renditions = [makeRendition('hd', [2]), makeRendition('sd'), makeRendition('low')];

    expect(played(...renditions)).toEqual([
      'hd/0 hd/1 | sd/2 | hd/3 hd/4 hd/5',
      'sd/0 sd/1 | sd/2 | sd/3 sd/4 sd/5',
      'low/0 low/1 | low/2 | low/3 low/4 low/5',
    ]);
    expect(missingOf(...renditions)).toEqual([['20-30 sd'], [], []]);
  });

  test('is played from a higher one where no lower one has it, from the nearest first', () => {
    expect(played(makeRendition('fhd'), makeRendition('hd'), makeRendition('low', [0]))[2]).toBe(
      'hd/0 | low/1 low/2 low/3 low/4 low/5',
    );
  });

  test('may be put together from several', () => {
    const renditions = [makeRendition('hd', [1, 2]), makeRendition('sd', [1]), makeRendition('low', [2])];

    expect(played(...renditions)[0]).toBe('hd/0 | low/1 | sd/2 | hd/3 hd/4 hd/5');
    expect(missingOf(...renditions)[0]).toEqual(['10-20 low', '20-30 sd']);
  });

  test('is never played from a rendition of another kind', () => {
    expect(played(makeRendition('hd', [2]), makeRendition('audio', [], { kind: 'sound' }))).toEqual([
      'hd/0 hd/1 | hd/3 hd/4 hd/5',
      'audio/0 audio/1 audio/2 audio/3 audio/4 audio/5',
    ]);
  });

  test('is found by time where the segments are of other lengths', () => {
    const halves = makeRendition('low', [], { seconds: Array<number>(12).fill(5) });

    expect(played(makeRendition('hd', [1]), halves)).toEqual([
      'hd/0 | low/2 low/3 | hd/2 hd/3 hd/4 hd/5',
      'low/0 low/1 | low/2 low/3 | low/4 low/5 low/6 low/7 low/8 low/9 low/10 low/11',
    ]);
  });

  test('is found although durations are rounded differently', () => {
    const seconds = [10.0004, 9.9996, 10.0004, 9.9996, 10, 10];

    expect(played(makeRendition('hd', [3]), makeRendition('low', [], { seconds }))).toEqual([
      'hd/0 hd/1 hd/2 | low/3 | hd/4 hd/5',
      'low/0 low/1 low/2 | low/3 | low/4 low/5',
    ]);
  });
});

test('one segment that claims to last for years may be replaced by very many', () => {
  const long = makeRendition('hd', [0], { seconds: [9e9] });
  const short = makeRendition('low', [], { seconds: Array<number>(200_000).fill(1) });

  expect(repairRenditions([long, short])[0]?.segments).toHaveLength(200_000);
});

describe('a rendition without its end mark', () => {
  test('goes on with what others have behind its end', () => {
    const renditions = [
      makeRendition('hd', [], { count: 3, hasEndList: false }),
      makeRendition('sd', [], { count: 4, hasEndList: false }),
      makeRendition('low'),
    ];

    expect(played(...renditions)).toEqual([
      'hd/0 hd/1 hd/2 | sd/3 | low/4 low/5',
      'sd/0 sd/1 sd/2 | sd/3 | low/4 low/5',
      'low/0 low/1 low/2 | low/3 | low/4 low/5',
    ]);
    expect(missingOf(...renditions)).toEqual([['30-40 sd', '40-60 low'], ['40-60 low'], []]);
    expect(repairRenditions(renditions).map(({ endSeconds }) => endSeconds)).toEqual([60, 60, 60]);
  });

  test('ends where it ends when it is the only one', () => {
    expect(played(makeRendition('hd', [], { count: 2, hasEndList: false }))).toEqual(['hd/0 hd/1']);
  });

  test('skips behind its end what nobody has, and takes the rest from whoever has it', () => {
    const renditions = [
      makeRendition('hd', [], { count: 1, hasEndList: false }),
      makeRendition('sd', [1, 2]),
      makeRendition('low', [2], { count: 3, hasEndList: false }),
    ];

    expect(played(...renditions)).toEqual([
      'hd/0 | low/1 | sd/3 sd/4 sd/5',
      'sd/0 | low/1 | sd/3 sd/4 sd/5',
      'low/0 | low/1 | sd/3 sd/4 sd/5',
    ]);
    expect(missingOf(...renditions)[0]).toEqual(['10-20 low', '20-30 -', '30-60 sd']);
  });
});

test('a rendition that ended is not lengthened', () => {
  expect(played(makeRendition('hd', [], { count: 2 }), makeRendition('low'))[0]).toBe('hd/0 hd/1');
});

test('renditions keep their order, whatever their kinds', () => {
  const kinds = ['video', 'sound', 'video'];

  const repaired = repairRenditions(kinds.map((kind, index) => makeRendition(`r${index}`, [], { kind })));

  expect(repaired.map(({ original }) => original.name)).toEqual(['r0', 'r1', 'r2']);
});

const faulty = (text: string, missing: readonly number[] = []): FaultyRendition => ({
  name: 'hd',
  kind: 'video',
  playlist: parseMediaPlaylist(text),
  missing: new Set(missing),
  place: (uri) => `/placed/${uri}`,
});

test('discontinuities of the recording itself stay, also when what they stood before is missing', () => {
  const lines = [0, 1, 2, 3].flatMap((index) => [
    ...(index === 2 ? ['#EXT-X-DISCONTINUITY'] : []),
    '#EXTINF:10,',
    `${index}`,
  ]);

  const [whole] = repairRenditions([faulty(mediaPlaylist(...lines, '#EXT-X-ENDLIST'))]);
  const [spoilt] = repairRenditions([faulty(mediaPlaylist(...lines, '#EXT-X-ENDLIST'), [2])]);

  expect(whole?.segments.map(({ isDiscontinuity }) => isDiscontinuity)).toEqual([false, false, true, false]);
  expect(spoilt?.segments.map(({ isDiscontinuity }) => isDiscontinuity)).toEqual([false, false, true]);
});

test('maps and keys are placed as well, and a segment that loses its number keeps the vector made of it', () => {
  const text = mediaPlaylist(
    '#EXT-X-MEDIA-SEQUENCE:41',
    '#EXT-X-MAP:URI="init"',
    '#EXT-X-KEY:METHOD=AES-128,URI="key"',
    ...[0, 1, 2].flatMap((index) => ['#EXTINF:10,', `${index}`]),
    '#EXT-X-KEY:METHOD=SAMPLE-AES,URI="drm",KEYFORMAT="com.example"',
    '#EXTINF:10,',
    '3',
    '#EXT-X-ENDLIST',
  );

  const [{ segments } = { segments: [] }] = repairRenditions([faulty(text, [1])]);

  expect(segments.map(({ uri, map, key }) => [uri, map?.uri, key?.uri, key?.iv])).toEqual([
    ['/placed/0', '/placed/init', '/placed/key', `0x${'29'.padStart(32, '0')}`],
    ['/placed/2', '/placed/init', '/placed/key', `0x${'2b'.padStart(32, '0')}`],
    ['/placed/3', '/placed/init', '/placed/drm', undefined],
  ]);
});

test('byte ranges stay what they were when the range that one followed on from is missing', () => {
  const text = mediaPlaylist(
    '#EXTINF:1,',
    '#EXT-X-BYTERANGE:10@5',
    'a',
    '#EXTINF:1,',
    '#EXT-X-BYTERANGE:20',
    'a',
    '#EXT-X-ENDLIST',
  );

  const [{ segments } = { segments: [] }] = repairRenditions([faulty(text, [0])]);

  expect(segments.map(({ byteRange }) => byteRange)).toEqual([{ length: 20, offset: 15 }]);
});

test('fragmented MP4 does not stand in for MPEG-TS, since nothing unsets a map', () => {
  const ts = makeRendition('hd', [1], { count: 2 });
  const lines = ['#EXT-X-MAP:URI="i"', '#EXTINF:10,', '0', '#EXTINF:10,', '1', '#EXT-X-ENDLIST'];

  expect(played(ts, { ...faulty(mediaPlaylist(...lines)), name: 'low' })[0]).toBe('hd/0');
});

const count = 12;
const faults = fc.record({
  missing: fc.uniqueArray(fc.nat({ max: count - 1 })),
  end: fc.integer({ min: 1, max: count }),
});

test('whatever is missing, players can switch at any time: the same times, the same discontinuities', () => {
  fc.assert(
    fc.property(fc.array(faults, { minLength: 1, maxLength: 4 }), (renditions) => {
      const made = renditions.map(({ missing, end }, index) =>
        makeRendition(`r${index}`, missing, { count: end, hasEndList: false }),
      );
      const has = ({ missing, end }: (typeof renditions)[number], slot: number) =>
        slot < end && !missing.includes(slot);
      const slots = Array.from({ length: count }, (_, slot) => slot).filter((slot) =>
        renditions.some((rendition) => has(rendition, slot)),
      );

      const repaired = repairRenditions(made);

      const seen = repaired.map(({ segments }) =>
        fragmentsSeenByHlsJs(
          writeMediaPlaylist({ version: 3, isIFramesOnly: false, segments }),
          '/c/playlist.m3u8',
        ).map(({ path = '', startSeconds, discontinuity }) => ({
          slot: Number.parseInt(path.split('/').at(-1) ?? '', 10),
          startSeconds,
          discontinuity,
        })),
      );
      for (const each of seen) {
        expect(each).toEqual(seen[0]);
        expect(each.map(({ slot }) => slot)).toEqual(slots);
      }
    }),
  );
});
