import { refuseOtherKind } from './playlist-kind.ts';
import { PlaylistLines } from './playlist-lines.ts';
import { type MediaRendition, readMedia, readStreamInf, type VariantStream } from './variant-streams.ts';

/** A multivariant playlist, which RFC 8216 calls a master playlist (§4.3.4). */
export interface MultivariantPlaylist {
  readonly kind: 'multivariant';
  /** EXT-X-VERSION (§4.3.1.2); 1 when the tag is absent (§7), as IVS leaves it. */
  readonly version: number;
  /** At least one, in the order of the playlist. */
  readonly variants: readonly VariantStream[];
  readonly media: readonly MediaRendition[];
}

/**
 * Parses a multivariant playlist. EXT-X-SESSION-DATA, EXT-X-SESSION-KEY and I-frame variants are skipped: nothing here
 * uses them.
 *
 * @param text the object, decoded as UTF-8 with a byte order mark, if any, left in place
 * @throws PlaylistInvalidError with the line and a reason
 */
export function parseMultivariantPlaylist(text: string): MultivariantPlaylist {
  return new MultivariantPlaylistReader(new PlaylistLines(text)).read();
}

/**
 * IVS has about six, and every bit rate, codec and language of a large service a few hundred. Each may be asked for
 * by whoever reads the playlist, so that a hostile one would name millions.
 */
const MAX_STREAMS = 500;

const STREAM_INF_URI = 'the URI of the EXT-X-STREAM-INF before (RFC 8216 §4.3.4.2)';

class MultivariantPlaylistReader {
  readonly #lines: PlaylistLines;
  readonly #variants: Omit<VariantStream, 'name'>[] = [];
  readonly #media: MediaRendition[] = [];
  #version: number | undefined;
  /** The EXT-X-STREAM-INF whose URI line is still to come. */
  #streamInf: ReturnType<typeof readStreamInf> | undefined;

  constructor(lines: PlaylistLines) {
    this.#lines = lines;
  }

  read(): MultivariantPlaylist {
    const lines = this.#lines;
    while (lines.next()) {
      if (lines.tag === '') this.#addVariant();
      else this.#readTag();
    }
    if (this.#streamInf !== undefined) throw lines.missing('stream-inf-without-uri', STREAM_INF_URI);
    if (this.#variants.length === 0) {
      throw lines.missing('variants-missing', 'an EXT-X-STREAM-INF with its URI (RFC 8216 §4.3.4.2)');
    }
    const names = videoNames(this.#media);
    return {
      kind: 'multivariant',
      version: this.#version ?? 1,
      variants: this.#variants.map((variant) => ({ ...variant, name: names.get(variant.videoGroup) })),
      media: this.#media,
    };
  }

  #readTag(): void {
    switch (this.#lines.tag) {
      case '#EXT-X-STREAM-INF':
        if (this.#streamInf !== undefined) throw this.#lines.invalid('stream-inf-without-uri', STREAM_INF_URI);
        this.#streamInf = readStreamInf(this.#lines);
        break;
      case '#EXT-X-MEDIA':
        this.#addMedia();
        break;
      case '#EXT-X-VERSION':
        this.#readVersion();
        break;
      default:
        refuseOtherKind(this.#lines, 'multivariant', this.#variants.length + this.#media.length > 0);
    }
  }

  #readVersion(): void {
    if (this.#version !== undefined) {
      throw this.#lines.invalid('tag-duplicated', 'one EXT-X-VERSION in a playlist (RFC 8216 §4.3.1.2)');
    }
    this.#version = this.#lines.integerValue();
  }

  #addVariant(): void {
    if (this.#streamInf === undefined) {
      const expected = 'an EXT-X-STREAM-INF before each URI (RFC 8216 §4.3.4.2)';
      throw this.#lines.invalid('variant-without-stream-inf', expected);
    }
    this.#refuseTooMany();
    this.#variants.push({ uri: this.#lines.line, ...this.#streamInf });
    this.#streamInf = undefined;
  }

  #addMedia(): void {
    const rendition = readMedia(this.#lines);
    if (rendition === undefined) return;
    this.#refuseTooMany();
    this.#media.push(rendition);
  }

  #refuseTooMany(): void {
    if (this.#variants.length + this.#media.length < MAX_STREAMS) return;
    throw this.#lines.invalid('too-many-streams', `at most ${MAX_STREAMS} variant streams and renditions`);
  }
}

/** The first name of each group: in IVS's playlists a group has one rendition. */
function videoNames(media: readonly MediaRendition[]): ReadonlyMap<string | undefined, string> {
  const names = new Map<string | undefined, string>();
  for (const { type, groupId, name } of media) {
    if (type === 'VIDEO' && !names.has(groupId)) names.set(groupId, name);
  }
  return names;
}
