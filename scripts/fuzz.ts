/** `npm run fuzz`: feeds parsers changed inputs for as long as it is told, and names what breaks a claim. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FuzzRun } from './fuzz/fuzz-run.ts';
import { FuzzTally, outcomeLines, tallyTable } from './fuzz/fuzz-tally.ts';
import { FuzzThread } from './fuzz/fuzz-thread.ts';

const usage = `Usage: npm run fuzz -- [--minutes n | --cases n] [--target name]... [--seed n] [--path p] [--outcomes]

  --minutes  how long in all, shared evenly; 1 unless told
  --cases    so many cases for each target, however long that takes
  --target   only this one; may be given several times (--target list names them)
  --seed     where the cases begin, to repeat one that failed
  --path     with --target and --seed, one case: what fails says its seed and path
  --outcomes also tell how often which refusal came`;

const options = {
  minutes: { type: 'string' },
  cases: { type: 'string' },
  target: { type: 'string', multiple: true },
  seed: { type: 'string' },
  path: { type: 'string' },
  outcomes: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

const numberOf = (text: unknown, otherwise: number): number => (typeof text === 'string' ? Number(text) : otherwise);

async function main(): Promise<number> {
  const { values } = parseArgs({ options, strict: false });
  const isUnderstood = Object.keys(values).every((name) => Object.hasOwn(options, name));
  const path = typeof values.path === 'string' ? values.path : undefined;
  const wish = {
    minutes: values.cases === undefined ? numberOf(values.minutes, 1) : Number.POSITIVE_INFINITY,
    cases: path === undefined ? numberOf(values.cases, Number.POSITIVE_INFINITY) : 1,
    seed: numberOf(values.seed, randomInt(2 ** 31)),
    path,
  };
  if (values.help === true || !isUnderstood || !(wish.minutes > 0 && wish.cases > 0 && Number.isInteger(wish.seed))) {
    console.error(usage);
    return values.help === true ? 0 : 2;
  }
  const wanted = (values.target ?? []).filter((name) => typeof name === 'string');
  const targets = await chooseTargets(wanted);
  if (targets === undefined) return 2;
  console.log(
    `Seed ${wish.seed}; how far it goes depends on the machine. What fails tells the command that repeats it.`,
  );
  const run = new FuzzRun(
    targets.map((name) => new FuzzTally(name)),
    wish,
    (line) => console.log(line),
  );
  onInterruption(() => run.stop());
  await run.fuzz();
  return report(run.tallies, values.outcomes === true);
}

async function chooseTargets(wanted: readonly string[]): Promise<readonly string[] | undefined> {
  const thread = new FuzzThread();
  const known = await thread.targets;
  await thread.end();
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length === 0) return wanted.length > 0 ? wanted : known;
  console.error(`There is no target ${unknown.join(', ')}; there are: ${known.join(', ')}.`);
  return undefined;
}

function report(tallies: readonly FuzzTally[], tellsOutcomes: boolean): number {
  console.log(`\n${tallyTable(tallies)}`);
  if (tellsOutcomes) console.log(`\n${outcomeLines(tallies).join('\n')}`);
  return tallies.some(({ failures }) => failures.length > 0) ? 1 : 0;
}

/** Ctrl-C ends the turn and prints the table; a second one ends at once. By way of npm each comes twice. */
function onInterruption(stop: () => void): void {
  let interruptedAt: number | undefined;
  process.on('SIGINT', () => {
    if (interruptedAt !== undefined && Date.now() - interruptedAt > 1000) process.exit(130);
    interruptedAt ??= Date.now();
    stop();
  });
  process.once('SIGTERM', () => process.exit(143));
}

process.exitCode = await main();
