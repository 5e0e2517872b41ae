import { expect, test } from '@jest/globals';
import { TaskFailure } from '../../../local/states/errors.ts';
import { hang, machine, mapState as map, outputOf, Rig, task } from './rig.ts';

test('one failed iteration stops the others and fails the Map', async () => {
  let aborted = 0;
  const rig = new Rig({
    definition: machine({ Each: map({ MaxConcurrency: 3 }) }),
    tasks: {
      Inner: (item, { signal }) => {
        if (item === 'bad') throw new TaskFailure('BadItemError', 'this one');
        signal.addEventListener('abort', () => {
          aborted += 1;
        });
        return new Promise(() => {});
      },
    },
  });

  const execution = await rig.run(['ok', 'bad', 'ok', 'not begun']);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'BadItemError', cause: 'this one' });
  expect(aborted).toBe(2);
  const failed = rig.history.find(({ type }) => type === 'LambdaFunctionFailed')!;
  expect(rig.history.slice(failed.id).map(({ type, previousEventId }) => [type, previousEventId])).toEqual([
    ['MapIterationFailed', failed.id],
    ['TaskStateAborted', failed.id],
    ['MapIterationAborted', failed.id],
    ['TaskStateAborted', failed.id],
    ['MapIterationAborted', failed.id],
    ['MapStateFailed', failed.id],
    ['ExecutionFailed', failed.id + 6],
  ]);
  expect(rig.calls).toHaveLength(3);
});

test('an error inside can be caught inside, and then the Map succeeds', async () => {
  const inner = {
    Inner: task({ Catch: [{ ErrorEquals: ['Taken'], ResultPath: null, Next: 'Skip' }] }),
    Skip: { Type: 'Pass', Result: 'skipped', End: true },
  };
  const rig = new Rig({
    definition: machine({ Each: map({}, inner) }),
    tasks: {
      Inner: (item) => {
        if (item === 'b') throw new TaskFailure('Taken', '');
        return item;
      },
    },
  });

  const execution = await rig.run(['a', 'b']);

  expect(outputOf(execution)).toEqual(['a', 'skipped']);
});

test('a Map can be retried, all its iterations again, and caught', async () => {
  const rig = new Rig({
    definition: machine({
      Each: map({
        Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['Busy'], ResultPath: '$[0]', Next: 'Caught' }],
      }),
      Caught: { Type: 'Succeed' },
    }),
    tasks: {
      Inner: (item) => {
        if (item === 'b') throw new TaskFailure('Busy', 'still');
        return item;
      },
    },
  });

  const execution = await rig.run(['a', 'b']);

  expect(outputOf(execution)).toEqual([{ Error: 'Busy', Cause: 'still' }, 'b']);
  expect(rig.types.filter((type) => type === 'MapStateStarted')).toHaveLength(2);
  expect(rig.calls).toHaveLength(4);
});

test('a time-out inside a Map leaves no other iteration running', async () => {
  const rig = new Rig({
    definition: machine({ Each: map({}, { Inner: task({ TimeoutSeconds: 5 }) }) }),
    tasks: { Inner: hang },
  });

  const execution = await rig.run([1, 2, 3]);
  const events = rig.history.length;
  await rig.clock.advance(60_000);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  expect(rig.types.filter((type) => type === 'MapIterationAborted')).toHaveLength(2);
  expect(rig.history).toHaveLength(events);
});

test('the iterations that a failure aborted do nothing more, although the execution goes on', async () => {
  // Whenever the good one is done, before, with or after the failure, nothing of it comes after the abort.
  for (let turns = 0; turns < 30; turns += 1) {
    const rig = new Rig({
      definition: machine({
        Each: map({ Catch: [{ ErrorEquals: ['Bad'], Next: 'Pause' }] }),
        Pause: { Type: 'Wait', Seconds: 5, End: true },
      }),
      tasks: {
        Inner: async (item) => {
          for (let turn = 0; turn < (item === 'bad' ? 10 : turns); turn += 1) await Promise.resolve();
          if (item === 'bad') throw new TaskFailure('Bad', '');
          return item;
        },
      },
    });

    const execution = await rig.run(['good', 'bad']);

    expect(execution.status).toBe('SUCCEEDED');
    expect(rig.types.slice(rig.types.indexOf('MapStateFailed') + 1)).toEqual([
      'MapStateExited',
      'WaitStateEntered',
      'WaitStateExited',
      'ExecutionSucceeded',
    ]);
  }
});

test('the iterations that a failure aborted are told so at once, although the execution goes on', async () => {
  let aborted = false;
  const rig = new Rig({
    definition: machine({
      Each: map({ Catch: [{ ErrorEquals: ['Bad'], Next: 'Pause' }] }),
      Pause: { Type: 'Wait', Seconds: 5, End: true },
    }),
    tasks: {
      Inner: (item, { signal }) => {
        if (item === 'bad') throw new TaskFailure('Bad', '');
        signal.addEventListener('abort', () => {
          aborted = true;
        });
        return new Promise(() => {});
      },
    },
  });
  rig.start(['slow', 'bad']);

  await rig.clock.advance(0);

  expect({ aborted, last: rig.types.at(-1) }).toEqual({ aborted: true, last: 'WaitStateEntered' });
  await rig.engine.close();
});
