import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import type { ExecutionDescription } from '../../../local/states/execution-description.ts';
import { createFileJournal } from '../../../local/states/file-journal.ts';
import { createMemoryJournal, type Journal } from '../../../local/states/journal.ts';
import { EXECUTION_ARN, hang, MACHINE_ARN, machine, outputOf, Rig, type Task, type Tasks, task } from './rig.ts';

const itemReader = {
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: { InputType: 'JSONL' },
  Parameters: { Bucket: 'lists', 'Key.$': '$.key' },
};

/** A machine of one distributed Map, whose iterations are one Task. */
const definition = (extra: object = {}, inner: object = task()) =>
  machine({
    Each: {
      Type: 'Map',
      Label: 'Items',
      ItemReader: itemReader,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Inner',
        States: { Inner: inner },
      },
      ResultPath: null,
      End: true,
      ...extra,
    },
  });

/** The items of the list; the Task of each iteration. */
const tasks = (items: unknown[], inner: Task): Tasks => ({
  Each: () => ({ Body: items.map((item) => `${JSON.stringify(item)}\n`).join('') }),
  Inner: inner,
});

const fails: Task = () => {
  throw new TaskFailure('NotWellError', 'ill');
};
const failsFor =
  (...bad: unknown[]): Task =>
  (item) => {
    if (bad.includes(item)) throw new TaskFailure('NotWellError', `${item} is ill`);
    return item;
  };

const childrenOf = (rig: Rig): ExecutionDescription[] => rig.engine.listChildExecutions(EXECUTION_ARN);
const statusesOf = (rig: Rig) => childrenOf(rig).map(({ status }) => status);

test('each line of the list is the input of an execution of its own, and the results are not kept', async () => {
  const rig = new Rig({ definition: definition(), tasks: tasks([{ a: 1 }, 'b'], (item) => item) });

  const execution = await rig.run({ key: 'k' });

  expect(execution.status).toBe('SUCCEEDED');
  expect(outputOf(execution)).toEqual({ key: 'k' });
  expect(rig.calls[0]).toEqual({ state: 'Each', parameters: { Bucket: 'lists', Key: 'k' } });
  expect(childrenOf(rig).map(({ stateMachineArn, input, output }) => [stateMachineArn, input, output])).toEqual([
    [`${MACHINE_ARN}/Items`, '{"a":1}', '{"a":1}'],
    [`${MACHINE_ARN}/Items`, '"b"', '"b"'],
  ]);
  expect(rig.types).toEqual([
    'ExecutionStarted',
    'MapStateEntered',
    'MapRunStarted',
    'MapRunSucceeded',
    'MapStateExited',
    'ExecutionSucceeded',
  ]);
});

test('the context object of an iteration is that of its own execution', async () => {
  const inner = task({ Parameters: { 'name.$': '$$.Execution.Name', 'machine.$': '$$.StateMachine.Name' } });
  const rig = new Rig({ definition: definition({}, inner), tasks: tasks([1], (parameters) => parameters) });

  await rig.run({ key: 'k' });

  expect(childrenOf(rig).map(outputOf)).toEqual([{ name: 'run-2-0', machine: 'machine/Items' }]);
});

test('no more of them run at once than MaxConcurrency says', async () => {
  let running = 0;
  let most = 0;
  const rig = new Rig({
    definition: definition({ MaxConcurrency: 2 }),
    tasks: tasks([1, 2, 3, 4, 5], async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
    }),
  });

  await rig.run({ key: 'k' });

  expect(most).toBe(2);
  expect(statusesOf(rig)).toEqual(Array(5).fill('SUCCEEDED'));
});

test('as many failures as are tolerated fail nothing', async () => {
  const rig = new Rig({
    definition: definition({ ToleratedFailureCountPath: '$.tolerated' }),
    tasks: tasks([1, 2, 3], failsFor(1, 3)),
  });

  const execution = await rig.run({ key: 'k', tolerated: 2 });

  expect(execution.status).toBe('SUCCEEDED');
  expect(statusesOf(rig)).toEqual(['FAILED', 'SUCCEEDED', 'FAILED']);
});

test('one failure more fails the Map, stops what runs and starts nothing more', async () => {
  const rig = new Rig({
    definition: definition({ ToleratedFailureCount: 1, MaxConcurrency: 3 }),
    tasks: tasks(['hangs', 1, 2, 'hangs', 'never begun'], (item, context, attempt) =>
      item === 'hangs' ? hang(item, context, attempt) : fails(item, context, attempt),
    ),
  });

  const execution = await rig.run({ key: 'k' });

  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  expect(statusesOf(rig)).toEqual(['ABORTED', 'FAILED', 'FAILED', 'ABORTED']);
  expect(rig.types.slice(-2)).toEqual(['MapRunFailed', 'ExecutionFailed']);
});

test('a Map whose failure is caught has nothing running any more', async () => {
  const text = JSON.parse(
    definition({
      Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], ResultPath: null, Next: 'After' }],
    }),
  );
  text.States.After = task();
  const works = tasks(['hangs', 1], (item, ...more) => (item === 'hangs' ? hang(item, ...more) : fails(item, ...more)));
  const rig: Rig = new Rig({ definition: JSON.stringify(text), tasks: { ...works, After: () => statusesOf(rig) } });

  const execution = await rig.run({ key: 'k' });

  expect(outputOf(execution)).toEqual(['ABORTED', 'FAILED']);
});

test('without a tolerance the first failure fails the Map', async () => {
  const rig = new Rig({ definition: definition(), tasks: tasks([1], fails) });

  expect(await rig.run({ key: 'k' })).toMatchObject({
    status: 'FAILED',
    error: 'States.ExceedToleratedFailureThreshold',
  });
});

test('a redrive runs again what did not succeed, and goes on with what had not begun', async () => {
  let isHealed = false;
  const rig = new Rig({
    definition: definition({ MaxConcurrency: 1 }),
    tasks: tasks([1, 2, 3], (item) => (isHealed ? item : failsFor(2)(item, undefined as never, 1))),
  });
  const failed = await rig.run({ key: 'k' });
  const before = childrenOf(rig).map(({ status, redriveCount }) => [status, redriveCount]);
  isHealed = true;
  await rig.clock.advance(1000);

  const redriven = await rig.redrive();

  expect(failed.status).toBe('FAILED');
  expect(before).toEqual([
    ['SUCCEEDED', 0],
    ['FAILED', 0],
  ]);
  expect(redriven.status).toBe('SUCCEEDED');
  expect(childrenOf(rig).map(({ status, redriveCount }) => [status, redriveCount])).toEqual([
    ['SUCCEEDED', 0],
    ['SUCCEEDED', 1],
    ['SUCCEEDED', 0],
  ]);
});

test('what failed again after a redrive is not redriven once more by a restart', async () => {
  const journal = createMemoryJournal();
  const each = (isHealed: () => boolean) =>
    tasks([1, 2, 3], (item, ...more) => {
      if (item === 1 || (item === 2 && !isHealed())) return fails(item, ...more);
      return item === 3 && isHealed() ? hang(item, ...more) : item;
    });
  let isHealed = false;
  const text = definition({ ToleratedFailureCount: 1, MaxConcurrency: 2 });
  const first = new Rig({ definition: text, journal, tasks: each(() => isHealed) });
  await first.run({ key: 'k' });
  isHealed = true;
  await first.clock.advance(1000);
  first.engine.redriveExecution(EXECUTION_ARN);
  await first.clock.advance(1000);
  await first.engine.close();

  const second = new Rig({ definition: text, journal, clock: first.clock, tasks: tasks([1, 2, 3], (item) => item) });
  second.engine.resume();
  const execution = await second.finish();

  expect(execution.status).toBe('SUCCEEDED');
  expect(childrenOf(second).map(({ status, redriveCount }) => [status, redriveCount])).toEqual([
    ['FAILED', 1],
    ['SUCCEEDED', 1],
    ['SUCCEEDED', 1],
  ]);
});

test('a Map that is entered again has executions of its own', async () => {
  const text = JSON.parse(definition({ Next: 'Again?', End: undefined }));
  text.States['Again?'] = {
    Type: 'Choice',
    Choices: [{ Variable: '$.rounds', NumericEquals: 2, Next: 'Done' }],
    Default: 'Count',
  };
  text.States.Count = { Type: 'Pass', Parameters: { key: 'k', rounds: 2 }, Next: 'Each' };
  text.States.Done = { Type: 'Succeed' };
  const rig = new Rig({ definition: JSON.stringify(text), tasks: tasks([1], (item) => item) });

  await rig.run({ key: 'k', rounds: 1 });

  expect(childrenOf(rig)).toHaveLength(2);
});

test.each([
  ['cannot be read', fails],
  ['holds a line that is no JSON', () => ({ Body: '{"a":1}\n{"a":' })],
])('a list that %s is States.ItemReaderFailed, which can be retried', async (_what, first) => {
  const Retry = [{ ErrorEquals: ['States.ItemReaderFailed'], IntervalSeconds: 5, MaxAttempts: 1 }];
  const list: Task = (parameters, context, attempt) =>
    attempt === 1 ? (first as Task)(parameters, context, attempt) : { Body: '1\n' };
  const retried = new Rig({ definition: definition({ Retry }), tasks: { Each: list } });
  const plain = new Rig({ definition: definition(), tasks: { Each: list } });

  expect((await retried.run({ key: 'k' })).status).toBe('SUCCEEDED');
  expect(await plain.run({ key: 'k' })).toMatchObject({ status: 'FAILED', error: 'States.ItemReaderFailed' });
});

test('stopping the execution stops its iterations', async () => {
  const rig = new Rig({ definition: definition(), tasks: tasks([1, 2], hang) });
  rig.start({ key: 'k' });
  await rig.clock.advance(0);

  rig.engine.stopExecution(EXECUTION_ARN);

  expect(statusesOf(rig)).toEqual(['ABORTED', 'ABORTED']);
});

test.each<[string, (directory: string) => Journal]>([
  ['in memory', createMemoryJournal],
  ['on disk', createFileJournal],
])(
  'an engine over the same journal %s goes on with the iterations that ran, and keeps those that had ended',
  async (_where, create) => {
    const directory = mkdtempSync(join(tmpdir(), 'states-journal-'));
    const memory = create(directory);
    const journal = () => (create === createMemoryJournal ? memory : create(directory));
    const first = new Rig({
      definition: definition(),
      journal: journal(),
      tasks: tasks([1, 2], (item, ...more) => (item === 1 ? item : hang(item, ...more))),
    });
    first.start({ key: 'k' });
    await first.clock.advance(0);
    await first.engine.close();

    const second = new Rig({ definition: definition(), journal: journal(), tasks: tasks([1, 2], (item) => item * 10) });
    second.engine.resume();
    const execution = await second.finish();

    rmSync(directory, { recursive: true });
    expect(execution.status).toBe('SUCCEEDED');
    expect(childrenOf(second).map(outputOf)).toEqual([1, 20]);
  },
);
