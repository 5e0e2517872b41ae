/** A page of a listing: things, common prefixes, and where the next page begins if there is more. */
export interface ListingPage<T, Position> {
  readonly entries: readonly T[];
  readonly commonPrefixes: readonly string[];
  readonly next: Position | undefined;
}

/** How to read a listing in key order from a position, and to name positions in it. */
export interface ListingSource<T extends { readonly key: string }, Position> {
  readFrom(position: Position): AsyncIterable<T> | Iterable<T>;
  positionAfter(entry: T): Position;
  /** Behind everything with the prefix, so that a folder with 17,000 segments costs no more than one with two. */
  positionBeyond(commonPrefix: string): Position;
}

/** What a page is to hold. */
export interface PageRequest<Position> {
  readonly prefix: string;
  /** Keys that have it behind the prefix are rolled up to it. Empty for none. */
  readonly delimiter: string;
  readonly start: Position;
  /** Entries and common prefixes together. */
  readonly limit: number;
}

/** Reads one page. */
export async function readListingPage<T extends { readonly key: string }, Position>(
  source: ListingSource<T, Position>,
  { prefix, delimiter, start, limit }: PageRequest<Position>,
): Promise<ListingPage<T, Position>> {
  const entries: T[] = [];
  const commonPrefixes: string[] = [];
  let position: Position | undefined = limit > 0 ? start : undefined;
  let next: Position | undefined;
  while (position !== undefined) {
    let resumeAt: Position | undefined;
    for await (const entry of source.readFrom(position)) {
      if (entries.length + commonPrefixes.length === limit) {
        next = position;
        break;
      }
      const commonPrefix = commonPrefixOf(entry.key, prefix, delimiter);
      if (commonPrefix !== undefined) {
        commonPrefixes.push(commonPrefix);
        resumeAt = source.positionBeyond(commonPrefix);
        break;
      }
      entries.push(entry);
      position = source.positionAfter(entry);
    }
    position = resumeAt;
  }
  return { entries, commonPrefixes, next };
}

/** The key up to the first delimiter behind the prefix, that included. */
export function commonPrefixOf(key: string, prefix: string, delimiter: string): string | undefined {
  const found = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length);
  return found === -1 ? undefined : key.slice(0, found + delimiter.length);
}
