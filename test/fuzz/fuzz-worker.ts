/** Runs cases in a thread of its own, so that somebody can watch it and end it; see scripts/fuzz/fuzz-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import * as fc from 'fast-check';
import type { FuzzAnswer, FuzzOrder } from '../../scripts/fuzz/fuzz-orders.ts';
import { allTargets } from './all-targets.ts';
import { CaseMeter } from './case-meter.ts';
import type { FuzzTarget, Outcomes } from './fuzz-target.ts';
import { withStackFrames } from './stack-traces.ts';

const port = parentPort;
if (port === null) throw new Error('This file is run as a worker thread by scripts/fuzz/fuzz-thread.ts.');

/** How many cases of the order have begun: shared with the thread that watches. */
const begun = new Int32Array(workerData as SharedArrayBuffer);

async function load(name: string): Promise<FuzzTarget> {
  const target = await allTargets[name]?.();
  if (target?.name !== name) throw new Error(`There is no target ${name}; found ${target?.name} by that name.`);
  return target;
}

async function run({ target: name, seed, cases, path }: FuzzOrder): Promise<FuzzAnswer> {
  const target = await load(name);
  const outcomes: Outcomes = new Map();
  const meter = new CaseMeter();
  const property = target.property(outcomes, () => {
    Atomics.add(begun, 0, 1);
    meter.begin();
  });
  // Most cases end in an error, and where it came from takes a seventh of all the time to note down.
  const details = await withStackFrames(0, () =>
    fc.check(property, { seed, numRuns: cases, ...(path === undefined ? {} : { path }) }),
  );
  const failure = details.failed ? describe(name, details, await errorWithStack(property, details)) : undefined;
  return { outcomes, mayRefuse: target.refusals.length > 0, failure, ...meter.end() };
}

/** What was thrown, with its place; that of what does not happen twice is lost. */
async function errorWithStack(
  property: fc.IAsyncProperty<[unknown]>,
  { seed, counterexamplePath, errorInstance }: fc.RunDetails<[unknown]>,
): Promise<unknown> {
  const again = await fc.check(property, { seed, path: counterexamplePath ?? '0', numRuns: 1, endOnFailure: true });
  return again.failed
    ? again.errorInstance
    : `${String(errorInstance)}\nThe same case passed when it was run once more.`;
}

/** Characters of a message or an example that are worth reading. */
const mostTold = 4000;

function describe(name: string, details: fc.RunDetails<[unknown]>, thrown: unknown): string {
  const { seed, counterexamplePath } = details;
  const error = (thrown as Error | null)?.stack ?? String(thrown);
  const example = fc.defaultReportMessage(details) ?? '';
  const repeat = `npm run fuzz -- --target ${name} --seed ${seed} --path ${counterexamplePath}`;
  return `${error.slice(0, mostTold)}\n${example.slice(0, mostTold)}\nTo repeat it: ${repeat}`;
}

port.postMessage(Object.keys(allTargets));
port.on('message', (order: FuzzOrder | 'end') => {
  if (order === 'end') port.close();
  else void run(order).then((answer) => port.postMessage(answer));
});
