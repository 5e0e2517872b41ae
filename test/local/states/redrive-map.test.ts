import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import { machine, outputOf, Rig, task } from './rig.ts';

const each = (inner: Record<string, object>, extra: object = {}) => ({
  Type: 'Map',
  ItemProcessor: { StartAt: Object.keys(inner)[0], States: inner },
  End: true,
  ...extra,
});

test('in a Map only the iterations that failed or were aborted run again, from the state where they stopped', async () => {
  const inner = { Prepare: task({ Next: 'Work' }), Work: task() };
  let broken = true;
  const rig = new Rig({
    definition: machine({ Each: each(inner, { MaxConcurrency: 3 }) }),
    tasks: {
      Work: async (item) => {
        if (item === 'done') return item;
        // One has succeeded and two are at work when this one fails.
        await new Promise((resolve) => setImmediate(resolve));
        if (broken && item === 'bad') throw new TaskFailure('Broken', '');
        if (broken && item === 'slow') return new Promise(() => {});
        return item;
      },
    },
  });
  await rig.run(['done', 'bad', 'slow', 'later']);
  const first = rig.calls.length;
  broken = false;

  const execution = await rig.redrive();

  expect(outputOf(execution)).toEqual(['done', 'bad', 'slow', 'later']);
  expect(
    rig.calls
      .slice(first)
      .map(({ state, parameters }) => `${state} ${parameters}`)
      .sort(),
  ).toEqual(['Work bad', 'Work later', 'Work slow']);
  expect(rig.types.filter((type) => type === 'MapStateStarted')).toHaveLength(1);
  expect(rig.types.filter((type) => type === 'MapIterationSucceeded')).toHaveLength(4);
});

test('iterations that had not begun run for the first time', async () => {
  const rig = new Rig({
    definition: machine({ Each: each({ Work: task() }, { MaxConcurrency: 1 }) }),
    tasks: {
      Work: (item, _, attempt) => {
        if (attempt === 2) throw new TaskFailure('Broken', '');
        return item;
      },
    },
  });
  await rig.run([1, 2, 3]);

  const execution = await rig.redrive();

  expect(outputOf(execution)).toEqual([1, 2, 3]);
  expect(rig.calls.map(({ parameters }) => parameters)).toEqual([1, 2, 2, 3]);
});

test('a Map can be redriven twice, and nested Maps too', async () => {
  let failures = 2;
  const definition = machine({ Outer: each({ Inside: each({ Work: task() }) }) });
  const rig = new Rig({
    definition,
    tasks: {
      Work: (item) => {
        if (item === 3 && failures > 0) {
          failures -= 1;
          throw new TaskFailure('Broken', '');
        }
        return item * 10;
      },
    },
  });
  await rig.run([[1, 2], [3]]);

  const second = await rig.redrive();
  const third = await rig.redrive();

  expect(second.status).toBe('FAILED');
  expect(outputOf(third)).toEqual([[10, 20], [30]]);
  expect(rig.calls.filter(({ parameters }) => parameters === 3)).toHaveLength(3);
});

test('the chain of previous events of a failure leads to the state that failed, also after a redrive within a Map', async () => {
  const inner = { Prepare: task({ Next: 'Work' }), Work: task() };
  const rig = new Rig({
    definition: machine({ Each: each(inner) }),
    tasks: {
      Work: (item) => {
        if (item === 'b') throw new TaskFailure('Broken', '');
        return new Promise(() => {});
      },
    },
  });
  await rig.run(['a', 'b']);
  await rig.redrive();

  const passed: string[] = [];
  for (let event = rig.history.at(-1); event !== undefined; event = rig.history[event.previousEventId - 1])
    passed.push(event.stateEnteredEventDetails?.name ?? event.type);

  expect(passed.slice(0, 3)).toEqual(['ExecutionFailed', 'MapStateFailed', 'LambdaFunctionFailed']);
  expect(passed.indexOf('Work')).toBeGreaterThan(0);
  expect(passed.filter((name) => ['Each', 'Prepare', 'Work'].includes(name))).toEqual(['Work', 'Prepare', 'Each']);
});

test('the chain of an aborted iteration, redriven and failed, is its own', async () => {
  let bad = 'b';
  const rig = new Rig({
    definition: machine({ Each: each({ Work: task() }) }),
    tasks: {
      Work: (item) => {
        if (item === bad) throw new TaskFailure('Broken', '');
        return new Promise(() => {});
      },
    },
  });
  await rig.run(['a', 'b']);
  bad = 'a';
  await rig.redrive();

  const indexes: number[] = [];
  for (let event = rig.history.at(-1); event !== undefined; event = rig.history[event.previousEventId - 1]) {
    if (event.mapIterationStartedEventDetails) indexes.push(event.mapIterationStartedEventDetails.index);
  }

  expect(indexes).toEqual([0]);
});

test('a Map whose results were too large together runs all its iterations again', async () => {
  let size = 150_000;
  const rig = new Rig({
    definition: machine({ Each: each({ Work: task() }) }),
    tasks: { Work: () => 'x'.repeat(size) },
  });
  const first = await rig.run([1, 2]);
  size = 1;

  const execution = await rig.redrive();

  expect(first.error).toBe('States.DataLimitExceeded');
  expect(outputOf(execution)).toEqual(['x', 'x']);
  expect(rig.calls).toHaveLength(4);
});
