import type { Finding } from '../shared/contract/catalog.ts';

/** Findings kept in the catalog: enough to see what is wrong, and far below the 256 KiB of a state's output. */
export const maxFindings = 100;

/**
 * At most {@link maxFindings}, and one more with how many there were of which kind. Each kind of each rendition is there
 * before any has many: a thousand gaps in one rendition do not hide that another lacks its end.
 */
export function limitFindings(findings: readonly Finding[]): Finding[] {
  if (findings.length <= maxFindings) return [...findings];
  const kinds = [...Map.groupBy(findings, kindOf).values()];
  const share = fairShare(kinds.map(({ length }) => length));
  const kept = new Set(kinds.flatMap((ofKind) => ofKind.slice(0, share)).slice(0, maxFindings));
  const leftOut = findings.filter((finding) => !kept.has(finding));
  return [...findings.filter((finding) => kept.has(finding)), tellLeftOut(leftOut)];
}

const kindOf = ({ code, rendition }: Finding): string => (rendition === undefined ? code : `${code} of ${rendition}`);

/** The most that each kind may have so that all fit; at least one. */
function fairShare(counts: readonly number[]): number {
  const taken = (share: number) => counts.reduce((sum, count) => sum + Math.min(count, share), 0);
  let share = 1;
  while (taken(share + 1) <= maxFindings) share++;
  return share;
}

function tellLeftOut(leftOut: readonly Finding[]): Finding {
  const counts = [...Map.groupBy(leftOut, kindOf)].map(([kind, ofKind]) => `${ofKind.length} ${kind}`);
  const message = `${leftOut.length} more findings are left out: ${counts.slice(0, maxTold).join(', ')}`;
  const more = counts.length - maxTold;
  return { code: 'findings-left-out', message: more > 0 ? `${message} and ${more} kinds more` : message };
}

// An error's cause is cut off at 32,768 characters, and nobody reads more than this in the console.
const maxTold = 10;

/** Findings in one line for an error's message. */
export function tellFindings(findings: readonly Finding[]): string {
  const told = findings.slice(0, maxTold).map(({ message }) => message);
  const leftOut = findings.length - told.length;
  return [...told, ...(leftOut > 0 ? [`and ${leftOut} more`] : [])].join('; ');
}
