import { expect, test } from '@jest/globals';
import * as hlsParser from 'hls-parser';
import { type MediaPlaylist, parseMediaPlaylist } from '../../../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../../../media/hls/multivariant-playlist.ts';
import {
  IVS_BYTE_RANGE,
  IVS_MEDIA,
  IVS_MULTIVARIANT,
  longIvsPlaylist,
  mediaPlaylist,
  RICH_MEDIA,
} from './playlist-samples.ts';

function asHlsParserSees(text: string) {
  const playlist = hlsParser.parse(text);
  if (playlist.isMasterPlaylist) throw new Error('expected a media playlist');
  return {
    targetDurationSeconds: playlist.targetDuration,
    mediaSequence: playlist.mediaSequenceBase ?? 0,
    playlistType: playlist.playlistType,
    hasEndList: playlist.endlist,
    segments: playlist.segments.map((segment) => ({
      uri: segment.uri,
      durationSeconds: segment.duration,
      byteRange: segment.byterange,
      isDiscontinuity: segment.discontinuity ?? false,
      isGap: segment.gap ?? false,
      mapUri: segment.map?.uri,
      method: segment.key?.method === 'NONE' ? undefined : segment.key?.method,
      time: segment.programDateTime?.getTime(),
    })),
  };
}

function asWeSee(playlist: MediaPlaylist) {
  const { targetDurationSeconds, mediaSequence, playlistType, hasEndList } = playlist;
  return {
    targetDurationSeconds,
    mediaSequence,
    playlistType,
    hasEndList,
    segments: playlist.segments.map(({ uri, durationSeconds, byteRange, isDiscontinuity, isGap, ...segment }) => ({
      uri,
      durationSeconds,
      byteRange,
      isDiscontinuity,
      isGap,
      mapUri: segment.map?.uri,
      method: segment.key?.method,
      time: segment.programDateTime === undefined ? undefined : Date.parse(segment.programDateTime),
    })),
  };
}

const DURATIONS = ['0', '0.1', '9.0000001', '10', '1.2345678901234567890', '11.999999999999999999', '.5', '7.'];
const DURATION_LINES = DURATIONS.flatMap((seconds) => [`#EXTINF:${seconds},`, '0.ts']);

test.each([
  ['an IVS playlist', IVS_MEDIA],
  ['an IVS playlist with byte ranges', IVS_BYTE_RANGE],
  ['a playlist with maps, keys and gaps', RICH_MEDIA],
  ['CRLF line ends', RICH_MEDIA.replaceAll('\n', '\r\n')],
  ['an IVS playlist of an hour', longIvsPlaylist(360)],
  ['durations of many digits', mediaPlaylist('#EXT-X-VERSION:3', ...DURATION_LINES)],
])('agrees with hls-parser on %s', (_, text) => {
  expect(asWeSee(parseMediaPlaylist(text))).toEqual(asHlsParserSees(text));
});

test('agrees with hls-parser on the variants of an IVS recording', () => {
  const theirs = hlsParser.parse(IVS_MULTIVARIANT);
  if (!theirs.isMasterPlaylist) throw new Error('expected a multivariant playlist');

  const ours = parseMultivariantPlaylist(IVS_MULTIVARIANT);

  expect(
    ours.variants.map(({ uri, bandwidth, codecs, resolution, name }) => ({
      uri,
      bandwidth,
      codecs: codecs.join(','),
      resolution,
      name,
    })),
  ).toEqual(
    theirs.variants.map(({ uri, bandwidth, codecs, resolution, video }) => ({
      uri,
      bandwidth,
      codecs,
      resolution,
      name: video[0]?.name,
    })),
  );
});
