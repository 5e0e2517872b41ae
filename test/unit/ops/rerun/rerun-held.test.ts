import { beforeEach, expect, test } from '@jest/globals';
import { readRerun } from '../../../../ops/rerun/read-options.ts';
import { rerunHeld } from '../../../../ops/rerun/rerun-held.ts';
import { exportItem, pagesOf } from '../recordings/a-catalog.ts';
import { arnOf, channelId, exportArn, inputOf, type Known, Machines, prefixOf, runAtNoon } from './machines.ts';

let world: Machines;
beforeEach(() => {
  world = new Machines();
});

const heldItem = (recordingId: string, exportName: string, more: object = {}) =>
  exportItem(recordingId, '2026-06-24T20:12:00Z', exportName, {
    channelId,
    status: 'held',
    attention: 'held',
    asOf: '2026-06-25T10:00:00.000Z',
    hold: { reason: 'daily-limit', message: 'It does not fit.', minutes: 90, minutesPerDay: 60 },
    run: { executionArn: arnOf(heldRun(recordingId, exportName)), startedAt: '', redriveCount: 0 },
    ...more,
  });
const heldRun = (recordingId: string, exportName: string, rest: object = {}): Known => ({
  machine: exportArn,
  name: `${channelId}-${recordingId}-${exportName}`,
  status: 'SUCCEEDED',
  startedAt: '2026-06-25T10:00:00Z',
  input: inputOf(recordingId, {
    export: { rendition: 'highest', name: exportName },
    source: { type: 'backfill' },
    ...rest,
  }),
});

function release(given: object[], change: Partial<Parameters<typeof rerunHeld>[0]> = {}) {
  const { span } = readRerun({ held: true }, new Date('2026-06-25T12:00:00Z'));
  const catalog = async () => ({ ofAttention: () => pagesOf(given) }) as never;
  return runAtNoon((context) =>
    rerunHeld({ span, channelIds: [], recordings: [], ...change }, { ...world.ports, catalog }, context),
  );
}

test('what is held is started with the input that it had, as an operator’s, and its minutes are told before', async () => {
  const joinWith = [prefixOf('Later')];
  world.executions = [heldRun('One', 'archive', { joinWith }), heldRun('Two', 'sound')];

  const { exitCode, questions, stdout, stderr } = await release([heldItem('Two', 'sound'), heldItem('One', 'archive')]);

  expect(questions).toEqual(['Start anew 2: 2 executions, 180 min of video?']);
  expect(stderr).toMatch(/^2026-06-25 10:00 {2}One {8}AsXego4U6tnj {2}archive +90 {2}daily-limit$/m);
  expect(world.calls.map((call) => call.replace(/-[0-9a-f]{8} /, '-digest '))).toEqual([
    `start export ${channelId}-One-archive-digest ${JSON.stringify({ ...inputOf('One'), joinWith, export: { name: 'archive', rendition: 'highest' }, source: { type: 'operator' } })}`,
    expect.stringContaining(`start export ${channelId}-Two-sound-digest `),
  ]);
  expect([exitCode, stdout]).toEqual([0, '0 redriven, 2 started anew, 0 left.\n']);
});

test('what is held and made already, or of which nobody knows any more what it was, is left alone and named', async () => {
  world.executions = [heldRun('One', 'archive'), { ...heldRun('One', 'archive-0a1b2c3d'), status: 'RUNNING' }];

  const { exitCode, stderr } = await release([heldItem('Two', 'sound'), heldItem('One', 'archive')]);

  expect(stderr.split('\n')).toEqual([
    `Left alone: ${channelId}-One-archive: ${channelId}-One-archive-0a1b2c3d runs.`,
    `Left alone: ${channelId}-Two-sound: nobody knows any more what it was asked for; ask for it by run.`,
    '',
  ]);
  expect([exitCode, world.calls]).toEqual([3, []]);
});

test('of what is held a time, a channel or a recording is picked out; what is no item is told', async () => {
  world.executions = [heldRun('One', 'archive')];
  const items = [heldItem('One', 'archive'), { type: 'unknown' }];
  const span = { since: new Date('2026-06-25T10:00:01Z'), until: new Date('2026-06-25T12:00:00Z') };

  const picked = [
    await release(items, { span }),
    await release(items, { channelIds: ['Another1'] }),
    await release(items, { recordings: [{ channelId, recordingId: 'Two' }] }),
    await release(items, { channelIds: [channelId], recordings: [{ channelId, recordingId: 'One' }] }),
  ];

  expect(picked.map(({ exitCode }) => exitCode)).toEqual([3, 3, 3, 0]);
  expect(picked[0]?.stdout).toBe('No export is held back that is meant by that.\n');
  expect(picked[0]?.stderr).toBe('1 item of the catalog could not be read, and is left alone.\n');
});

test.each([
  [{}, 'Say which: --failed, or --held.'],
  [{ failed: true, held: true }, 'Say which: --failed, or --held.'],
  [{ failed: true }, '--failed needs --since'],
  [{ held: true, anew: true }, '--anew and --stopped go with --failed only.'],
] as const)('the options %j make no sense', (options, told) => {
  expect(() => readRerun(options, new Date())).toThrow(told);
});
