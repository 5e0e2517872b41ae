import { expect, test } from '@jest/globals';
import { playlistEntries, RENDITIONS, readSampleText, readSegments } from './committed-sample.ts';

/** Puts a pattern in place of what differs from recording to recording, so that only the form of a line is left. */
const formOf = (line: string) =>
  line
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/, '<time>')
    .replace(/BANDWIDTH=\d+/, 'BANDWIDTH=<n>')
    .replace(/(EXTINF:|TOTAL-SECS:)\d+\.\d{3}/, '$1<s.mmm>')
    .replace(/BYTERANGE:\d+@\d+/, 'BYTERANGE:<n>@<n>')
    .replace(/\.\d{3}Z/, '.<mmm>Z');

test.each([
  ['master.m3u8', 'playlist.m3u8'],
  ['byte-range-multivariant.m3u8', 'byte-range-variant.m3u8'],
])('%s lists the renditions best first, as a real one does, without a newline at the end', (name, mediaPlaylist) => {
  const variant = (group: string, height: string, size: string) => [
    `#EXT-X-MEDIA:TYPE=VIDEO,GROUP-ID="${group}",NAME="${height}",AUTOSELECT=YES,DEFAULT=YES`,
    '#EXT-X-STREAM-INF:PROGRAM-ID=1,BANDWIDTH=<n>,CODECS="avc1.4D401F,mp4a.40.2",' +
      `RESOLUTION=${size},VIDEO="${group}"`,
    `${group}/${mediaPlaylist}`,
  ];

  const lines = readSampleText(`media/hls/${name}`).split('\n').map(formOf);

  expect(lines).toEqual([
    '#EXTM3U',
    '#EXT-X-SESSION-DATA:DATA-ID="net.live-video.content.id",VALUE="Qm4TzL9cWx2d"',
    '#EXT-X-SESSION-DATA:DATA-ID="net.live-video.customer.id",VALUE="123456789012"',
    ...variant('720p30', '720p', '1280x720'),
    ...variant('480p30', '480p', '852x480'),
    ...variant('360p30', '360p', '640x360'),
    ...variant('160p30', '160p', '284x160'),
  ]);
});

test.each(RENDITIONS)('the BANDWIDTH of %s is the bit rate of its densest segment', (name) => {
  const seconds = playlistEntries(`media/hls/${name}/playlist.m3u8`).map((entry) => entry.seconds);
  const rates = readSegments(name).map((segment, index) => (segment.length * 8) / seconds[index]!);

  const stated = readSampleText('media/hls/master.m3u8').match(`BANDWIDTH=(\\d+),.*VIDEO="${name}"`)?.[1];

  expect(Number(stated)).toBe(Math.ceil(Math.max(...rates)));
});

test.each(RENDITIONS)('playlist.m3u8 of %s has the lines of a real one', (name) => {
  const segment = (fileName: string) => ['#EXT-X-PROGRAM-DATE-TIME:<time>.<mmm>Z', '#EXTINF:<s.mmm>,', fileName];

  const lines = readSampleText(`media/hls/${name}/playlist.m3u8`).split('\n').map(formOf);

  expect(lines).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:3',
    '#EXT-X-TARGETDURATION:12',
    '#ID3-EQUIV-TDTG:<time>',
    '#EXT-X-PLAYLIST-TYPE:EVENT',
    '#EXT-X-MEDIA-SEQUENCE:0',
    '#EXT-X-TWITCH-ELAPSED-SECS:0.000',
    '#EXT-X-TWITCH-TOTAL-SECS:<s.mmm>',
    ...segment('0.ts'),
    ...segment('1.ts'),
    ...segment('2.ts'),
    '#EXT-X-ENDLIST',
    '',
  ]);
});

test.each(RENDITIONS)('byte-range-variant.m3u8 of %s has the lines of a real one', (name) => {
  const entries = (fileName: string) =>
    Array(10)
      .fill(['#EXT-X-PROGRAM-DATE-TIME:<time>.<mmm>Z', '#EXTINF:<s.mmm>,', '#EXT-X-BYTERANGE:<n>@<n>', fileName])
      .flat();

  const lines = readSampleText(`media/hls/${name}/byte-range-variant.m3u8`).split('\n').map(formOf);

  expect(lines).toEqual([
    '#EXTM3U',
    '#EXT-X-VERSION:4',
    '#EXT-X-TARGETDURATION:12',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-MEDIA-SEQUENCE:0',
    ...entries('0.ts'),
    ...entries('1.ts'),
    ...entries('2.ts'),
    '#EXT-X-ENDLIST',
    '',
  ]);
});

test('the renditions are cut at the same times', () => {
  const cuts = RENDITIONS.map((name) => readSampleText(`media/hls/${name}/playlist.m3u8`));

  expect(new Set(cuts).size).toBe(1);
});

test.each(['playlist.m3u8', 'byte-range-variant.m3u8'])('in %s each entry begins when the one before ends', (file) => {
  const entries = playlistEntries(`media/hls/720p30/${file}`);

  const ends = entries.map(({ startsAt, seconds }) => startsAt.getTime() + Math.round(seconds * 1000));
  const starts = entries.map(({ startsAt }) => startsAt.getTime());

  expect(entries[0]?.startsAt.toISOString()).toBe('2026-06-23T20:12:41.550Z');
  expect(starts.slice(1)).toEqual(ends.slice(0, -1));
});

test('segments last about 10 s, unevenly, the last one less', () => {
  const seconds = playlistEntries('media/hls/720p30/playlist.m3u8').map((entry) => entry.seconds);

  expect(seconds).toEqual([10.267, 10, 9.728]);
});

test('EXT-X-TWITCH-TOTAL-SECS is the sum of the segments, and the playlist was written after the end', () => {
  const text = readSampleText('media/hls/720p30/playlist.m3u8');

  expect(text).toContain('\n#EXT-X-TWITCH-TOTAL-SECS:29.995\n');
  expect(text).toContain('\n#ID3-EQUIV-TDTG:2026-06-23T20:13:13\n');
});
