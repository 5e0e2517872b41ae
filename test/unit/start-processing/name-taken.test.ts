import { describe, expect, test } from '@jest/globals';
import { ServiceUnavailableError } from '../../../lambdas/shared/contract/errors.ts';
import { startProcessing } from '../../../lambdas/start-processing/start-processing.ts';
import { type FakeExecution, makeFakePorts } from './fake-state-machine.ts';
import { bucket, makeIvsEvent, makeS3Notification, makeS3Record, prefix } from './triggers.ts';

const name = 'AbCdef1G2hij-j8Z9O91ndcVs';
const recording = { bucket, prefix };

describe('when the name is taken', () => {
  const outcomeWith = async (...taken: FakeExecution[]) => {
    const names = [name, `${name}-r1`, `${name}-r2`, `${name}-r3`];
    const fake = makeFakePorts(Object.fromEntries(taken.map((execution, index) => [names[index], { ...execution }])));
    const { outcomes } = await startProcessing(makeIvsEvent(), fake.ports);
    return { ...outcomes[0], executions: fake.executions };
  };
  /** The event of `makeIvsEvent` is of 07:51:32. */
  const before = new Date('2026-06-24T07:51:31.999Z');
  const after = new Date('2026-06-24T07:51:32.001Z');
  const redrivable: FakeExecution = { status: 'FAILED', redriveStatus: 'REDRIVABLE', stopDate: before };
  const failedForGood: FakeExecution = { status: 'FAILED', redriveStatus: 'NOT_REDRIVABLE', stopDate: before };

  test.each([
    ['RUNNING', 'already-running'],
    ['PENDING_REDRIVE', 'already-running'],
    ['SUCCEEDED', 'already-succeeded'],
    ['ABORTED', 'aborted-by-operator'],
  ])('by an execution that is %s, nothing is done', async (status, expected) => {
    const onRedrive = (): boolean => {
      throw new Error('nobody should redrive it');
    };

    const { outcome, executionName, executions } = await outcomeWith({
      status,
      redriveStatus: 'REDRIVABLE',
      onRedrive,
    });

    expect({ outcome, executionName }).toEqual({ outcome: expected, executionName: name });
    expect(Object.keys(executions)).toEqual([name]);
  });

  test.each(['FAILED', 'TIMED_OUT'])('by an execution that %s before the event, it is redriven', async (status) => {
    const { outcome, executionName, executions } = await outcomeWith({ ...redrivable, status });

    expect({ outcome, executionName }).toEqual({ outcome: 'redriven', executionName: name });
    expect(executions).toEqual({ [name]: expect.objectContaining({ status: 'RUNNING' }) });
  });

  test.each([
    ['failed after the event, which tells nothing new', { ...redrivable, stopDate: after }],
    ['timed out after the event', { ...redrivable, status: 'TIMED_OUT', stopDate: after }],
    ['failed in the same instant', { ...redrivable, stopDate: new Date('2026-06-24T07:51:32.000Z') }],
    ['failed after the event and cannot be redriven', { ...failedForGood, stopDate: after }],
    ['failed at a time that nobody tells', { status: 'FAILED', redriveStatus: 'REDRIVABLE' }],
  ])('by one that %s, it is left as it was reported', async (_, execution) => {
    const { status } = execution;

    const { outcome, executionName, executions } = await outcomeWith(execution);

    expect({ outcome, executionName }).toEqual({ outcome: 'already-failed', executionName: name });
    expect(executions).toEqual({ [name]: expect.objectContaining({ status }) });
  });

  test("by one that fails at once, the other service's news of the same end does not run it again", async () => {
    const { ports, executions, logged } = makeFakePorts();
    await startProcessing(makeS3Notification(), ports);
    executions[name] = { ...redrivable, stopDate: new Date('2026-06-24T07:51:33.500Z') };

    await startProcessing(makeIvsEvent(), ports);
    await startProcessing(makeS3Notification(), ports);

    expect(logged.map(({ outcome }) => outcome)).toEqual(['started', 'already-failed', 'already-failed']);
    expect(executions[name]?.status).toBe('FAILED');
  });

  test('by one that missed the metadata file, the file redrives it when it appears', async () => {
    const { ports } = makeFakePorts({ [name]: { ...redrivable, stopDate: new Date('2026-06-24T08:14:00Z') } });
    const file = makeS3Record(undefined, { eventTime: '2026-06-24T11:00:00.000Z' });

    expect(await startProcessing(makeS3Notification(file), ports)).toMatchObject({
      outcomes: [{ outcome: 'redriven', executionName: name }],
    });
  });

  test.each([
    ['RUNNING', 'already-running'],
    ['SUCCEEDED', 'already-succeeded'],
    ['FAILED', 'already-failed'],
  ])('by one that another event has just redriven and that is %s since, it is left alone', async (status, expected) => {
    const onRedrive = (execution: FakeExecution) => {
      Object.assign(execution, { status, stopDate: after });
      return false;
    };

    const { outcome, executions } = await outcomeWith({ ...redrivable, onRedrive });

    expect(outcome).toBe(expected);
    expect(Object.keys(executions)).toEqual([name]);
  });

  test('by one that turns out not to be redrivable, another takes its place', async () => {
    const { outcome, executionName } = await outcomeWith({ ...redrivable, onRedrive: () => false });

    expect({ outcome, executionName }).toEqual({ outcome: 'revived', executionName: `${name}-r1` });
  });

  test('by ones that failed for good, the next name is tried', async () => {
    const first = await outcomeWith(failedForGood);
    const third = await outcomeWith(failedForGood, failedForGood, { ...failedForGood, status: 'TIMED_OUT' });

    expect(first).toMatchObject({ outcome: 'revived', executionName: `${name}-r1` });
    expect(third).toMatchObject({ outcome: 'revived', executionName: `${name}-r3` });
    expect(third.executions[`${name}-r3`]?.input).toMatchObject({ recording });
  });

  const announcing = (recording: object): string =>
    JSON.stringify({ outcome: 'playable', announcement: { message: { recording } } });

  test.each([
    ['found only a part', { completeness: 'partial' }],
    ['found nothing', {}],
  ])('by one that %s, news from after it starts another in its place', async (_, announced) => {
    const output = announcing(announced);

    const later = await outcomeWith({ status: 'SUCCEEDED', stopDate: before, output });
    const earlier = await outcomeWith({ status: 'SUCCEEDED', stopDate: after, output });

    expect(later).toMatchObject({ outcome: 'revived', executionName: `${name}-r1` });
    expect(earlier).toMatchObject({ outcome: 'already-succeeded', executionName: name });
  });

  test.each([
    ['found everything', announcing({ completeness: 'complete' })],
    ['tells nothing', undefined],
    ['tells something else', '{}'],
    ['tells something unreadable', '{"announcement":'],
  ])('by one that succeeded and %s, nothing is done whatever comes later', async (_, output) => {
    const found = { status: 'SUCCEEDED', stopDate: before, ...(output === undefined ? {} : { output }) };

    expect(await outcomeWith(found)).toMatchObject({ outcome: 'already-succeeded', executionName: name });
  });

  test('also of a revival, it is looked at in the same way', async () => {
    const running = await outcomeWith(failedForGood, { status: 'RUNNING' });
    const redriven = await outcomeWith(failedForGood, failedForGood, redrivable);
    const failed = await outcomeWith(failedForGood, { ...redrivable, stopDate: after });

    expect(running).toMatchObject({ outcome: 'already-running', executionName: `${name}-r1` });
    expect(redriven).toMatchObject({ outcome: 'redriven', executionName: `${name}-r2` });
    expect(failed).toMatchObject({ outcome: 'already-failed', executionName: `${name}-r1` });
  });

  test('by as many failures as there are names, it is given up and said so', async () => {
    const { outcome, reason, executions } = await outcomeWith(
      failedForGood,
      failedForGood,
      failedForGood,
      failedForGood,
    );

    expect(outcome).toBe('given-up');
    expect(reason).toContain('4 executions failed');
    expect(Object.keys(executions)).toHaveLength(4);
  });

  test('by one that cannot be described yet, the event is tried again later', async () => {
    const { ports } = makeFakePorts({}, { startExecution: async () => false });

    await expect(startProcessing(makeIvsEvent(), ports)).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });
  });
});

describe('when the name is taken and Step Functions does not say by what', () => {
  const describeExecution = async (): Promise<never> => {
    throw new ServiceUnavailableError('Rate exceeded');
  };
  const taken = { [name]: { status: 'RUNNING' } };

  test('nothing is done for a recording that the catalog has as whole', async () => {
    const asked: unknown[] = [];
    const isKnownWhole = async (location: object) => {
      asked.push(location);
      return true;
    };
    const { ports, executions, logged } = makeFakePorts(taken, { describeExecution, isKnownWhole });

    const { outcomes } = await startProcessing(makeS3Notification(), ports);

    expect(outcomes).toEqual([{ recordingId: 'j8Z9O91ndcVs', outcome: 'already-playable', executionName: name }]);
    expect(logged).toEqual(outcomes);
    expect(asked).toMatchObject([{ channelId: 'AbCdef1G2hij', recordingId: 'j8Z9O91ndcVs' }]);
    expect(Object.keys(executions)).toEqual([name]);
  });

  test('the event is tried again for any other, since it may be the one that revives it', async () => {
    const { ports } = makeFakePorts(taken, { describeExecution });

    await expect(startProcessing(makeS3Notification(), ports)).rejects.toMatchObject({
      name: 'ServiceUnavailableError',
      message: 'Rate exceeded',
    });
  });

  test('the catalog is not asked where something else is wrong, nor where Step Functions says', async () => {
    const isKnownWhole = async (): Promise<never> => {
      throw new Error('nobody should ask the catalog');
    };
    const denied = async (): Promise<never> => {
      throw Object.assign(new Error('not you'), { name: 'AccessDeniedException' });
    };

    const told = await startProcessing(makeS3Notification(), makeFakePorts(taken, { isKnownWhole }).ports);
    const refused = startProcessing(
      makeS3Notification(),
      makeFakePorts(taken, { isKnownWhole, describeExecution: denied }).ports,
    );

    expect(told.outcomes).toMatchObject([{ outcome: 'already-running' }]);
    await expect(refused).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

/** Step Functions admits so many in a wave of events; Lambda tries the others after one minute and after two more. */
test('in a burst, events that Step Functions has no answer for end well on the next try', async () => {
  const known = new Set<string>();
  const { ports, executions } = makeFakePorts(
    {},
    {
      describeExecution: async () => {
        throw new ServiceUnavailableError('Rate exceeded');
      },
      isKnownWhole: async ({ recordingId }) => known.has(recordingId),
    },
  );
  const events = Array.from({ length: 50 }, (_, index) =>
    makeS3Notification(makeS3Record(`${prefix.replace(/[^/]+$/, `r${index}`)}/events/recording-ended.json`)),
  );
  const failuresOf = async (wave: readonly object[]) => {
    const results = await Promise.allSettled(wave.map((event) => startProcessing(event, ports)));
    return wave.filter((_, index) => results[index]?.status === 'rejected');
  };

  const first = await failuresOf([...events, ...events]);
  for (const executionName of Object.keys(executions)) known.add(executionName.split('-')[1] ?? '');
  const second = await failuresOf(first);

  expect([first.length, second.length]).toEqual([50, 0]);
  expect(Object.keys(executions)).toHaveLength(50);
});
