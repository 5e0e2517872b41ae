import { beforeEach, expect, test } from '@jest/globals';
import { ServiceUnavailableError } from '../../../../lambdas/shared/contract/errors.ts';
import type { RecordingIds } from '../../../../lambdas/shared/contract/execution-name.ts';
import { rerun } from '../../../../ops/rerun/rerun.ts';
import { atNoon, channelId, exportArn, inputOf, type Known, Machines, processArn, runAtNoon } from './machines.ts';

let world: Machines;
beforeEach(() => {
  world = new Machines();
});

const failed = (recordingId: string, change: Partial<Known> = {}): Known => ({
  machine: processArn,
  name: `${channelId}-${recordingId}`,
  status: 'FAILED',
  startedAt: '2026-06-25T10:00:00Z',
  stoppedAt: '2026-06-25T10:05:00Z',
  input: inputOf(recordingId),
  ...change,
});

const untilNoon = { since: new Date('2026-06-25T00:00:00Z'), until: new Date('2026-06-25T12:00:00Z') };

function run(
  wish: { isAnew?: boolean; areStoppedMeant?: boolean; channelIds?: string[]; recordings?: RecordingIds[] } = {},
) {
  const { isAnew = false, areStoppedMeant = false, channelIds = [], recordings = [] } = wish;
  return runAtNoon((context) =>
    rerun({ span: untilNoon, channelIds, recordings }, { isAnew, areStoppedMeant }, world.ports, context),
  );
}

test('what can be redriven is, and what cannot is started anew with the same input, as an operator', async () => {
  world.executions = [
    failed('One'),
    failed('Two', {
      redriveStatus: 'NOT_REDRIVABLE',
      input: inputOf('Two', { exports: [], source: { type: 'ivs-event', channelName: 'x' } }),
    }),
  ];

  const { exitCode, questions, stdout } = await run();

  expect(questions).toEqual(['Redrive 1 and start anew 1: 2 executions?']);
  expect(world.calls).toEqual([
    `redrive ${channelId}-One`,
    `start process ${channelId}-Two-op-20260625T120000000 ${JSON.stringify(inputOf('Two', { source: { type: 'operator', channelName: 'x' }, exports: [] }))}`,
  ]);
  expect(stdout).toBe('1 redriven, 1 started anew, 0 left.\n');
  expect(exitCode).toBe(0);
});

test('an export that is started anew has a name by which it is known as that export', async () => {
  const input = inputOf('One', { export: 'archive' });
  world.executions = [failed('One', { machine: exportArn, name: `${channelId}-One-archive`, input })];

  await run({ isAnew: true });

  expect(world.calls).toEqual([
    expect.stringMatching(new RegExp(`^start export ${channelId}-One-archive-[0-9a-f]{8} .*"export":"archive"`)),
  ]);
});

test('of two executions for the same only the newest is rerun; another export of the recording is another thing', async () => {
  const later = { name: `${channelId}-One-r1`, startedAt: '2026-06-25T11:00:00Z', stoppedAt: '2026-06-25T11:05:00Z' };
  const exported = (name: string) =>
    failed('One', { machine: exportArn, name: `${channelId}-One-${name}`, input: inputOf('One', { export: name }) });
  world.executions = [failed('One'), failed('One', later), exported('archive'), exported('sound')];

  const { stderr } = await run();

  expect(world.calls).toEqual([
    `redrive ${channelId}-One-r1`,
    `redrive ${channelId}-One-archive`,
    `redrive ${channelId}-One-sound`,
  ]);
  expect(stderr).toContain(`Left alone: ${channelId}-One: a later execution for the same failed, too.`);
});

test('what has succeeded since, runs, or was stopped is left alone and named', async () => {
  world.executions = [
    failed('Healed'),
    failed('Running'),
    failed('Running', {
      name: `${channelId}-Running-op-20260625T110000000`,
      status: 'RUNNING',
      stoppedAt: undefined as never,
    }),
    failed('Stopped', { status: 'ABORTED' }),
  ];
  world.items.Healed = [{ type: 'recording', status: 'playable', asOf: '2026-06-25T10:30:00.000Z' }];

  const { exitCode, stderr, stdout } = await run();

  expect(stderr.split('\n').sort()).toEqual([
    '',
    `Left alone: ${channelId}-Healed: has succeeded since.`,
    `Left alone: ${channelId}-Running: ${channelId}-Running-op-20260625T110000000 runs.`,
    `Left alone: ${channelId}-Stopped: somebody stopped it; --stopped means those, too.`,
  ]);
  expect(stdout).toBe('There is nothing left to rerun.\n');
  expect(world.calls).toEqual([]);
  expect(exitCode).toBe(3);
});

test('a success from before the failure, or one that calls for attention, heals nothing', async () => {
  world.executions = [failed('Before'), failed('Attention')];
  world.items.Before = [{ type: 'recording', status: 'playable', asOf: '2026-06-25T10:01:00.000Z' }];
  world.items.Attention = [
    { type: 'recording', status: 'playable', asOf: '2026-06-25T10:05:01.000Z', attention: 'failed' },
  ];

  await run();

  expect(world.calls).toHaveLength(2);
});

test('of named recordings only those are looked at', async () => {
  world.executions = [failed('One'), failed('Two')];

  await run({ recordings: [{ channelId, recordingId: 'Two' }] });

  expect(world.calls).toEqual([`redrive ${channelId}-Two`]);
});

test('another export whose name begins alike is not taken for the same', async () => {
  const exported = (name: string, change: Partial<Known> = {}) =>
    failed('One', {
      machine: exportArn,
      name: `${channelId}-One-${name}`,
      input: inputOf('One', { export: 'archive' }),
      ...change,
    });
  world.executions = [exported('archive'), exported('archive-2', { status: 'RUNNING', stoppedAt: undefined as never })];

  await run();

  expect(world.calls).toEqual([`redrive ${channelId}-One-archive`]);
});

test('what runs for the same under a name that the console made up is seen; of others it is not asked', async () => {
  const madeUp = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';
  const running = { status: 'RUNNING', stoppedAt: undefined as never };
  const exported = (recordingId: string, change: Partial<Known>) =>
    failed(recordingId, { machine: exportArn, input: inputOf(recordingId, { export: 'archive' }), ...change });
  world.executions = [
    failed('One'),
    exported('Two', { name: `${channelId}-Two-archive` }),
    exported('Two', { name: madeUp, ...running }),
    // No input of this one is known.
    failed('One', { name: `${channelId}-One-op-20260625T110000000`, machine: exportArn, input: undefined, ...running }),
  ];

  const { stderr } = await run();

  expect(world.calls).toEqual([`redrive ${channelId}-One`]);
  expect(stderr).toContain(`Left alone: ${channelId}-Two-archive: ${madeUp} runs.`);
});

test('what ended at another time, or is of another channel, is not looked at', async () => {
  world.executions = [failed('Early', { stoppedAt: '2026-06-24T23:59:59Z' }), failed('Other', { name: 'Other-Other' })];

  const { exitCode, stdout } = await run({ channelIds: [channelId] });

  expect(stdout).toBe('No execution ended without success in that time.\n');
  expect(exitCode).toBe(3);
});

test('a fault of the service ends it, and says how far it came', async () => {
  world.executions = [failed('One'), failed('Two', { redriveStatus: 'NOT_REDRIVABLE' })];
  world.startFails = new ServiceUnavailableError('AWS did not deliver.');
  const { context, stderr } = atNoon();

  const running = rerun(
    { span: untilNoon, channelIds: [], recordings: [] },
    { isAnew: false, areStoppedMeant: false },
    world.ports,
    context,
  );

  await expect(running).rejects.toThrow('AWS did not deliver.');
  expect(stderr()).toContain('1 of 2 executions were rerun.');
});
