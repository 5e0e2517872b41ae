import { expect, test } from '@jest/globals';
import { follow } from '../../../../ops/follow/follow.ts';
import { InterruptedError } from '../../../../ops/terminal/interruption.ts';
import { silentBar } from '../../../../ops/terminal/progress-bar.ts';
import { keepingOutput } from '../a-terminal.ts';
import { entered, exited, portsOver, started, succeeded, type Told, task } from './histories.ts';

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
