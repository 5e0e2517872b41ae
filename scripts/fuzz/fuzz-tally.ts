import type { FuzzAnswer } from './fuzz-orders.ts';

/** What has come of one target so far. */
export class FuzzTally {
  readonly target: string;
  readonly outcomes = new Map<string, number>();
  readonly failures: string[] = [];
  cases = 0;
  milliseconds = 0;

  constructor(target: string) {
    this.target = target;
  }

  add({ outcomes, failure }: FuzzAnswer, milliseconds: number): void {
    for (const [outcome, count] of outcomes) {
      this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + count);
      this.cases += count;
    }
    if (failure !== undefined) this.failures.push(failure);
    this.milliseconds += milliseconds;
  }
}

const count = (value: number): string => value.toLocaleString('en-US');

/** What came of the cases of each target, the most frequent first. */
export const outcomeLines = (tallies: readonly FuzzTally[]): string[] =>
  tallies.map(({ target, outcomes }) => {
    const sorted = [...outcomes].toSorted(([, one], [, other]) => other - one);
    return `${target}: ${sorted.map(([outcome, times]) => `${outcome} ${count(times)}`).join(', ')}`;
  });

/** A table in Markdown, in the order in which targets were given. */
export function tallyTable(tallies: readonly FuzzTally[]): string {
  const rows = tallies.map(({ target, cases, milliseconds, outcomes, failures }) => {
    const taken = outcomes.get('taken') ?? 0;
    const rate = milliseconds === 0 ? 0 : Math.round((cases / milliseconds) * 1000);
    const otherwise = outcomes.size - (taken > 0 ? 1 : 0);
    return `| ${[target, count(cases), count(taken), count(cases - taken), otherwise, count(rate), failures.length].join(' | ')} |`;
  });
  const cases = tallies.reduce((sum, tally) => sum + tally.cases, 0);
  const failures = tallies.reduce((sum, tally) => sum + tally.failures.length, 0);
  return [
    '| target | cases | taken | refused or nothing to do | in so many ways | cases per second | faults |',
    '|---|---:|---:|---:|---:|---:|---:|',
    ...rows,
    `| all ${tallies.length} | ${count(cases)} | | | | | ${failures} |`,
  ].join('\n');
}
