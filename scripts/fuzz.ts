/** `npm run fuzz`: feeds parsers changed inputs for as long as it is told, and names what breaks a claim. */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FuzzTally, outcomeLines, tallyTable } from './fuzz/fuzz-tally.ts';
import { CaseStuckError, FuzzThread } from './fuzz/fuzz-thread.ts';

const usage = `Usage: npm run fuzz -- [--minutes n | --cases n] [--target name]... [--seed n] [--outcomes]

  --minutes  how long in all, shared evenly; 1 unless told
  --cases    so many cases for each target, however long that takes
  --target   only this one; may be given several times (--target list names them)
  --seed     where the cases begin, to repeat a run; what fails says how to repeat that alone
  --outcomes also tell how often which refusal came`;

const options = {
  minutes: { type: 'string' },
  cases: { type: 'string' },
  target: { type: 'string', multiple: true },
  seed: { type: 'string' },
  outcomes: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** How much is wanted of each target, or of all. */
interface Wish {
  readonly minutes: number;
  readonly cases: number;
  readonly seed: number;
}

/** Long enough for the thread's answers not to count, short enough for progress to be seen. */
const turnMs = 2000;
const firstTurnCases = 200;
const mostTurnCases = 50_000;
const tellEveryMs = 15_000;

const numberOf = (text: string | undefined, otherwise: number): number =>
  text === undefined ? otherwise : Number(text);

async function main(): Promise<number> {
  const { values } = parseArgs({ options, strict: false });
  const isUnderstood = Object.keys(values).every((name) => Object.hasOwn(options, name));
  const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
  const wish = {
    minutes: values.cases === undefined ? numberOf(text(values.minutes), 1) : Number.POSITIVE_INFINITY,
    cases: numberOf(text(values.cases), Number.POSITIVE_INFINITY),
    seed: numberOf(text(values.seed), randomInt(2 ** 31)),
  };
  if (values.help === true || !isUnderstood || !(wish.minutes > 0 && wish.cases > 0 && Number.isInteger(wish.seed))) {
    console.error(usage);
    return values.help === true ? 0 : 2;
  }
  const wanted = (values.target ?? []).filter((name) => typeof name === 'string');
  return run(wanted, wish, values.outcomes === true);
}

async function run(wanted: readonly string[], wish: Wish, tellsOutcomes: boolean): Promise<number> {
  const thread = new FuzzThread();
  const known = await thread.targets;
  const unknown = wanted.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    await thread.end();
    console.error(`There is no target ${unknown.join(', ')}; there are: ${known.join(', ')}.`);
    return 2;
  }
  console.log(`Seed ${wish.seed}; the same seed gives the same cases.`);
  const tallies = (wanted.length > 0 ? wanted : known).map((name) => new FuzzTally(name));
  await fuzz(thread, tallies, wish);
  console.log(`\n${tallyTable(tallies)}`);
  if (tellsOutcomes) console.log(`\n${outcomeLines(tallies).join('\n')}`);
  const failures = tallies.flatMap(({ target, failures }) => failures.map((failure) => `${target}: ${failure}`));
  for (const failure of failures) console.log(`\n${failure}`);
  return failures.length > 0 ? 1 : 0;
}

async function fuzz(first: FuzzThread, tallies: readonly FuzzTally[], { minutes, cases, seed }: Wish): Promise<void> {
  const endsAt = Date.now() + minutes * 60_000;
  let thread = first;
  let toldAt = Date.now();
  for (let turn = 0; Date.now() < endsAt; turn++) {
    const tally = nextTally(tallies, cases);
    if (tally === undefined) break;
    const isSound = await takeTurn(thread, tally, Math.min(turnCases(tally), cases - tally.cases), (seed + turn) | 0);
    if (!isSound) {
      await thread.end();
      thread = new FuzzThread();
      await thread.targets;
    }
    if (Date.now() - toldAt < tellEveryMs) continue;
    toldAt = Date.now();
    tell(tallies);
  }
  await thread.end();
}

/** Whichever had the least time; none that failed, since it would only fail again. */
function nextTally(tallies: readonly FuzzTally[], cases: number): FuzzTally | undefined {
  const open = tallies.filter((tally) => tally.failures.length === 0 && tally.cases < cases);
  return open.toSorted((one, other) => one.milliseconds - other.milliseconds)[0];
}

function turnCases({ cases, milliseconds }: FuzzTally): number {
  if (milliseconds === 0) return firstTurnCases;
  return Math.max(firstTurnCases, Math.min(mostTurnCases, Math.round((cases / milliseconds) * turnMs)));
}

/** @returns false when the thread is of no more use */
async function takeTurn(thread: FuzzThread, tally: FuzzTally, cases: number, seed: number): Promise<boolean> {
  const startedAt = performance.now();
  try {
    const answer = await thread.run({ target: tally.target, seed, cases });
    tally.add(answer, performance.now() - startedAt);
    return true;
  } catch (error) {
    if (!(error instanceof CaseStuckError)) throw error;
    tally.add({ outcomes: new Map(), failure: error.message }, performance.now() - startedAt);
    return false;
  }
}

function tell(tallies: readonly FuzzTally[]): void {
  const cases = tallies.reduce((sum, tally) => sum + tally.cases, 0);
  const seconds = tallies.reduce((sum, tally) => sum + tally.milliseconds, 0) / 1000;
  const failed = tallies.filter(({ failures }) => failures.length > 0).map(({ target }) => target);
  const faults = failed.length === 0 ? 'no faults' : `faults in ${failed.join(', ')}`;
  console.log(`${Math.round(seconds)} s: ${cases.toLocaleString('en-US')} cases, ${faults}`);
}

process.exitCode = await main();
