/**
 * Every state of every machine fails for good, is reported, is healed, and goes on: by a redrive, and by a new
 * execution. Driven from the definitions: a new state needs a route through it, or a reason why it cannot fail.
 */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { readDefinitions, statesOf } from '../../statemachines/definitions.ts';
import { startTestSystem, type TestSystem } from './a-system.ts';
import { configurations } from './configurations.ts';
import { type Backfilled, BackfillRehearsal } from './every-state/backfill-rehearsal.ts';
import { cannotFail, type FailingState, failingStates, failsElsewhere } from './every-state/failing-states.ts';
import { type Case, Rehearsal, type Rehearsed } from './every-state/rehearsal.ts';
import { type Call, StandingFaults } from './standing-faults.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(240_000);

const isOfBackfill = ({ machine }: { machine: string }) => machine === 'backfill-recordings';
const states = failingStates().filter((state) => !isOfBackfill(state));
const casesOf = (state: FailingState): Case[] => [
  { ...state, isAnswerLost: false, remedy: 'redriven' },
  { ...state, isAnswerLost: false, remedy: 'started anew' },
  { ...state, isAnswerLost: true, remedy: 'redriven' },
];
const cases = states.flatMap(casesOf);
const backfillCases = failingStates().filter(isOfBackfill).flatMap(casesOf);

let testSystem: TestSystem;
let rehearsal: Rehearsal;
let backfills: BackfillRehearsal;
let backfilled: Backfilled[];
let rehearsed: (Rehearsed | undefined)[];

beforeAll(async () => {
  const faults = new StandingFaults();
  testSystem = await startTestSystem({ interceptTask: faults.intercept, configuration: configurations.rehearsed });
  rehearsal = new Rehearsal(testSystem.system, faults);
  await rehearsal.runClean();
  rehearsed = await rehearsal.run(cases);
  // Last, since the reconciler looks at all executions.
  backfills = new BackfillRehearsal(testSystem.system, faults);
  backfilled = await backfills.run(backfillCases);
});
afterAll(async () => {
  await testSystem.stop();
  rehearsal.removeCopies();
  backfills.removeFolders();
});

describe('every state', () => {
  const all = readDefinitions().flatMap(({ machine }) => statesOf(machine));

  test('fails in a test, or is listed with the reason why it cannot', () => {
    const failing = failingStates().map(({ name }) => name);

    const listed = [cannotFail, failsElsewhere].flatMap((states) => Object.keys(states));

    expect([...failing, ...listed].sort()).toEqual(all.map(([name]) => name).sort());
  });

  test('that does work can fail', () => {
    const tasks = all.filter(([, { Type }]) => Type === 'Task').map(([name]) => name);

    expect(tasks.filter((name) => name in cannotFail)).toEqual([]);
  });

  test('that fails here is entered on a route of the rehearsal: add one through it', () => {
    expect(states.map(({ name }) => name).filter((name) => rehearsal.routeThrough(name) === undefined)).toEqual([]);
  });
});

const titled = (one: Case, index: number) => ({
  ...one,
  index,
  way: one.isAnswerLost ? 'fails for good after its work was done' : 'fails for good',
});

describe.each(cases.map(titled))('when $name $way and is $remedy', ({ index, ...one }) => {
  const outcome = (): Rehearsed => {
    const found = rehearsed[index];
    if (found === undefined) throw new Error(`There is no route through ${one.name}.`);
    return found;
  };
  const isOfExport = one.machine === 'export-recording';

  test('the failure is reported once, by its name and state, in the catalog and by message', () => {
    const { recordingId, failed, clean } = outcome();
    const [broken, ...others] = failed.executions.filter(({ status }) => status !== 'SUCCEEDED');
    const isRegistered = wasRegistered(one, outcome());
    const type = isOfExport ? 'recording.export.failed' : 'recording.failed';
    const [key, cleanItem] = itemOf(clean.end.items, isOfExport ? '#export#one' : '#RECORDING');

    expect(others).toEqual([]);
    expect(broken).toMatchObject({ status: 'FAILED', error: one.error });
    expect(failed.messages.failures).toMatchObject([
      {
        id: `Qm4TzL9cWx2d/${recordingId}/${type}/${broken?.name}/0`,
        type,
        error: { name: one.error, state: one.name, redrivable: true },
        ...(isOfExport ? {} : { playbackStands: isRegistered && cleanItem.status === 'playable' }),
      },
    ]);
    expect(failed.end.items[key]).toMatchObject({
      status: isRegistered ? cleanItem.status : 'failed',
      attention: 'failed',
      failure: { name: one.error, state: one.name },
    });
  });

  test('nothing else is touched by it, and nothing is left half-made', () => {
    const { failed, clean } = outcome();
    const others = Object.entries(clean.end.items).filter(([key]) => !key.endsWith('#export#one'));

    if (isOfExport) expect(failed.end.items).toMatchObject(Object.fromEntries(others));
    expect(failed.end.openUploads).toEqual([]);
    expect(clean.end.exportFiles).toEqual(expect.arrayContaining([...failed.end.exportFiles]));
  });

  test('the end is that of a clean run: executions, catalog, files, messages', () => {
    const { failed, healed, clean } = outcome();

    const unsuccessful = healed.executions.filter(({ status }) => status !== 'SUCCEEDED');
    expect(unsuccessful.map(({ name }) => name)).toEqual(
      one.remedy === 'redriven'
        ? []
        : failed.executions.flatMap(({ status, name }) => (status === 'FAILED' ? name : [])),
    );
    expect(healed.end).toEqual(clean.end);
    expect(healed.messages.failures).toEqual([]);
    expect({ ...failed.messages.news, ...healed.messages.news }).toEqual(clean.messages.news);
  });

  test('what had succeeded is not done again', () => {
    const { failed, healed, clean } = outcome();
    const done = failed.calls.filter((call) => call.outcome === 'succeeded').map(workOf);

    if (one.isItem) expect(done.filter((work) => work.includes(` ${one.name} `))).toHaveLength(1);
    expect(healed.calls.map(workOf).filter((work) => done.includes(work))).toEqual([]);
    if (one.remedy === 'redriven') expect(healed.executions).toHaveLength(clean.executions.length);
  });

  /** A state of an execution; of items the one that it works on. */
  const workOf = ({ executionArn, stateName, parameters }: Call): string =>
    `${executionArn} ${stateName} ${one.isItem && stateName === one.name ? JSON.stringify(parameters) : ''}`;
});

describe.each(backfillCases.map(titled))('when $name $way and the backfill is $remedy', ({ index, ...one }) => {
  const outcome = (): Backfilled => backfilled[index]!;

  test('it fails by name, at that state, and no recording is said to have failed', () => {
    const { failed, clean } = outcome();

    expect(failed.execution).toMatchObject({ status: 'FAILED', error: nameOfFailure(one) });
    expect(failed.openStates.at(-1)).toBe(isOfDistributedMap(one) ? 'ProcessRecordings' : one.name);
    expect(Object.keys(clean.messages)).toEqual(expect.arrayContaining(Object.keys(failed.messages)));
  });

  test('the end is that of a clean one: executions, catalog, messages', () => {
    const { failed, healed, clean } = outcome();

    expect(healed.execution).toMatchObject({ status: 'SUCCEEDED', redriveCount: one.remedy === 'redriven' ? 1 : 0 });
    expect(healed.ends).toEqual(clean.ends);
    expect({ ...failed.messages, ...healed.messages }).toEqual(clean.messages);
    expect(healed.runCount).toBe(clean.runCount);
  });

  test('what had succeeded is not done again', () => {
    const { failed, healed, clean } = outcome();
    const done = tally(failed.calls.filter((call) => call.outcome === 'succeeded'));
    const after = tally(healed.calls);

    if (one.isItem) expect(done[one.name]).toBe(1);
    if (one.remedy === 'redriven') {
      for (const [name, count] of Object.entries(tally(clean.calls))) {
        expect({ name, calls: (done[name] ?? 0) + (after[name] ?? 0) }).toEqual({ name, calls: count });
      }
    }
  });
});

/** How often each state worked. The list of a distributed Map is read again when the Map is redriven. */
function tally(calls: readonly Call[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { stateName } of calls.filter((call) => call.stateName !== 'ProcessRecordings')) {
    counts[stateName] = (counts[stateName] ?? 0) + 1;
  }
  return counts;
}

const isOfDistributedMap = ({ name }: Case): boolean => name === 'ProcessRecording';

const nameOfFailure = (one: Case): string =>
  isOfDistributedMap(one) ? 'States.ExceedToleratedFailureThreshold' : one.error;

const itemOf = (items: Rehearsed['clean']['end']['items'], ending: string) =>
  Object.entries(items).find(([key]) => key.endsWith(ending)) ?? ['', {}];

/** Whether the catalog had been written before, or although, the state failed. */
function wasRegistered({ machine, isRegistration, isAnswerLost }: Case, { failed }: Rehearsed): boolean {
  if (isRegistration && isAnswerLost) return true;
  const registrations = states.filter((state) => state.machine === machine && state.isRegistration);
  return failed.calls.some(
    ({ stateName, outcome, executionArn }) =>
      outcome === 'succeeded' &&
      registrations.some(({ name }) => name === stateName) &&
      (machine !== 'export-recording' || executionArn.endsWith('-one')),
  );
}
