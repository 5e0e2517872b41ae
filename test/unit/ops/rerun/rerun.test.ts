import { beforeEach, expect, test } from '@jest/globals';
import { ServiceUnavailableError } from '../../../../lambdas/shared/contract/errors.ts';
import type { RecordingItem } from '../../../../ops/executions/recording-items.ts';
import { type RerunPorts, rerun } from '../../../../ops/rerun/rerun.ts';
import { silentBar } from '../../../../ops/terminal/progress-bar.ts';
import { keepingOutput } from '../a-terminal.ts';

const channelId = 'AsXego4U6tnj';
const processArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:Process';
const exportArn = 'arn:aws:states:us-west-2:123456789012:stateMachine:Export';
const prefixOf = (recordingId: string) => `ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}`;
const inputOf = (recordingId: string, rest: object = {}) => ({
  recording: { bucket: 'my-recordings', prefix: prefixOf(recordingId) },
  ...rest,
});

interface Known {
  readonly machine: string;
  readonly name: string;
  readonly status: string;
  readonly startedAt: string;
  readonly stoppedAt?: string;
  readonly redriveStatus?: string;
  readonly input?: object;
}

let executions: Known[];
let items: Record<string, Partial<RecordingItem>[]>;
let calls: string[];
let startFails: Error | undefined;

beforeEach(() => {
  executions = [];
  items = {};
  calls = [];
  startFails = undefined;
});

const arnOf = ({ machine, name }: Known) => `${machine.replace('stateMachine', 'execution')}:${name}`;

const ports: RerunPorts = {
  machines: async () => ({ processRecordingArn: processArn, exportRecordingArn: exportArn, backfillRecordingsArn: '' }),
  readItems: async ({ recordingId }) => (items[recordingId] ?? []) as RecordingItem[],
  async *list(machine, status) {
    yield executions
      .filter((each) => each.machine === machine && each.status === status)
      .map((each) => ({
        executionArn: arnOf(each),
        name: each.name,
        status,
        startDate: new Date(each.startedAt),
        stopDate: each.stoppedAt === undefined ? undefined : new Date(each.stoppedAt),
      }));
  },
  describe: async (executionArn) => {
    const found = executions.find((each) => arnOf(each) === executionArn);
    if (found === undefined) return undefined;
    const { status, redriveStatus = 'REDRIVABLE', input } = found;
    return {
      status,
      redriveStatus,
      redriveStatusReason: undefined,
      input: JSON.stringify(input),
      error: 'BrokenError',
    };
  },
  start: async (machine, name, input) => {
    if (startFails !== undefined) throw startFails;
    calls.push(`start ${machine === processArn ? 'process' : 'export'} ${name} ${JSON.stringify(input)}`);
    return `${machine}:${name}`;
  },
  redrive: async (executionArn) => {
    calls.push(`redrive ${executionArn.split(':').at(-1)}`);
    return true;
  },
};

const failed = (recordingId: string, change: Partial<Known> = {}): Known => ({
  machine: processArn,
  name: `${channelId}-${recordingId}`,
  status: 'FAILED',
  startedAt: '2026-06-25T10:00:00Z',
  stoppedAt: '2026-06-25T10:05:00Z',
  input: inputOf(recordingId),
  ...change,
});

async function run(wish: { isAnew?: boolean; areStoppedMeant?: boolean; channelIds?: string[] } = {}) {
  const { output, stdout, stderr } = keepingOutput();
  const questions: string[] = [];
  const { isAnew = false, areStoppedMeant = false, channelIds = [] } = wish;
  const span = { since: new Date('2026-06-25T00:00:00Z'), until: new Date('2026-06-25T12:00:00Z') };
  const exitCode = await rerun({ span, channelIds }, { isAnew, areStoppedMeant }, ports, {
    output,
    clock: { now: () => new Date('2026-06-25T12:00:00Z'), sleep: async () => {} },
    confirm: async (question) => void questions.push(question),
    signal: new AbortController().signal,
    bar: () => silentBar,
  });
  return { exitCode, stdout: stdout(), stderr: stderr(), questions };
}

test('what can be redriven is, and what cannot is started anew with the same input, as an operator', async () => {
  executions = [
    failed('One'),
    failed('Two', {
      redriveStatus: 'NOT_REDRIVABLE',
      input: inputOf('Two', { exports: [], source: { type: 'ivs-event', channelName: 'x' } }),
    }),
  ];

  const { exitCode, questions, stdout } = await run();

  expect(questions).toEqual(['Redrive 1 and start anew 1: 2 executions?']);
  expect(calls).toEqual([
    `redrive ${channelId}-One`,
    `start process ${channelId}-Two-op-20260625T120000000 ${JSON.stringify(inputOf('Two', { source: { type: 'operator', channelName: 'x' }, exports: [] }))}`,
  ]);
  expect(stdout).toBe('1 redriven, 1 started anew, 0 left.\n');
  expect(exitCode).toBe(0);
});

test('an export that is started anew has a name by which it is known as that export', async () => {
  const input = inputOf('One', { export: 'archive' });
  executions = [failed('One', { machine: exportArn, name: `${channelId}-One-archive`, input })];

  await run({ isAnew: true });

  expect(calls).toEqual([
    expect.stringMatching(new RegExp(`^start export ${channelId}-One-archive-[0-9a-f]{8} .*"export":"archive"`)),
  ]);
});

test('of two executions for the same only the newest is rerun; another export of the recording is another thing', async () => {
  const later = { name: `${channelId}-One-r1`, startedAt: '2026-06-25T11:00:00Z', stoppedAt: '2026-06-25T11:05:00Z' };
  const exported = (name: string) =>
    failed('One', { machine: exportArn, name: `${channelId}-One-${name}`, input: inputOf('One', { export: name }) });
  executions = [failed('One'), failed('One', later), exported('archive'), exported('sound')];

  const { stderr } = await run();

  expect(calls).toEqual([
    `redrive ${channelId}-One-r1`,
    `redrive ${channelId}-One-archive`,
    `redrive ${channelId}-One-sound`,
  ]);
  expect(stderr).toContain(`Left alone: ${channelId}-One: a later execution for the same failed, too.`);
});

test('what has succeeded since, runs, or was stopped is left alone and named', async () => {
  executions = [
    failed('Healed'),
    failed('Running'),
    failed('Running', {
      name: `${channelId}-Running-op-20260625T110000000`,
      status: 'RUNNING',
      stoppedAt: undefined as never,
    }),
    failed('Stopped', { status: 'ABORTED' }),
  ];
  items.Healed = [{ type: 'recording', status: 'playable', asOf: '2026-06-25T10:30:00.000Z' }];

  const { exitCode, stderr, stdout } = await run();

  expect(stderr.split('\n').sort()).toEqual([
    '',
    `Left alone: ${channelId}-Healed: has succeeded since.`,
    `Left alone: ${channelId}-Running: ${channelId}-Running-op-20260625T110000000 runs.`,
    `Left alone: ${channelId}-Stopped: somebody stopped it; --stopped means those, too.`,
  ]);
  expect(stdout).toBe('There is nothing left to rerun.\n');
  expect(calls).toEqual([]);
  expect(exitCode).toBe(3);
});

test('a success from before the failure, or one that calls for attention, heals nothing', async () => {
  executions = [failed('Before'), failed('Attention')];
  items.Before = [{ type: 'recording', status: 'playable', asOf: '2026-06-25T10:01:00.000Z' }];
  items.Attention = [{ type: 'recording', status: 'playable', asOf: '2026-06-25T10:05:01.000Z', attention: 'failed' }];

  await run();

  expect(calls).toHaveLength(2);
});

test('what ended at another time, or is of another channel, is not looked at', async () => {
  executions = [failed('Early', { stoppedAt: '2026-06-24T23:59:59Z' }), failed('Other', { name: 'Other-Other' })];

  const { exitCode, stdout } = await run({ channelIds: [channelId] });

  expect(stdout).toBe('No execution ended without success in that time.\n');
  expect(exitCode).toBe(3);
});

test('a fault of the service ends it, and says how far it came', async () => {
  executions = [failed('One'), failed('Two', { redriveStatus: 'NOT_REDRIVABLE' })];
  startFails = new ServiceUnavailableError('AWS did not deliver.');
  const { output, stderr } = keepingOutput();
  const span = { since: new Date('2026-06-25T00:00:00Z'), until: new Date('2026-06-25T12:00:00Z') };

  const running = rerun({ span, channelIds: [] }, { isAnew: false, areStoppedMeant: false }, ports, {
    output,
    clock: { now: () => new Date('2026-06-25T12:00:00Z'), sleep: async () => {} },
    confirm: async () => {},
    signal: new AbortController().signal,
    bar: () => silentBar,
  });

  await expect(running).rejects.toThrow('AWS did not deliver.');
  expect(stderr()).toContain('1 of 2 executions were rerun.');
});
