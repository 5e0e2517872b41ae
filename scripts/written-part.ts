/** Pages of which a script writes a part and people the rest. */

/** The part that is written stands between these two lines. */
export interface WrittenPart {
  /** For whoever is told that they are missing. */
  readonly page: string;
  readonly begin: string;
  readonly end: string;
}

/** The page with that part written anew. */
export function withWrittenPart(text: string, { page, begin, end }: WrittenPart, written: string): string {
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (after === undefined) throw new Error(`${page} lacks the lines ${begin} and ${end}.`);
  return `${before}${begin}\n\n${written}\n${end}${after}`;
}
