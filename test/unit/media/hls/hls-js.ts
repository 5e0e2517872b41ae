/** How hls.js, the player of the browsers, reads playlists. */
import * as hlsJs from 'hls.js';

const origin = 'https://video.example.com';
const pathOf = (url: string | undefined | null): string | undefined => (url ? url.slice(origin.length) : undefined);

/** A segment as hls.js would load it. */
export interface SeenFragment {
  readonly path: string | undefined;
  readonly startSeconds: number;
  readonly durationSeconds: number;
  /** Number of discontinuities before it. */
  readonly discontinuity: number;
  readonly key: string | undefined;
  readonly map: string | undefined;
}

/** The segments of a media playlist that lies at `path`; throws what hls.js finds wrong with it. */
export function fragmentsSeenByHlsJs(text: string, path = '/playlist.m3u8'): SeenFragment[] {
  const details = parser.parseLevelPlaylist(text, origin + path, 0, 'main', 0, null);
  if (details.playlistParsingError) throw details.playlistParsingError;
  if (details.live) throw new Error('hls.js takes the playlist for a live one');
  return details.fragments.map((fragment) => ({
    path: pathOf(fragment.url),
    startSeconds: fragment.start,
    durationSeconds: fragment.duration,
    discontinuity: fragment.cc,
    key: pathOf(fragment.decryptdata?.uri),
    map: pathOf(fragment.initSegment?.url),
  }));
}

/** Paths of the variants of a multivariant playlist that lies at `path`. */
export function levelsSeenByHlsJs(text: string, path: string): (string | undefined)[] {
  const { levels, playlistParsingError } = parser.parseMasterPlaylist(text, origin + path);
  if (playlistParsingError) throw playlistParsingError;
  return levels.map(({ url }) => pathOf(url));
}

interface ParserOfHlsJs {
  parseLevelPlaylist(text: string, url: string, id: number, type: 'main', levelUrlId: number, variables: null): Details;
  parseMasterPlaylist(text: string, url: string): { levels: { url: string }[]; playlistParsingError: Error | null };
}
interface Details {
  readonly live: boolean;
  readonly playlistParsingError: Error | null;
  readonly fragments: readonly {
    url: string;
    start: number;
    duration: number;
    cc: number;
    decryptdata: { uri: string } | null;
    initSegment: { url: string } | null;
  }[];
}

const parser = hlsJs.M3U8Parser as unknown as ParserOfHlsJs;
