import { expect, test } from '@jest/globals';
import type { DescribedExecution, ListedExecution } from '../../../../ops/executions/execution-ports.ts';
import { findExecutions } from '../../../../ops/follow/find-executions.ts';
import { follow } from '../../../../ops/follow/follow.ts';
import { InterruptedError } from '../../../../ops/terminal/interruption.ts';
import { silentBar } from '../../../../ops/terminal/progress-bar.ts';
import { keepingOutput } from '../keeping-output.ts';
import { pagesOf } from '../recordings/a-catalog.ts';
import { entered, exited, portsOver, started, startRefused, succeeded, type Told, task } from './histories.ts';

const arnOf = (name: string) => `arn:aws:states:us-west-2:123456789012:execution:Process:${name}`;
const parent = arnOf('AsXego4U6tnj-j8Z9O91ndcVs');
const child = arnOf('AsXego4U6tnj-j8Z9O91ndcVs-archive');

async function followed(
  histories: Readonly<Record<string, readonly Told[]>>,
  looks: readonly number[] = [],
  isJson = false,
) {
  const { output, stdout, stderr } = keepingOutput(isJson);
  const ports = portsOver(histories, looks);
  const [first = ''] = Object.keys(histories);
  const exitCode = await follow([first], ports, { output, wait: () => silentBar, programName: 'ivs-recordings' });
  return { exitCode, lines: stdout().trimEnd().split('\n'), stderr: stderr(), asked: ports.asked };
}

test('a state that is over takes one line, with how long it took', async () => {
  const history = [started, entered('Plan'), exited('Plan'), entered('Work'), exited('Work'), succeeded()];

  const { lines, exitCode } = await followed({ [parent]: history });

  expect(lines).toEqual([
    '20:12:01  j8Z9O91ndcVs  Plan  1.0 s',
    '20:12:03  j8Z9O91ndcVs  Work  1.0 s',
    '20:12:05  j8Z9O91ndcVs  SUCCEEDED after 5.0 s',
  ]);
  expect(exitCode).toBe(0);
});

test.each(['operator-20261123T005311462', 'operator-dry-20261123T005311462', '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'])(
  'an execution of no recording is called by its whole name: %s',
  async (name) => {
    const { lines } = await followed({ [arnOf(name)]: [started, succeeded()] });

    expect(lines).toEqual([`20:12:01  ${name}  SUCCEEDED after 1.0 s`]);
  },
);

test('one that goes on is told when it is entered, and again when it is done; nothing is read twice', async () => {
  const history = [started, entered('Work'), exited('Work'), succeeded()];

  const { lines, asked } = await followed({ [parent]: history }, [2]);

  expect(lines.slice(0, 2)).toEqual([
    '20:12:01  j8Z9O91ndcVs  Work …',
    '20:12:02  j8Z9O91ndcVs  Work done after 1.0 s',
  ]);
  expect(asked).toEqual([`${parent} after 0`, `${parent} after 2`]);
});

test('exports that it starts are followed as well, and one that fails makes the exit code 1', async () => {
  const broken: Told = {
    type: 'ExecutionFailed',
    executionFailedEventDetails: { error: 'BrokenError', cause: '{"errorMessage":"It is broken."}' },
  };
  const histories = {
    [parent]: [started, task('TaskSucceeded', 'states', 'startExecution', { ExecutionArn: child }), succeeded()],
    [child]: [started, broken],
  };

  const { lines, exitCode, stderr } = await followed(histories);

  expect(lines).toEqual([
    '20:12:02  j8Z9O91ndcVs  SUCCEEDED after 2.0 s',
    '20:12:01  j8Z9O91ndcVs-archive  FAILED after 1.0 s: BrokenError: It is broken.',
  ]);
  expect(stderr).toContain(`/v2/executions/details/${child}`);
  expect(exitCode).toBe(1);
});

test('an export that an earlier attempt had started is followed as well, and its refused start is no failure', async () => {
  const machine = 'arn:aws:states:us-west-2:123456789012:stateMachine:Process';
  const name = child.split(':').at(-1) ?? '';
  const redriven: Told = { type: 'ExecutionRedriven', executionRedrivenEventDetails: { redriveCount: 1 } };
  const failed: Told = { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'BrokenError' } };
  const refused = startRefused(machine, name, 'StepFunctions.ExecutionAlreadyExistsException');

  const { lines, exitCode } = await followed({
    [parent]: [started, failed, redriven, ...refused, succeeded()],
    [child]: [started, failed],
  });

  expect(lines.slice(1)).toEqual([
    '20:12:02  j8Z9O91ndcVs  redriven (1)',
    '20:12:06  j8Z9O91ndcVs  SUCCEEDED after 6.0 s',
    '20:12:01  j8Z9O91ndcVs-archive  FAILED after 1.0 s: BrokenError',
  ]);
  expect(exitCode).toBe(1);
});

test('an export that is held back is told with the command that releases it', async () => {
  // As PlanExport leaves it.
  const message = { type: 'recording.export.held', export: { name: 'archive' }, hold: { reason: 'daily-limit' } };
  const held = { brake: { action: 'held' }, held: { announcement: { message } } };

  const { lines, stderr, exitCode } = await followed({ [child]: [started, succeeded(JSON.stringify(held))] });

  expect(lines).toEqual([expect.stringContaining('recording.export.held (held back: daily-limit)')]);
  expect(stderr).toBe('To release what is held back: ivs-recordings rerun --held j8Z9O91ndcVs\n');
  expect(exitCode).toBe(0);
});

test('an export that was held back and has been made since is not told as held back', async () => {
  const outputOf = (type: string) =>
    JSON.stringify({ announcement: { message: { type, export: { name: 'archive' } } } });
  const [held, made] = [outputOf('recording.export.held'), outputOf('recording.export.ready')];
  const startOf = (ExecutionArn: string) => task('TaskSucceeded', 'states', 'startExecution', { ExecutionArn });

  const { stderr } = await followed({
    [parent]: [started, startOf(child), startOf(`${child}-0a1b2c3d`), succeeded()],
    [child]: [started, succeeded(held)],
    [`${child}-0a1b2c3d`]: [started, succeeded(made)],
  });

  expect(stderr).toBe('');
});

test('a start that fails for another reason is told as that', async () => {
  const refused = startRefused('arn:aws:states:us-west-2:123456789012:stateMachine:Process', 'a-b', 'States.Timeout');

  const { lines } = await followed({ [parent]: [started, ...refused, succeeded()] });

  expect(lines[0]).toBe('20:12:03  j8Z9O91ndcVs  States.Timeout');
});

test('with --json each event is a line: also how far a job and a Map are', async () => {
  const history = [
    started,
    entered('Convert'),
    task('TaskSubmitted', 'mediaconvert', 'createJob.sync', { Job: { Id: '123-abc' } }),
    exited('Convert'),
    { type: 'MapRunStarted', mapRunStartedEventDetails: { mapRunArn: 'arn:map' } },
    { type: 'MapRunSucceeded' },
    succeeded(),
  ];

  const { lines } = await followed({ [parent]: history }, [3, 3, 4], true);

  const told = lines.map((line) => JSON.parse(line));
  expect(told).toContainEqual(
    expect.objectContaining({
      event: 'job-progressed',
      jobId: '123-abc',
      job: { status: 'PROGRESSING', percent: 10, phase: 'TRANSCODING' },
    }),
  );
  expect(told).toContainEqual(
    expect.objectContaining({ event: 'map-progressed', map: { total: 3, succeeded: 2, failed: 1, running: 0 } }),
  );
  expect(told.at(-1)).toMatchObject({ event: 'execution-ended', status: 'SUCCEEDED' });
});

test('one that was redriven after it failed is followed on', async () => {
  const failed: Told = { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'BrokenError' } };
  const redriven: Told = { type: 'ExecutionRedriven', executionRedrivenEventDetails: { redriveCount: 1 } };

  const { lines, exitCode } = await followed({ [parent]: [started, failed, redriven, succeeded()] }, [3]);

  expect(lines[1]).toBe('20:12:02  j8Z9O91ndcVs  redriven (1)');
  expect(exitCode).toBe(0);
});

test('of a recording that is joined to an earlier one, the join is followed while it runs', async () => {
  const recording = { channelId: 'AsXego4U6tnj', recordingId: 'j8Z9O91ndcVs' };
  const prefixOf = (id: string) => `ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/${id}`;
  const name = 'AsXego4U6tnj-Earlier-archive-join2-1f6a3c';
  const input = { recording: { prefix: prefixOf('Earlier') }, joinWith: [prefixOf('j8Z9O91ndcVs')] };

  const found = await findExecutions('j8Z9O91ndcVs', {
    machines: async () => ({ processRecordingArn: 'process', exportRecordingArn: 'export', backfillRecordingsArn: '' }),
    findRecording: async () => recording,
    lastRuns: async () => [],
    list: (machine) =>
      pagesOf(machine === 'export' ? [{ name, executionArn: arnOf(name), status: 'RUNNING' } as ListedExecution] : []),
    describe: async () => ({ status: 'RUNNING', input: JSON.stringify(input) }) as DescribedExecution,
  });

  expect(found).toEqual([arnOf(name)]);
});

test('what was started a moment ago is waited for; what never comes is refused', async () => {
  const { output } = keepingOutput();
  const ports = portsOver({}, []);

  const following = follow([parent], ports, { output, wait: () => silentBar, programName: 'ivs-recordings' });

  await expect(following).rejects.toThrow(`There is no execution ${parent}.`);
  expect(ports.asked).toHaveLength(10);
});

test('Ctrl-C leaves it running, and says how to follow it again', async () => {
  const { output, stderr } = keepingOutput();
  const pause = () => Promise.reject(new InterruptedError('SIGINT'));
  const ports = { ...portsOver({ [parent]: [started, entered('Work')] }, []), pause };

  const following = follow([parent], ports, { output, wait: () => silentBar, programName: 'ivs-recordings' });

  await expect(following).rejects.toThrow('Interrupted by SIGINT');
  expect(stderr()).toBe(`What runs goes on. To follow it again: ivs-recordings follow ${parent}\n`);
});
