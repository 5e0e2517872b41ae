import { afterEach, expect, test } from '@jest/globals';
import type { RunDetail } from '../../../lambdas/shared/contract/run-view.ts';
import { RunChanges } from '../../../local/page/run-routes.ts';
import type { PlaybackServer } from '../../../local/playback/server.ts';
import { TaskFailure } from '../../../local/states/errors.ts';
import { EXECUTION_ARN, machine, mapState, Rig, task } from '../states/rig.ts';
import { startPageStand } from './page-stand.ts';

let playback: PlaybackServer | undefined;
afterEach(() => playback?.stop());

const catchAll = (Next: string) => ({ ErrorEquals: ['States.ALL'], Next });
const failing = (name: string): never => {
  throw new TaskFailure(name, 'the disk is full');
};

/** A system in which only executions are. */
async function serve(rig: Rig, changes = new RunChanges()): Promise<string> {
  const messages = () => [{ body: 'first' }, { body: 'last' }];
  playback = await startPageStand({ runs: { engine: () => rig.engine, messages, changes } });
  return playback.url;
}
const pathOf = (action = '') => `/local/runs/${encodeURIComponent(EXECUTION_ARN)}${action}`;
const read = async (url: string, path: string) => (await (await fetch(`${url}${path}`)).json()) as RunDetail;
const post = (url: string, path: string, origin = url) =>
  fetch(`${url}${path}`, { method: 'POST', headers: { origin } });

test('a state whose failure led on by its Catch is not told as one that went well', async () => {
  const rig = new Rig({
    definition: machine({
      Try: task({ Next: 'Done', Retry: [{ ErrorEquals: ['BusyError'] }], Catch: [catchAll('Plan')] }),
      Plan: task({ Next: 'Done' }),
      Done: { Type: 'Succeed' },
    }),
    tasks: { Try: (_, __, attempt) => failing(attempt === 1 ? 'BusyError' : 'RefusedError') },
  });
  await rig.run();

  const run = await read(await serve(rig), pathOf());

  expect(run.steps.map(({ state, status, errors }) => [state, status, errors.map(({ name }) => name)])).toEqual([
    ['Try', 'caught', ['BusyError', 'RefusedError']],
    ['Plan', 'succeeded', []],
    ['Done', 'succeeded', []],
  ]);
});

test('a run is told state by state, with what was tried again and what is inside a Map', async () => {
  const rig = new Rig({
    definition: machine({
      Look: task({ Next: 'Each', Retry: [{ ErrorEquals: ['BusyError'] }] }),
      Each: mapState({ Next: 'Done' }),
      Done: { Type: 'Succeed', Comment: 'That is all.' },
    }),
    tasks: { Look: (_, __, attempt) => (attempt === 1 ? failing('BusyError') : [1]) },
  });
  await rig.run();

  const run = await read(await serve(rig), pathOf());

  expect(run).toMatchObject({ status: 'SUCCEEDED', name: 'run', machine: 'machine', redriveCount: 0 });
  expect(run.states).toEqual([
    { name: 'Look', type: 'Task', next: ['Each'] },
    { name: 'Each', type: 'Map', next: ['Done'], eachBeginsWith: 'Inner' },
    { name: 'Inner', type: 'Task', next: [], inside: 'Each' },
    { name: 'Done', type: 'Succeed', comment: 'That is all.', next: [] },
  ]);
  expect(run.steps.map(({ state, status, errors, output }) => [state, status, errors.length, output])).toEqual([
    ['Look', 'succeeded', 1, '[1]'],
    ['Each', 'succeeded', 0, '[1]'],
    ['Inner', 'succeeded', 0, '1'],
    ['Done', 'succeeded', 0, '[1]'],
  ]);
  expect(run.steps[0]?.errors[0]).toMatchObject({ name: 'BusyError' });
});

test('what failed is redriven from the page only, and goes on', async () => {
  let isBroken = true;
  const rig = new Rig({
    definition: machine({ Write: task() }),
    tasks: { Write: () => (isBroken ? failing('DiskFullError') : {}) },
  });
  await rig.run();
  const url = await serve(rig);
  isBroken = false;

  const elsewhere = await post(url, pathOf('/redrive'), 'https://evil.example');
  const failed = await read(url, pathOf());
  const redriven = await post(url, pathOf('/redrive'));
  await rig.finish();
  const mended = await read(url, pathOf());

  expect([elsewhere.status, redriven.status]).toEqual([403, 200]);
  expect(failed.steps).toMatchObject([{ state: 'Write', status: 'failed', errors: [{ name: 'DiskFullError' }] }]);
  expect(failed.notRedrivableBecause).toBeUndefined();
  expect(mended.steps).toMatchObject([{ state: 'Write', status: 'succeeded' }]);
  expect(mended.redriveCount).toBe(1);
});

test('a run that succeeded cannot be redriven, and is begun anew with the same input', async () => {
  const rig = new Rig({ definition: machine({ Write: task() }) });
  await rig.run({ wish: 1 });
  const url = await serve(rig);

  const refused = await post(url, pathOf('/redrive'));
  const started = await post(url, pathOf('/new-execution'));

  expect([refused.status, await refused.json()]).toEqual([
    409,
    { title: 'Execution is SUCCEEDED and cannot be redriven' },
  ]);
  const { executionArn } = (await started.json()) as { executionArn: string };
  expect(executionArn).not.toBe(EXECUTION_ARN);
  expect(rig.engine.describeExecution(executionArn).input).toBe('{"wish":1}');
});

test('the newest messages come first', async () => {
  const url = await serve(new Rig({ definition: machine({ Write: task() }) }));

  expect(await read(url, '/local/messages')).toEqual([{ body: 'last' }, { body: 'first' }]);
});

test('who watches is told of every change', async () => {
  const changes = new RunChanges();
  const url = await serve(new Rig({ definition: machine({ Write: task() }) }), changes);
  const response = await fetch(`${url}/local/changes`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();

  changes.tell(EXECUTION_ARN);

  expect((await reader.read()).value).toBe(`data: ${EXECUTION_ARN}\n\n`);
  await reader.cancel();
});

test('an execution that nobody knows is refused', async () => {
  const url = await serve(new Rig({ definition: machine({ Write: task() }) }));

  expect((await fetch(`${url}${pathOf()}`)).status).toBe(409);
});
