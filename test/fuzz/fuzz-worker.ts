/** Runs cases in a thread of its own, so that somebody can watch it and end it; see scripts/fuzz/fuzz-thread.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import * as fc from 'fast-check';
import type { FuzzAnswer, FuzzOrder } from '../../scripts/fuzz/fuzz-orders.ts';
import { allTargets } from './all-targets.ts';
import { CaseMeter } from './case-meter.ts';
import type { Outcomes } from './fuzz-target.ts';

const port = parentPort;
if (port === null) throw new Error('This file is run as a worker thread by scripts/fuzz/fuzz-thread.ts.');

/** How many cases of the order have begun: shared with the thread that watches. */
const begun = new Int32Array(workerData as SharedArrayBuffer);

async function run({ target: name, seed, cases, path }: FuzzOrder): Promise<FuzzAnswer> {
  const target = allTargets.find((candidate) => candidate.name === name);
  if (target === undefined) throw new Error(`There is no target ${name}.`);
  const outcomes: Outcomes = new Map();
  const meter = new CaseMeter();
  const property = target.property(outcomes, () => {
    Atomics.add(begun, 0, 1);
    meter.begin();
  });
  const details = await fc.check(property, { seed, numRuns: cases, ...(path === undefined ? {} : { path }) });
  return { outcomes, failure: details.failed ? describe(name, details) : undefined, ...meter.end() };
}

/** Characters of a message or an example that are worth reading. */
const mostTold = 4000;

function describe(name: string, details: fc.RunDetails<[unknown]>): string {
  const { seed, counterexamplePath, errorInstance } = details;
  const error = (errorInstance as Error | null)?.stack ?? String(errorInstance);
  const example = fc.defaultReportMessage(details) ?? '';
  const repeat = `npm run fuzz -- --target ${name} --seed ${seed} --path ${counterexamplePath}`;
  return `${error.slice(0, mostTold)}\n${example.slice(0, mostTold)}\nTo repeat it: ${repeat}`;
}

port.postMessage(allTargets.map(({ name }) => name));
port.on('message', (order: FuzzOrder | 'end') => {
  if (order === 'end') port.close();
  else void run(order).then((answer) => port.postMessage(answer));
});
