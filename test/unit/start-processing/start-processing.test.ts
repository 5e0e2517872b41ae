import { describe, expect, test } from '@jest/globals';
import { startProcessing } from '../../../lambdas/start-processing/start-processing.ts';
import { makeFakePorts } from './fake-state-machine.ts';
import { bucket, channelArn, makeIvsEvent, makeS3Notification, makeS3Record, prefix, s3TestEvent } from './triggers.ts';

const name = 'AbCdef1G2hij-j8Z9O91ndcVs';
const recordingId = 'j8Z9O91ndcVs';
const recording = { bucket, prefix };

describe('a recording that ended', () => {
  test('is processed under the name of the recording', async () => {
    const { ports, executions, logged } = makeFakePorts();

    const output = await startProcessing(makeIvsEvent(), ports);

    expect(output).toEqual({ outcomes: [{ recordingId, outcome: 'started', executionName: name }] });
    expect(executions[name]?.input).toMatchObject({ recording, source: { type: 'ivs-event' } });
    expect(logged).toEqual(output.outcomes);
  });

  test('is processed once, whoever says so first and however often', async () => {
    const { ports, executions } = makeFakePorts();

    const outputs = [
      await startProcessing(makeS3Notification(), ports),
      await startProcessing(makeIvsEvent(), ports),
      await startProcessing(makeIvsEvent(), ports),
      await startProcessing(makeS3Notification(), ports),
    ];

    expect(outputs.map(({ outcomes }) => outcomes[0]?.outcome)).toEqual([
      'started',
      'already-running',
      'already-running',
      'already-running',
    ]);
    expect(Object.keys(executions)).toEqual([name]);
  });

  test('is processed once when both metadata files are announced in one notification', async () => {
    const { ports, executions } = makeFakePorts();

    await startProcessing(
      makeS3Notification(makeS3Record(), makeS3Record(`${prefix}/events/recording-failed.json`)),
      ports,
    );

    expect(Object.keys(executions)).toEqual([name]);
  });
});

describe('an operator', () => {
  test('gets a run of their own, whatever became of the automatic one', async () => {
    const { ports, executions } = makeFakePorts({ [name]: { status: 'SUCCEEDED' } });

    const output = await startProcessing({ recording, exports: [] }, ports);

    const executionName = `${name}-op-20260624T080000500`;
    expect(output).toEqual({ outcomes: [{ recordingId, outcome: 'started', executionName }] });
    expect(executions[executionName]?.input).toEqual({ recording, exports: [], source: { type: 'operator' } });
  });

  test('who asks twice in one millisecond gets one run', async () => {
    const { ports, executions } = makeFakePorts();

    const outputs = [await startProcessing({ recording }, ports), await startProcessing({ recording }, ports)];

    expect(outputs[1]?.outcomes).toMatchObject([{ outcome: 'already-running' }]);
    expect(Object.keys(executions)).toHaveLength(1);
  });
});

describe('what is not served here', () => {
  const elsewhere = { ...recording, bucket: 'other-bucket' };

  test.each([
    ['an event', makeIvsEvent({ recording_s3_bucket_name: 'other-bucket' })],
    ['an operator', { recording: elsewhere }],
  ])('a bucket that %s names is refused by name', async (_who, event) => {
    const { ports, executions } = makeFakePorts();

    await expect(startProcessing(event, ports)).rejects.toMatchObject({
      name: 'BucketNotConfiguredError',
      message: expect.stringContaining('other-bucket'),
    });
    expect(executions).toEqual({});
  });

  const others = [
    'arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hi',
    'arn:aws:ivs:us-west-2:210987654321:channel/AbCdef1G2hij',
  ];

  test.each([
    ['IVS', makeIvsEvent()],
    ['S3', makeS3Notification()],
  ])('an event of %s about another channel is ignored, with the reason', async (_who, event) => {
    const { ports, executions, logged } = makeFakePorts({}, { channelArns: others });

    const { outcomes } = await startProcessing(event, ports);

    expect(outcomes).toEqual([{ recordingId, outcome: 'ignored', reason: expect.stringContaining('AbCdef1G2hij') }]);
    expect(logged).toEqual(outcomes);
    expect(executions).toEqual({});
  });

  test('another channel is refused to an operator, who would wait in vain', async () => {
    const { ports } = makeFakePorts({}, { channelArns: others });

    await expect(startProcessing({ recording }, ports)).rejects.toMatchObject({ name: 'ChannelNotConfiguredError' });
  });

  test('a channel of the list is served', async () => {
    const { ports } = makeFakePorts({}, { channelArns: [...others, channelArn] });

    expect(await startProcessing(makeIvsEvent(), ports)).toMatchObject({ outcomes: [{ outcome: 'started' }] });
  });
});

describe('of several objects', () => {
  const otherPrefix = prefix.replace(recordingId, 'other');
  const other = makeS3Record(`${otherPrefix}/events/recording-ended.json`);

  test('each is tried before the first failure is thrown, and a retry finds the rest running', async () => {
    const { ports, executions, logged } = makeFakePorts();
    const notification = makeS3Notification(makeS3Record('strange'), makeS3Record(), other);

    const expectFailure = () =>
      expect(startProcessing(notification, ports)).rejects.toMatchObject({ name: 'EventUnreadableError' });

    await expectFailure();
    expect(Object.keys(executions)).toEqual([name, 'AbCdef1G2hij-other']);
    expect(logged.map(({ outcome }) => outcome)).toEqual(['started', 'started']);

    await expectFailure();
    expect(Object.keys(executions)).toHaveLength(2);
  });

  test('each has its outcome', async () => {
    const { ports } = makeFakePorts();

    const { outcomes } = await startProcessing(makeS3Notification(makeS3Record(), other), ports);

    expect(outcomes.map((outcome) => outcome.recordingId)).toEqual([recordingId, 'other']);
  });
});

test("S3's test event is ignored", async () => {
  const { ports, executions } = makeFakePorts();

  expect(await startProcessing(s3TestEvent, ports)).toMatchObject({ outcomes: [{ outcome: 'ignored' }] });
  expect(executions).toEqual({});
});
