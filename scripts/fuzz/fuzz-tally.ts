import type { FuzzAnswer } from './fuzz-orders.ts';

/** What has come of one target so far. */
export class FuzzTally {
  readonly target: string;
  readonly outcomes = new Map<string, number>();
  readonly failures: string[] = [];
  cases = 0;
  cpuSeconds = 0;
  longestCaseMs = 0;
  peakBytes = 0;

  constructor(target: string) {
    this.target = target;
  }

  add({ outcomes, failure, cpuSeconds, longestCaseMs, peakBytes }: FuzzAnswer): void {
    for (const [outcome, count] of outcomes) {
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + count);
      this.cases += count;
    }
    if (failure !== undefined) this.failures.push(failure);
    this.cpuSeconds += cpuSeconds;
    this.longestCaseMs = Math.max(this.longestCaseMs, longestCaseMs);
    this.peakBytes = Math.max(this.peakBytes, peakBytes);
  }
}

const count = (value: number): string => value.toLocaleString('en-US');

/** What came of the cases of each target, the most frequent first. */
export const outcomeLines = (tallies: readonly FuzzTally[]): string[] =>
  tallies.map(({ target, outcomes }) => {
    const sorted = [...outcomes].toSorted(([, one], [, other]) => other - one);
    return `- ${target}: ${sorted.map(([outcome, times]) => `${outcome} ${count(times)}`).join(', ')}`;
  });

/** A table in Markdown, in the order in which targets were given. */
export function tallyTable(tallies: readonly FuzzTally[]): string {
  const rows = tallies.map((tally) => {
    const { target, cases, cpuSeconds, longestCaseMs, peakBytes, outcomes, failures } = tally;
    const cells = [target, count(cases), cpuSeconds.toFixed(1), Math.round(longestCaseMs)];
    return `| ${[...cells, Math.round(peakBytes / 1e6), count(outcomes.get('taken') ?? 0), failures.length].join(' | ')} |`;
  });
  const sum = (of: (tally: FuzzTally) => number): number => tallies.reduce((total, tally) => total + of(tally), 0);
  const total = [count(sum(({ cases }) => cases)), sum(({ cpuSeconds }) => cpuSeconds).toFixed(1)];
  const failures = sum(({ failures }) => failures.length);
  return [
    '| target | cases | CPU s | longest case, ms | peak memory, MB | taken | faults |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...rows,
    `| all ${tallies.length} | ${total.join(' | ')} | | | | ${failures} |`,
  ].join('\n');
}
