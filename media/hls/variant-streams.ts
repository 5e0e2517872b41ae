import { AttributeList } from './attribute-list.ts';
import type { PlaylistLines } from './playlist-lines.ts';

/** One EXT-X-STREAM-INF and its URI (RFC 8216 §4.3.4.2). */
export interface VariantStream {
  /** Of its media playlist, as written: resolve it with `resolvePlaylistUri`. */
  readonly uri: string;
  /** Peak bits per second. */
  readonly bandwidth: number;
  /** Average bits per second. */
  readonly averageBandwidth: number | undefined;
  /** RFC 6381 names such as `avc1.4D401F`; empty when the tag does not say. */
  readonly codecs: readonly string[];
  /** Pixels; absent for audio only. */
  readonly resolution: { readonly width: number; readonly height: number } | undefined;
  /** Frames per second. */
  readonly frameRate: number | undefined;
  readonly audioGroup: string | undefined;
  readonly videoGroup: string | undefined;
  /** NAME of the first EXT-X-MEDIA of `videoGroup`: IVS names its renditions there (`720p`). */
  readonly name: string | undefined;
}

/** One EXT-X-MEDIA (RFC 8216 §4.3.4.1). */
export interface MediaRendition {
  readonly type: 'AUDIO' | 'VIDEO' | 'SUBTITLES' | 'CLOSED-CAPTIONS';
  readonly groupId: string;
  readonly name: string;
  /** Absent when the variant stream itself holds this rendition (§4.3.4.2.1). */
  readonly uri: string | undefined;
  readonly language: string | undefined;
  readonly isDefault: boolean;
  readonly isAutoselect: boolean;
}

const RENDITION_TYPES = ['AUDIO', 'VIDEO', 'SUBTITLES', 'CLOSED-CAPTIONS'] as const;

/** Reads the current EXT-X-STREAM-INF (RFC 8216 §4.3.4.2); its URI is on a line of its own, its name in another tag. */
export function readStreamInf(lines: PlaylistLines): Omit<VariantStream, 'uri' | 'name'> {
  const attributes = new AttributeList(lines);
  return {
    bandwidth: attributes.required('BANDWIDTH', attributes.integer('BANDWIDTH'), '§4.3.4.2'),
    averageBandwidth: attributes.integer('AVERAGE-BANDWIDTH'),
    codecs: codecsOf(attributes.quotedString('CODECS')),
    resolution: attributes.resolution('RESOLUTION'),
    frameRate: attributes.float('FRAME-RATE'),
    audioGroup: attributes.quotedString('AUDIO'),
    videoGroup: attributes.quotedString('VIDEO'),
  };
}

/**
 * Reads the current EXT-X-MEDIA (RFC 8216 §4.3.4.1).
 *
 * @returns undefined for a TYPE that a later standard adds: such a tag is ignored (§6.3.1)
 */
export function readMedia(lines: PlaylistLines): MediaRendition | undefined {
  const section = '§4.3.4.1';
  const attributes = new AttributeList(lines);
  const typeName = attributes.required('TYPE', attributes.enumeratedString('TYPE'), section);
  const type = RENDITION_TYPES.find((known) => known === typeName);
  if (type === undefined) return undefined;
  return {
    type,
    groupId: attributes.required('GROUP-ID', attributes.quotedString('GROUP-ID'), section),
    name: attributes.required('NAME', attributes.quotedString('NAME'), section),
    uri: attributes.quotedString('URI'),
    language: attributes.quotedString('LANGUAGE'),
    isDefault: attributes.enumeratedString('DEFAULT') === 'YES',
    isAutoselect: attributes.enumeratedString('AUTOSELECT') === 'YES',
  };
}

/** RFC 6381 §3.2 lets spaces stand around the names. */
function codecsOf(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((codec) => codec.trim())
    .filter((codec) => codec !== '');
}
