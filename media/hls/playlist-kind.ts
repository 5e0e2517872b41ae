import { PlaylistLines } from './playlist-lines.ts';

/** Tags that only a media playlist may hold (RFC 8216 §4.3.2, §4.3.3; EXT-X-GAP: draft-pantos-hls-rfc8216bis §4.4.4.7). */
const MEDIA_TAGS: ReadonlySet<string> = new Set([
  '#EXTINF',
  '#EXT-X-BYTERANGE',
  '#EXT-X-DISCONTINUITY',
  '#EXT-X-KEY',
  '#EXT-X-MAP',
  '#EXT-X-PROGRAM-DATE-TIME',
  '#EXT-X-DATERANGE',
  '#EXT-X-GAP',
  '#EXT-X-TARGETDURATION',
  '#EXT-X-MEDIA-SEQUENCE',
  '#EXT-X-DISCONTINUITY-SEQUENCE',
  '#EXT-X-ENDLIST',
  '#EXT-X-PLAYLIST-TYPE',
  '#EXT-X-I-FRAMES-ONLY',
]);

/** Tags that only a multivariant playlist, the RFC's master playlist, may hold (RFC 8216 §4.3.4). */
const MULTIVARIANT_TAGS: ReadonlySet<string> = new Set([
  '#EXT-X-MEDIA',
  '#EXT-X-STREAM-INF',
  '#EXT-X-I-FRAME-STREAM-INF',
  '#EXT-X-SESSION-DATA',
  '#EXT-X-SESSION-KEY',
]);

/** The two kinds of playlist; a text must be one of them (RFC 8216 §4.1). */
export type PlaylistKind = 'media' | 'multivariant';

/** @returns the kind that a tag such as `#EXTINF` belongs to; `undefined` for tags of either kind and unknown ones */
export function kindOfTag(tag: string): PlaylistKind | undefined {
  if (MEDIA_TAGS.has(tag)) return 'media';
  return MULTIVARIANT_TAGS.has(tag) ? 'multivariant' : undefined;
}

/**
 * Tells the kind of a playlist by its first tag that only one kind may hold. A playlist without any is taken for a media
 * playlist, whose parser then says what is missing.
 *
 * @throws PlaylistInvalidError when the text is no playlist at all
 */
export function playlistKindOf(text: string): PlaylistKind {
  const lines = new PlaylistLines(text);
  while (lines.next()) {
    const kind = kindOfTag(lines.tag);
    if (kind !== undefined) return kind;
  }
  return 'media';
}

/**
 * Refuses the current tag when it belongs to the other kind (RFC 8216 §4.3.2 to §4.3.4: clients must fail to parse).
 *
 * @param hasOwnTags whether tags of the expected kind came before: then the text mixes both
 * @throws PlaylistInvalidError `is-media`, `is-multivariant`, `kinds-mixed`
 */
export function refuseOtherKind(lines: PlaylistLines, expected: PlaylistKind, hasOwnTags: boolean): void {
  const found = kindOfTag(lines.tag);
  if (found === undefined || found === expected) return;
  const reason = hasOwnTags ? 'kinds-mixed' : found === 'media' ? 'is-media' : 'is-multivariant';
  throw lines.invalid(reason, `a ${expected} playlist, without tags of a ${found} one (RFC 8216 §4.1)`);
}
