import { expect, test } from '@jest/globals';
import { machine, mapState as map, outputOf, Rig, task } from './rig.ts';

test('a Map runs its states for each item and gives the results in the order of the items', async () => {
  const release: (() => void)[] = [];
  const rig = new Rig({
    definition: machine({ Each: map({ ItemsPath: '$.items' }) }),
    tasks: { Inner: (item) => new Promise((resolve) => release.push(() => resolve(item * 10))) },
  });
  rig.start({ items: [1, 2, 3] });
  await rig.clock.advance(0);

  for (const done of release.reverse()) done();

  expect(outputOf(await rig.finish())).toEqual([10, 20, 30]);
});

test('ItemSelector makes the input of each iteration from the state input and the item', async () => {
  const ItemSelector = {
    'index.$': '$$.Map.Item.Index',
    'value.$': '$$.Map.Item.Value',
    'shared.$': '$.shared',
    'run.$': '$$.Execution.Name',
  };
  const rig = new Rig({ definition: machine({ Each: map({ ItemsPath: '$.items', ItemSelector }) }) });

  const execution = await rig.run({ items: ['a', 'b'], shared: 's' });

  expect(outputOf(execution)).toEqual([
    { index: 0, value: 'a', shared: 's', run: 'run' },
    { index: 1, value: 'b', shared: 's', run: 'run' },
  ]);
});

test('the item is in the context object of the states inside', async () => {
  const inner = { Inner: task({ Parameters: { 'index.$': '$$.Map.Item.Index', 'value.$': '$$.Map.Item.Value' } }) };
  const rig = new Rig({ definition: machine({ Each: map({}, inner) }) });

  const execution = await rig.run(['a']);

  expect(outputOf(execution)).toEqual([{ index: 0, value: 'a' }]);
});

test('ResultSelector, ResultPath and OutputPath apply to the list of results', async () => {
  const fields = {
    ItemsPath: '$.items',
    ResultSelector: { 'all.$': '$' },
    ResultPath: '$.done',
    OutputPath: '$.done.all',
  };
  const rig = new Rig({ definition: machine({ Each: map(fields) }) });

  const execution = await rig.run({ items: [1, 2] });

  expect(outputOf(execution)).toEqual([1, 2]);
});

test('a Map over nothing gives an empty list', async () => {
  const rig = new Rig({ definition: machine({ Each: map() }) });

  const execution = await rig.run([]);

  expect(outputOf(execution)).toEqual([]);
  expect(rig.types).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapStateStarted',
    'MapStateSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
});

test('a Map over what is no list is States.Runtime', async () => {
  const rig = new Rig({ definition: machine({ Each: map({ ItemsPath: '$.items' }) }) });

  const execution = await rig.run({ items: { a: 1 } });

  expect(execution).toMatchObject({
    status: 'FAILED',
    error: 'States.Runtime',
    cause: expect.stringContaining('must point to array'),
  });
});

test.each([
  [1, 1],
  [2, 2],
  [0, 5],
  [100, 5],
])('with MaxConcurrency %p, of five items %p run at once', async (MaxConcurrency, expected) => {
  let running = 0;
  let most = 0;
  const rig = new Rig({
    definition: machine({ Each: map({ MaxConcurrency }) }),
    tasks: {
      Inner: async () => {
        running += 1;
        most = Math.max(most, running);
        await new Promise((resolve) => setImmediate(resolve));
        running -= 1;
      },
    },
  });

  const execution = await rig.run([1, 2, 3, 4, 5]);

  expect(execution.status).toBe('SUCCEEDED');
  expect(most).toBe(expected);
});

test('the history of a Map names its iterations, and each event the one before it in the same iteration', async () => {
  const rig = new Rig({ definition: machine({ Each: map({ MaxConcurrency: 1 }) }) });

  await rig.run(['a', 'b']);

  expect(rig.history.slice(1).map(({ id, previousEventId, type }) => `${previousEventId} < ${id} ${type}`)).toEqual([
    '0 < 2 MapStateEntered',
    '2 < 3 MapStateStarted',
    '3 < 4 MapIterationStarted',
    '4 < 5 TaskStateEntered',
    '5 < 6 LambdaFunctionScheduled',
    '6 < 7 LambdaFunctionStarted',
    '7 < 8 LambdaFunctionSucceeded',
    '8 < 9 TaskStateExited',
    '9 < 10 MapIterationSucceeded',
    '3 < 11 MapIterationStarted',
    '11 < 12 TaskStateEntered',
    '12 < 13 LambdaFunctionScheduled',
    '13 < 14 LambdaFunctionStarted',
    '14 < 15 LambdaFunctionSucceeded',
    '15 < 16 TaskStateExited',
    '16 < 17 MapIterationSucceeded',
    '17 < 18 MapStateSucceeded',
    '18 < 19 MapStateExited',
    '19 < 20 ExecutionSucceeded',
  ]);
  expect(rig.history[10]?.mapIterationStartedEventDetails).toEqual({ name: 'Each', index: 1 });
});

test('Maps can be nested', async () => {
  const rig = new Rig({
    definition: machine({ Outer: map({}, { Inside: map({}, { Inner: task() }) }) }),
    tasks: { Inner: (item) => item * 2 },
  });

  const execution = await rig.run([[1, 2], [], [3]]);

  expect(outputOf(execution)).toEqual([[2, 4], [], [6]]);
});
