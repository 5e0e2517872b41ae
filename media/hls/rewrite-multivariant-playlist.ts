import { AttributeList } from './attribute-list.ts';
import { PlaylistLines } from './playlist-lines.ts';

/** Tags that say the same wherever the playlist lies. Others may hold URIs, or speak of variants that are left out. */
const KEPT_TAGS: ReadonlySet<string> = new Set([
  '#EXT-X-VERSION',
  '#EXT-X-INDEPENDENT-SEGMENTS',
  '#EXT-X-START',
  '#EXT-X-SESSION-DATA',
]);

/** Types of EXT-X-MEDIA; an attribute of the same name leads from a variant stream to a group (RFC 8216 §4.3.4.2). */
const MEDIA_TYPES = ['AUDIO', 'VIDEO', 'SUBTITLES', 'CLOSED-CAPTIONS'] as const;

/** What to call a playlist in the place that the new text is for; `undefined` leaves it out. */
export type PlacePlaylist = (uri: string) => string | undefined;

/**
 * Writes a multivariant playlist anew, with other URIs and without the variants that have none. All attributes of those
 * that stay are kept, also those that nothing here reads; I-frame variants, session keys and unknown tags go.
 *
 * @param text a playlist that `parseMultivariantPlaylist` takes
 */
export function rewriteMultivariantPlaylist(text: string, place: PlacePlaylist): string {
  const entries = readEntries(text, place);
  const wanted = new Set(entries.flatMap(groupsWanted));
  const kept = entries.filter((entry) => entry.kind !== 'media' || wanted.has(groupOf(entry)));
  const offered = new Set(kept.flatMap((entry) => (entry.kind === 'media' ? [groupOf(entry)] : [])));
  return ['#EXTM3U', ...kept.flatMap((entry) => write(entry, offered)), ''].join('\n');
}

interface TagEntry {
  readonly kind: 'tag';
  readonly line: string;
}

/** EXT-X-MEDIA (§4.3.4.1). */
interface MediaEntry {
  readonly kind: 'media';
  readonly attributes: AttributeList;
  /** The new one; `undefined` when the variant stream itself holds the rendition. */
  readonly uri: string | undefined;
}

/** EXT-X-STREAM-INF (§4.3.4.2). */
interface VariantEntry {
  readonly kind: 'variant';
  readonly attributes: AttributeList;
  /** The new one. */
  readonly uri: string;
}

type Entry = TagEntry | MediaEntry | VariantEntry;

function readEntries(text: string, place: PlacePlaylist): Entry[] {
  const lines = new PlaylistLines(text);
  const entries: Entry[] = [];
  let streamInf: AttributeList | undefined;
  while (lines.next()) {
    if (lines.tag === '#EXT-X-STREAM-INF') streamInf = new AttributeList(lines);
    else if (lines.tag === '#EXT-X-MEDIA') entries.push(...readMedia(new AttributeList(lines), place));
    else if (lines.tag !== '') entries.push(...readTag(lines));
    else if (streamInf !== undefined) entries.push(...readVariant(streamInf, place(lines.line)));
  }
  return entries;
}

const readVariant = (attributes: AttributeList, uri: string | undefined): VariantEntry[] =>
  uri === undefined ? [] : [{ kind: 'variant', attributes, uri }];

function readMedia(attributes: AttributeList, place: PlacePlaylist): MediaEntry[] {
  const written = attributes.quotedString('URI');
  const uri = written === undefined ? undefined : place(written);
  return written !== undefined && uri === undefined ? [] : [{ kind: 'media', attributes, uri }];
}

function readTag(lines: PlaylistLines): TagEntry[] {
  // Session data may lie in a file of its own (§4.3.4.4).
  const isElsewhere = lines.tag === '#EXT-X-SESSION-DATA' && new AttributeList(lines).raw('URI') !== undefined;
  return KEPT_TAGS.has(lines.tag) && !isElsewhere ? [{ kind: 'tag', line: lines.line }] : [];
}

const groupOf = ({ attributes }: MediaEntry): string => `${attributes.raw('TYPE')} ${attributes.raw('GROUP-ID')}`;

function groupsWanted(entry: Entry): string[] {
  return entry.kind === 'variant' ? MEDIA_TYPES.flatMap((type) => groupWanted(entry, type) ?? []) : [];
}

/** `CLOSED-CAPTIONS=NONE` names no group. */
function groupWanted({ attributes }: VariantEntry, type: (typeof MEDIA_TYPES)[number]): string | undefined {
  const value = attributes.raw(type);
  return value?.startsWith('"') === true ? `${type} ${value}` : undefined;
}

function write(entry: Entry, offered: ReadonlySet<string>): string[] {
  if (entry.kind === 'tag') return [entry.line];
  const { attributes, uri } = entry;
  if (entry.kind === 'media') {
    return [`#EXT-X-MEDIA:${attributes.write(uri === undefined ? {} : { URI: `"${uri}"` })}`];
  }
  const gone = MEDIA_TYPES.filter((type) => {
    const group = groupWanted(entry, type);
    return group !== undefined && !offered.has(group);
  });
  return [
    `#EXT-X-STREAM-INF:${attributes.write(Object.fromEntries(gone.map((type) => [type, undefined])))}`,
    entry.uri,
  ];
}
