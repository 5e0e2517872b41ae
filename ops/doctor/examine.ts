/** `doctor`: a deployment from end to end, and what to do about each fault. Changes nothing. */
import type { CommandContext } from '../frame/command-context.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import type { Mark, Output } from '../terminal/output.ts';
import { countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import { allChecks } from './all-checks.ts';
import type { CheckResult, Verdict } from './check.ts';
import type { DoctorPorts } from './doctor-ports.ts';
import { notLookedAt } from './not-looked-at.ts';
import { runChecks } from './run-checks.ts';

type Context = Pick<CommandContext, 'deployment' | 'output' | 'signal' | 'bar'>;

/** Makes every check and prints what it found; resolves to the exit code: failed when there is a fault. */
export async function examine(ports: DoctorPorts, { deployment, output, signal, bar }: Context): Promise<number> {
  const checks = allChecks(await deployment(), ports);
  const progress = bar(checks.length);
  const results = await runChecks(checks, {
    signal,
    onChecked: (done, { check }) => progress.show(done, check),
  }).finally(() => progress.stop());
  print(results, output);
  return results.some(({ verdict }) => verdict === 'fault') ? exitCodes.failed : exitCodes.done;
}

/** The worst first, as they are counted. */
const verdicts = ['fault', 'warning', 'unknown', 'ok'] as const satisfies readonly Verdict[];

const marks: Readonly<Record<Verdict, Mark>> = { ok: 'good', fault: 'bad', warning: 'warning', unknown: 'faint' };

const columns: readonly Column<CheckResult>[] = [
  { title: 'Verdict', text: ({ verdict }) => verdict, mark: ({ verdict }) => marks[verdict] },
  { title: 'Check', text: ({ check }) => check },
  { title: 'Found', text: ({ found }) => found },
];

function print(results: readonly CheckResult[], output: Output): void {
  const counts = Object.fromEntries(verdicts.map((verdict) => [verdict, countOf(results, verdict)]));
  output.json({
    checks: results.map(({ check, verdict, found, advice }) => ({ check, verdict, found, advice })),
    counts,
    notLookedAt,
  });
  output.table(columns, results);
  for (const { verdict, advice, checks } of advised(results)) {
    output.line('');
    output.line(`${verdict}: ${checks.join(', ')}`, marks[verdict]);
    output.line(`  ${advice}`);
  }
  output.line('');
  output.line('Not looked at:', 'faint');
  for (const what of notLookedAt) output.line(`  ${what}`, 'faint');
  output.line('');
  output.line(
    `${countText(results.length, 'check')}: ${verdicts.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ')}.`,
  );
}

const countOf = (results: readonly CheckResult[], verdict: Verdict): number =>
  results.filter((result) => result.verdict === verdict).length;

/** What is to be done, the worst first; what has the same remedy stands together. */
function advised(results: readonly CheckResult[]) {
  const advices = new Map<string, { verdict: Verdict; advice: string; checks: string[] }>();
  for (const each of verdicts)
    for (const { check, verdict, advice } of results) {
      if (verdict !== each || advice === undefined) continue;
      const known = advices.get(`${verdict} ${advice}`);
      if (known === undefined) advices.set(`${verdict} ${advice}`, { verdict, advice, checks: [check] });
      else known.checks.push(check);
    }
  return advices.values();
}
