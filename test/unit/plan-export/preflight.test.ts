/** Where exactly MediaConvert's rules for HLS as an input begin to hold. */
import { expect, test } from '@jest/globals';
import type { ExportSource } from '../../../lambdas/plan-export/export-source.ts';
import { type ConvertRule, whyNotConvert } from '../../../lambdas/plan-export/why-not-convert.ts';
import { parseMediaPlaylist } from '../../../media/hls/media-playlist.ts';
import { playlistOf } from '../../fixtures/make-recording.ts';

interface Wish {
  readonly edit?: (text: string) => string;
  readonly playlistBytes?: number;
  readonly playlistKey?: string;
  readonly segmentCount?: number;
  readonly clip?: readonly [from: number, to: number | undefined];
}

function rule({
  edit = (text) => text,
  playlistBytes = 1000,
  playlistKey = 'p/playlist.m3u8',
  segmentCount = 6,
  clip,
}: Wish): ConvertRule | undefined {
  const playlist = parseMediaPlaylist(edit(playlistOf(segmentCount)));
  const source = {
    recording: { bucket: 'my-recordings', recordingId: 'x' },
    rendition: { playlistKey },
    reading: { state: 'readable', playlist },
    playlistBytes,
  } as ExportSource;
  const [fromSeconds, toSeconds] = clip ?? [0, undefined];
  return whyNotConvert([source], [{ source, fromSeconds, toSeconds }])?.rule;
}

const versionOf = (version: number) => (text: string) => text.replace('VERSION:3', `VERSION:${version}`);
const targetOf = (seconds: number) => (text: string) => text.replace('TARGETDURATION:12', `TARGETDURATION:${seconds}`);
const named = (uri: string) => (text: string) => text.replaceAll(/^\d\.ts$/gm, uri);
const ranges =
  (...of: string[]) =>
  (text: string) =>
    of.reduce(
      (all, range, index) =>
        all.replace(`#EXTINF:10.000,\n${index}.ts`, `#EXTINF:10.000,\n#EXT-X-BYTERANGE:${range}\nall.ts`),
      text,
    );
// s3://my-recordings/ has 19 characters, 5.ts has four.
const keyOf = (characters: number) => `${'k'.repeat(characters - 19 - 4)}`;
const day = { segmentCount: 48 * 360 };

test.each<[string, Wish, ConvertRule | undefined]>([
  ['version 4', { edit: versionOf(4) }, undefined],
  ['version 5', { edit: versionOf(5) }, 'version'],
  ['16,000,000 bytes', { playlistBytes: 16_000_000 }, undefined],
  ['16,000,001 bytes', { playlistBytes: 16_000_001 }, 'manifest-too-large'],
  ['900 characters', { playlistKey: keyOf(900) }, undefined],
  ['901 characters', { playlistKey: keyOf(901) }, 'url-too-long'],
  ['a segment as long as the target duration', { edit: targetOf(10) }, undefined],
  ['a longer segment', { edit: targetOf(9) }, 'extinf-over-target'],
  ['one that is rounded down to it', { edit: (text) => targetOf(10)(text).replace('10.000', '10.499') }, undefined],
  [
    'one that is rounded up past it',
    { edit: (text) => targetOf(10)(text).replace('10.000', '10.5') },
    'extinf-over-target',
  ],
  ['METHOD=NONE', { edit: (text) => text.replace('#EXTINF', '#EXT-X-KEY:METHOD=NONE\n#EXTINF') }, undefined],
  ['ranges that go on', { edit: ranges('10@0', '10@10', '5') }, undefined],
  ['a first range that does not begin at 0', { edit: ranges('10@1') }, 'byte-range'],
  ['ranges that overlap', { edit: ranges('10@0', '10@9') }, 'byte-range'],
  ['a range that begins again', { edit: ranges('10@0', '10@0') }, 'byte-range'],
  [
    'a discontinuity in front of a whole file',
    { edit: (text) => ranges('10@0')(text).replace('#EXTINF', '#EXT-X-DISCONTINUITY\n#EXTINF') },
    undefined,
  ],
  [
    'a discontinuity in front of a later range',
    { edit: (text) => ranges('10@0', '10@10')(text).replace('10@10', '10@10\n#EXT-X-DISCONTINUITY') },
    'discontinuity-in-segment',
  ],
  ['a query behind a name', { edit: named('a.ts?b=c.mp4x') }, undefined],
  ['fragmented MP4 with a query', { edit: named('a.mp4?b=c') }, 'fragmented-mp4'],
  ['CMAF', { edit: named('a.cmfv') }, 'fragmented-mp4'],
  ['captions', { edit: named('a.vtt') }, 'not-transport-stream'],
  ['a clip just below 12 hours', { ...day, clip: [0, 43_199] }, undefined],
  ['a clip of 12 hours', { ...day, clip: [1, 43_201] }, 'clip-too-long'],
  ['all of 48 hours', day, undefined],
  ['a clip to the end of 48 hours', { ...day, clip: [86_399, undefined] }, 'clip-too-long'],
  ['a clip that ends just below 24 hours', { ...day, clip: [86_000, 86_399] }, undefined],
  ['a clip that ends at 24 hours', { ...day, clip: [86_000, 86_400] }, 'clip-too-late'],
])('%s', (_, wish, expected) => {
  expect(rule(wish)).toBe(expected);
});
