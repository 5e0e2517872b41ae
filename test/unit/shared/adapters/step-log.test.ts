import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { logKeysOf } from '../../../../lambdas/shared/adapters/log-keys.ts';
import { makeStepLog } from '../../../../lambdas/shared/adapters/step-log.ts';
import { RecordingNotReadyError, StorageAccessDeniedError } from '../../../../lambdas/shared/contract/errors.ts';
import { type CapturedOutput, captureOutput } from '../../../fixtures/captured-output.ts';

const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs';
const keys = { channelId: 'AbCdef1G2hij', recordingId: 'j8Z9O91ndcVs' };
const executionArn = 'arn:aws:states:us-west-2:123456789012:execution:Process:AbCdef1G2hij-j8Z9O91ndcVs';
const execution = { arn: executionArn, name: 'AbCdef1G2hij-j8Z9O91ndcVs', redriveCount: 0 };
const recording = { bucket: 'my-recordings', prefix };
const stateEvent = { input: { recording, metadata: { order: 'secret-order' } }, execution };

let output: CapturedOutput;
beforeEach(() => {
  output = captureOutput();
});
afterEach(() => output.release());

test.each([
  ['a state that is given the input', stateEvent, { ...keys, executionArn }],
  [
    'a state that is given a plan',
    { planned: { recording: { ...recording, ...keys } }, execution },
    { ...keys, executionArn },
  ],
  ['a state that concerns no single recording', { state: { progress: {} }, execution }, { executionArn }],
  ['an operator', { recording }, keys],
  ["IVS's end of a recording", { 'detail-type': 'x', detail: { recording_s3_key_prefix: prefix } }, keys],
  [
    "IVS's failure to begin",
    { resources: ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij'], detail: { recording_s3_key_prefix: '' } },
    { channelId: 'AbCdef1G2hij' },
  ],
  ['a status event', { detail: { executionArn, input: JSON.stringify({ recording }) } }, { ...keys, executionArn }],
  ['a status event with a large input', { detail: { executionArn } }, { executionArn }],
  ['S3', { Records: [{ s3: { object: { key: `${prefix}/events/recording-ended.json` } } }] }, keys],
  ['nobody that it knows', { detail: { input: '{' }, recording: 7, Records: [] }, {}],
  ['nobody at all', undefined, {}],
])('the keys of an event of %s', (_sender, event, expected) => {
  expect(logKeysOf(event)).toEqual(expected);
});

test('a figure bears the keys of its invocation, by which a query finds what it is of', async () => {
  const log = makeStepLog('validate-recording');
  const handler = log.handle(async (_event: unknown) =>
    log.putMetrics([{ dimensions: { StateMachine: 'Process' }, values: { PlayableAfter: 7 } }]),
  );

  await handler(stateEvent);
  await handler({ state: {}, execution });

  const [first, second] = output.lines;
  expect(first).toMatchObject({ ...keys, executionArn, StateMachine: 'Process', PlayableAfter: 7 });
  expect(second).toMatchObject({ executionArn, PlayableAfter: 7 });
  expect(second).not.toHaveProperty('recordingId');
});

test('each line bears the keys of the invocation that it belongs to', async () => {
  const log = makeStepLog('validate-recording');
  const handler = log.handle(async (_event: unknown, _context?: object) =>
    log.info('Judged.', { outcome: 'playable' }),
  );

  await handler(stateEvent, { awsRequestId: 'r-1' });
  await handler({ state: {}, execution });

  const [first, second] = output.lines;
  const line = { level: 'INFO', message: 'Judged.', service: 'validate-recording', outcome: 'playable' };
  expect(first).toMatchObject({ ...line, ...keys, executionArn, requestId: 'r-1' });
  expect(second).toMatchObject({ ...line, executionArn });
  expect(second).not.toHaveProperty('recordingId');
  expect(second).not.toHaveProperty('requestId');
});

test('a failure is told by name, message and causes, and thrown on', async () => {
  const cause = Object.assign(new Error('Access Denied'), { name: 'AccessDenied', $response: { body: 'private' } });
  const error = new StorageAccessDeniedError('S3 denied access.', { cause });
  const handler = makeStepLog('plan-export').handle(() => Promise.reject(error));

  await expect(handler(stateEvent)).rejects.toBe(error);

  expect(output.lines).toMatchObject([
    {
      level: 'ERROR',
      error: {
        name: 'StorageAccessDeniedError',
        message: 'S3 denied access.',
        causes: ['AccessDenied: Access Denied'],
      },
      ...keys,
      executionArn,
    },
  ]);
});

test('what is tried again is a warning', async () => {
  const handler = makeStepLog('validate-recording').handle(() => Promise.reject(new RecordingNotReadyError('soon')));

  await expect(handler(stateEvent)).rejects.toThrow('soon');

  expect(output.lines).toMatchObject([{ level: 'WARN', error: { name: 'RecordingNotReadyError' } }]);
});

test('no line holds the input, what an error carries besides its text, or a message without end', async () => {
  const error = Object.assign(new Error('x'.repeat(100_000)), { $response: { body: 'private' }, cause: 'gone' });
  const handler = makeStepLog('plan-export').handle(() => Promise.reject(error));

  await expect(handler(stateEvent)).rejects.toBe(error);

  const text = JSON.stringify(output.lines);
  expect(text).not.toMatch(/secret-order|private/);
  expect(text.length).toBeLessThan(3000);
  expect(output.lines[0].error.causes).toEqual(['string: gone']);
});
