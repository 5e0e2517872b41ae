import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openRecording } from '../../../../media/files/open-recording.ts';
import { useTestFolder } from './files-in-folder.ts';

const folder = useTestFolder();
const plainly = { rendition: undefined, isTolerant: false };

const head = '#EXTM3U\n#EXT-X-TARGETDURATION:10\n';
const media = `${head}#EXTINF:10.25,\n0.ts\n#EXT-X-DISCONTINUITY\n#EXTINF:9.5,\n1.ts\n#EXT-X-ENDLIST\n`;
const master = (...names: string[]) =>
  `#EXTM3U\n${names.map((name, index) => `#EXT-X-STREAM-INF:BANDWIDTH=${9 - index}\n${name}/playlist.m3u8`).join('\n')}`;

test('a media playlist gives its segments, in order, with files, times and discontinuities', async () => {
  const path = folder.write('any.m3u8', media);

  expect(await openRecording(path, plainly)).toEqual({
    playlistPath: path,
    rendition: undefined,
    segments: [
      { name: '0.ts', durationSeconds: 10.25, isDiscontinuity: false, isGap: false },
      { name: '1.ts', durationSeconds: 9.5, isDiscontinuity: true, isGap: false },
    ],
    files: [
      { name: '0.ts', startSeconds: 0, path: folder.at('0.ts'), byteRange: undefined, map: undefined },
      { name: '1.ts', startSeconds: 10.25, path: folder.at('1.ts'), byteRange: undefined, map: undefined },
    ],
    durationSeconds: 19.75,
    losses: [],
  });
});

test('byte ranges and maps come along', async () => {
  const path = folder.write(
    'a.m3u8',
    `${head}#EXT-X-MAP:URI="init.ts",BYTERANGE="376@0"\n#EXTINF:1,\n#EXT-X-BYTERANGE:1880@376\nall.ts\n#EXT-X-GAP\n#EXTINF:1,\nb.ts\n#EXT-X-ENDLIST`,
  );

  const { segments, files } = await openRecording(path, plainly);

  expect(segments.map(({ isGap }) => isGap)).toEqual([false, true]);
  const map = { path: folder.at('init.ts'), byteRange: { offset: 0, length: 376 } };
  expect(files).toMatchObject([
    { path: folder.at('all.ts'), byteRange: { offset: 376, length: 1880 }, map },
    { path: folder.at('b.ts'), byteRange: undefined, map },
  ]);
});

test('of a recording the highest rendition of media/hls/master.m3u8 is taken, beside its byte-range twin', async () => {
  folder.write('rec/media/hls/master.m3u8', master('720p30', '160p30'));
  folder.write('rec/media/hls/byte-range-multivariant.m3u8', master('720p30', '160p30'));
  const chosen = folder.write('rec/media/hls/720p30/playlist.m3u8', media);
  folder.write('rec/media/hls/160p30/playlist.m3u8', media);

  const { playlistPath, rendition, files } = await openRecording(folder.at('rec'), plainly);

  expect({ playlistPath, rendition }).toEqual({ playlistPath: chosen, rendition: '720p30' });
  expect(files[0]?.path).toBe(folder.at('rec/media/hls/720p30/0.ts'));
});

test.each([['rec'], ['rec/media/hls'], ['rec/media/hls/master.m3u8']])(
  'a rendition can be named for %s',
  async (name) => {
    folder.write('rec/media/hls/master.m3u8', master('720p30', '160p30'));
    folder.write('rec/media/hls/160p30/playlist.m3u8', media);

    const { rendition } = await openRecording(folder.at(name), { rendition: '160p30', isTolerant: false });

    expect(rendition).toBe('160p30');
  },
);

test.each([
  [
    'one multivariant playlist among media playlists',
    { 'all.m3u8': master('a'), 'b.m3u8': media, 'a/playlist.m3u8': media },
    'a/playlist.m3u8',
  ],
  ['the only media playlist', { 'x.M3U8': media, 'notes.txt': 'x' }, 'x.M3U8'],
  [
    "IVS's playlist.m3u8 beside its byte-range twin",
    { 'playlist.m3u8': media, 'byte-range-variant.m3u8': media },
    'playlist.m3u8',
  ],
])('of a folder %s is taken', async (_, files, expected) => {
  for (const [name, text] of Object.entries(files)) folder.write(`f/${name}`, text);

  expect((await openRecording(folder.at('f'), plainly)).playlistPath).toBe(folder.at('f', expected));
});

test('segments beside the folder of their playlist are found when the folder above was named', async () => {
  folder.write('f/master.m3u8', master('a'));
  folder.write('f/a/playlist.m3u8', media.replace('0.ts', '../segments/0.ts'));

  const { files } = await openRecording(folder.at('f'), plainly);

  expect(files[0]?.path).toBe(folder.at('f/segments/0.ts'));
});

const refused: [string, Record<string, string>, string, RegExp][] = [
  ['no input', {}, 'missing', /There is no file or folder .*Check the name\.$/],
  [
    'a folder without playlists',
    { 'in/0.ts': '' },
    'no-playlist',
    /expected files that end in \.m3u8 there or in media\/hls\//,
  ],
  [
    'several media playlists',
    { 'in/b.m3u8': media, 'in/a.m3u8': media },
    'several-playlists',
    /: a\.m3u8, b\.m3u8\. Name the one/,
  ],
  [
    'several multivariant ones',
    { 'in/b.m3u8': master('x'), 'in/a.m3u8': master('x'), 'in/c.m3u8': media },
    'several-playlists',
    /: a\.m3u8, b\.m3u8\./,
  ],
  [
    'text that is no playlist',
    { 'in/a.m3u8': '<html>' },
    'playlist-invalid',
    /a\.m3u8 is no playlist that can be read\. Playlist line 1/,
  ],
  [
    'one that cannot be read among several',
    { 'in/a.m3u8': '<html>', 'in/b.m3u8': media },
    'playlist-invalid',
    /a\.m3u8/,
  ],
  ['a playlist of nothing', { 'in/a.m3u8': `${head}#EXT-X-ENDLIST` }, 'no-segments', /names no segment/],
  [
    'key frames only',
    { 'in/a.m3u8': media.replace('#EXTINF', '#EXT-X-I-FRAMES-ONLY\n#EXTINF') },
    'key-frames-only',
    /trick play/,
  ],
  ['a rendition that is missing', { 'in/master.m3u8': master('x') }, 'missing', /in\/x\/playlist\.m3u8/],
  [
    'a multivariant playlist in another',
    { 'in/master.m3u8': master('x'), 'in/x/playlist.m3u8': master('y') },
    'playlist-invalid',
    /should be a media playlist/,
  ],
  [
    'segments elsewhere',
    { 'in/a.m3u8': media.replace('0.ts', 'https://cdn.example.com/0.ts') },
    'remote',
    /download the recording/,
  ],
  ['segments above', { 'in/a.m3u8': media.replace('0.ts', '../0.ts') }, 'uri-refused', /climbs-out/],
  [
    'a map above',
    { 'in/a.m3u8': media.replace('#EXTINF', '#EXT-X-MAP:URI="../i.ts"\n#EXTINF') },
    'uri-refused',
    /climbs-out/,
  ],
];

test.each(refused)('%s is refused by name', async (_, files, reason, sentence) => {
  for (const [name, text] of Object.entries(files)) folder.write(name, text);

  const opening = openRecording(folder.at('in'), plainly);

  await expect(opening).rejects.toMatchObject({ name: 'InputRefusedError', reason });
  await expect(opening).rejects.toThrow(sentence);
});

test('a rendition cannot be chosen from a media playlist', async () => {
  const path = folder.write('a.m3u8', media);

  await expect(openRecording(path, { rendition: '720', isTolerant: false })).rejects.toMatchObject({
    reason: 'rendition-unknown',
  });
});

test.each(['https://example.com/master.m3u8', 's3://bucket/prefix'])('%s is not on this disk', async (input) => {
  await expect(openRecording(input, plainly)).rejects.toMatchObject({ reason: 'remote' });
});

test.each([
  ['encrypted segments', '#EXT-X-KEY:METHOD=AES-128,URI="k"', 'encrypted'],
  ['an EXT-X-MAP of fragmented MP4', '#EXT-X-MAP:URI="init.mp4"', 'fragmented-mp4'],
])('%s are refused by name, with their place', async (_, tag, reason) => {
  const path = folder.write('a.m3u8', media.replace('#EXT-X-DISCONTINUITY', tag));

  await expect(openRecording(path, plainly)).rejects.toMatchObject({
    name: 'StreamNotCarriableError',
    reason,
    place: { segment: '1.ts', seconds: 10.25 },
  });
});

test('segments of fragmented MP4 are refused by their name', async () => {
  const path = folder.write('a.m3u8', media.replace('1.ts', '1.m4s'));

  await expect(openRecording(path, plainly)).rejects.toMatchObject({ reason: 'fragmented-mp4' });
});

test('an end that is not marked is damage, or a loss when those are tolerated', async () => {
  const path = folder.write('a.m3u8', media.replace('#EXT-X-ENDLIST', ''));

  await expect(openRecording(path, plainly)).rejects.toMatchObject({
    name: 'SegmentDamagedError',
    reason: 'end-mark-missing',
    place: { segment: '1.ts', seconds: 19.75 },
  });
  const { losses, segments } = await openRecording(path, { ...plainly, isTolerant: true });
  expect(segments).toHaveLength(2);
  expect(losses).toMatchObject([{ reason: 'end-mark-missing', segment: '1.ts', atSeconds: 19.75 }]);
});

test('a named pipe in place of a playlist is not waited for', async () => {
  mkdirSync(folder.at('in'));
  execFileSync('mkfifo', [folder.at('in', 'a.m3u8')]);

  await expect(openRecording(folder.at('in'), plainly)).rejects.toMatchObject({ reason: 'playlist-invalid' });
});
