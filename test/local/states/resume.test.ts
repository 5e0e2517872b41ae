import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import { EXECUTION_ARN, hang, machine, outputOf, Rig, type Tasks, task } from './rig.ts';

/** Ends the first engine in the midst of its work and goes on with a second one over the same journal and clock. */
async function killAndResume(before: Rig, definition: string, tasks: Tasks): Promise<Rig> {
  await before.clock.advance(0);
  await before.engine.close();
  const after = new Rig({ definition, tasks, journal: before.journal, clock: before.clock });
  after.engine.resume();
  return after;
}

test('after a kill, a task that had begun runs again and the states before it do not', async () => {
  const definition = machine({ First: task({ Next: 'Second' }), Second: task({ Next: 'Third' }), Third: task() });
  const before = new Rig({ definition, tasks: { First: () => 'one', Second: hang } });
  before.start();

  const after = await killAndResume(before, definition, { Second: (input) => `${input} two` });
  const execution = await after.finish();

  expect(before.calls.map(({ state }) => state)).toEqual(['First', 'Second']);
  expect(after.calls.map(({ state }) => state)).toEqual(['Second', 'Third']);
  expect(outputOf(execution)).toBe('one two');
  expect(after.types.slice(7)).toEqual([
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'TaskStateEntered',
    'LambdaFunctionScheduled',
    'LambdaFunctionStarted',
    'LambdaFunctionSucceeded',
    'TaskStateExited',
    'ExecutionSucceeded',
  ]);
  expect(after.history.map(({ id }) => id)).toEqual(after.history.map((_, index) => index + 1));
});

test('the engine that was closed writes nothing more', async () => {
  const definition = machine({ Work: task() });
  let release = (_: unknown) => {};
  const before = new Rig({ definition, tasks: { Work: () => new Promise((resolve) => (release = resolve)) } });
  before.start();
  const after = await killAndResume(before, definition, { Work: hang });
  await after.clock.advance(0);
  const length = after.history.length;

  release('late');
  await after.clock.advance(0);

  expect(before.history.at(-1)?.type).toBe('LambdaFunctionStarted');
  expect(after.history).toHaveLength(length);
  expect(after.engine.describeExecution(EXECUTION_ARN).status).toBe('RUNNING');
});

test('a retry that was due later stays due then, and its attempts stay counted', async () => {
  const Retry = [{ ErrorEquals: ['Busy'], IntervalSeconds: 100, BackoffRate: 1, MaxAttempts: 2 }];
  const definition = machine({ Work: task({ Retry }) });
  const busy = () => {
    throw new TaskFailure('Busy', '');
  };
  const before = new Rig({ definition, tasks: { Work: busy } });
  before.start();
  await before.clock.advance(130_000);

  const after = await killAndResume(before, definition, { Work: busy });
  const execution = await after.finish();

  expect(execution).toMatchObject({ status: 'FAILED', error: 'Busy', stopDate: '2026-06-23T20:15:20.000Z' });
  expect([before.calls.length, after.calls.length]).toEqual([2, 1]);
});

test('in a Map, iterations that had succeeded are not run again', async () => {
  const definition = machine({
    Each: { Type: 'Map', MaxConcurrency: 2, ItemProcessor: { StartAt: 'Work', States: { Work: task() } }, End: true },
  });
  const before = new Rig({ definition, tasks: { Work: (item) => (item === 2 ? new Promise(() => {}) : item) } });
  before.start([1, 2, 3, 4]);

  const after = await killAndResume(before, definition, { Work: (item) => item * 10 });
  const execution = await after.finish();

  expect(before.calls).toHaveLength(4);
  expect(after.calls.map(({ parameters }) => parameters)).toEqual([2]);
  expect(outputOf(execution)).toEqual([1, 20, 3, 4]);
});

test('a Wait and the time-out of the execution go on counting from before', async () => {
  const definition = machine(
    { Pause: { Type: 'Wait', Seconds: 60, Next: 'Work' }, Work: task() },
    { TimeoutSeconds: 100 },
  );
  const before = new Rig({ definition });
  before.start();
  await before.clock.advance(40_000);

  const after = await killAndResume(before, definition, { Work: hang });
  const execution = await after.finish();

  expect(after.history.find(({ type }) => type === 'WaitStateExited')?.timestamp).toBe('2026-06-23T20:13:00.000Z');
  expect(execution).toMatchObject({ status: 'TIMED_OUT', stopDate: '2026-06-23T20:13:40.000Z' });
});

test('an execution goes on although its state machine has another definition now', async () => {
  const before = new Rig({ definition: machine({ Work: task() }), tasks: { Work: hang } });
  before.start();

  const after = await killAndResume(before, machine({ Other: { Type: 'Succeed' } }), { Work: () => 'done' });

  expect(outputOf(await after.finish())).toBe('done');
});

test('what had ended stays as it was, can be redriven, and its name stays taken', async () => {
  const definition = machine({ First: task({ Next: 'Work' }), Work: task() });
  const before = new Rig({
    definition,
    tasks: {
      Work: () => {
        throw new TaskFailure('Broken', 'C');
      },
    },
  });
  const failed = await before.run({ a: 1 });

  const after = await killAndResume(before, definition, {});
  const loaded = after.engine.describeExecution(EXECUTION_ARN);
  const restart = () => after.start({ a: 1 });

  expect(loaded).toEqual(failed);
  expect(restart).toThrow('Execution Already Exists');
  expect(after.calls).toEqual([]);
  expect(await after.redrive()).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  expect(after.calls.map(({ state }) => state)).toEqual(['Work']);
});

test('an execution killed after a redrive goes on as redriven', async () => {
  const definition = machine({ Work: task({ Parameters: { 'n.$': '$$.Execution.RedriveCount' } }) });
  const before = new Rig({
    definition,
    tasks: {
      Work: (_, __, attempt) => {
        if (attempt === 1) throw new TaskFailure('Broken', '');
        return new Promise(() => {});
      },
    },
  });
  await before.run();
  before.engine.redriveExecution(EXECUTION_ARN, 'token');

  const after = await killAndResume(before, definition, {});
  const execution = await after.finish();

  expect(execution.redriveCount).toBe(1);
  expect(outputOf(execution)).toEqual({ n: 1 });
  expect(after.engine.redriveExecution(EXECUTION_ARN, 'token')).toEqual({ redriveDate: execution.redriveDate });
});

test('resuming tells EventBridge nothing new, and does not begin twice', async () => {
  const definition = machine({ Work: task() });
  const before = new Rig({ definition, tasks: { Work: hang } });
  before.start();

  const after = await killAndResume(before, definition, { Work: hang });
  const again = after.engine.resume();
  await after.clock.advance(0);

  expect(after.statuses).toEqual([]);
  expect(again).toEqual([]);
  expect(after.calls).toHaveLength(1);
});

test.each(['LambdaFunctionSucceeded', 'LambdaFunctionFailed'])(
  'a task that had ended when the journal was cut off, %s, is not run again',
  async (type) => {
    const definition = machine({
      Work: task({ Catch: [{ ErrorEquals: ['Bad'], Next: 'Caught' }] }),
      Caught: { Type: 'Succeed' },
    });
    const before = new Rig({
      definition,
      tasks: {
        Work: () => {
          if (type === 'LambdaFunctionFailed') throw new TaskFailure('Bad', 'cause');
          return 'result';
        },
      },
    });
    const expected = outputOf(await before.run());
    const [entries = []] = before.journal.load();
    const cut = entries.findIndex((entry) => 'event' in entry && entry.event.type === type) + 1;

    const after = new Rig({ definition, journal: { append: () => {}, load: () => [entries.slice(0, cut)] } });
    after.engine.resume();

    expect(outputOf(await after.finish())).toEqual(expected);
    expect(after.calls).toEqual([]);
  },
);

test('wherever the journal was cut off, the execution comes to the same end', async () => {
  const inner = {
    Work: task({ Retry: [{ ErrorEquals: ['Busy'] }], Catch: [{ ErrorEquals: ['Bad'], Next: 'Skip' }], Next: 'Skip' }),
    Skip: { Type: 'Pass', End: true },
  };
  const definition = machine({
    First: task({ Next: 'Each' }),
    Each: {
      Type: 'Map',
      ItemSelector: { 'item.$': '$$.Map.Item.Value' },
      ItemProcessor: { StartAt: 'Work', States: inner },
      Next: 'Which?',
    },
    'Which?': { Type: 'Choice', Choices: [{ Variable: '$[0]', IsPresent: true, Next: 'Done' }] },
    Done: { Type: 'Succeed' },
  });
  const makeTasks = (): Tasks => {
    const seen = new Set<unknown>();
    return {
      Work: ({ item }) => {
        if (item === 'bad') throw new TaskFailure('Bad', 'always');
        if (item === 'busy' && !seen.has(item)) {
          seen.add(item);
          throw new TaskFailure('Busy', 'once');
        }
        return item;
      },
    };
  };
  const whole = new Rig({ definition, tasks: makeTasks() });
  const expected = outputOf(await whole.run(['a', 'bad', 'busy']));
  const [entries] = whole.journal.load();

  const ends: unknown[] = [];
  for (let length = 1; length <= entries!.length; length += 1) {
    const journal = { append: () => {}, load: () => [structuredClone(entries!.slice(0, length))] };
    const rig = new Rig({ definition, tasks: makeTasks(), journal });
    rig.engine.resume();
    ends.push(outputOf(await rig.finish()));
  }

  expect(expected).toEqual(['a', { Error: 'Bad', Cause: 'always' }, 'busy']);
  expect(ends).toEqual(ends.map(() => expected));
});
