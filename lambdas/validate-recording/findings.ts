import type { Finding } from '../shared/contract/catalog.ts';

/** Findings kept in the catalog: enough to see what is wrong, and far below the 256 KiB of a state's output. */
export const maxFindings = 100;

/** The first {@link maxFindings}, and how many more there were. */
export function limitFindings(findings: readonly Finding[]): Finding[] {
  const leftOut = findings.length - maxFindings;
  if (leftOut <= 0) return [...findings];
  return [
    ...findings.slice(0, maxFindings),
    { code: 'findings-left-out', message: `${leftOut} more findings are left out` },
  ];
}

// An error's cause is cut off at 32,768 characters, and nobody reads more than this in the console.
const maxTold = 10;

/** Findings in one line for an error's message. */
export function tellFindings(findings: readonly Finding[]): string {
  const told = findings.slice(0, maxTold).map(({ message }) => message);
  const leftOut = findings.length - told.length;
  return [...told, ...(leftOut > 0 ? [`and ${leftOut} more`] : [])].join('; ');
}
