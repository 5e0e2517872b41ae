import { describe, expect, test } from '@jest/globals';
import { describeFailure } from '../../../lambdas/report-failure/describe-failure.ts';
import { executionArn, makeStatusEvent } from './events.ts';

const silent = { error: null, cause: null };

test("a step's error is told in its own sentence, without the trace", () => {
  expect(describeFailure(makeStatusEvent(), { state: 'ValidateRecording' })).toEqual({
    name: 'RecordingDamagedError',
    message: 'No rendition of the recording can be played.',
    state: 'ValidateRecording',
    redrivable: true,
    consoleUrl: `https://us-west-2.console.aws.amazon.com/states/home?region=us-west-2#/v2/executions/details/${executionArn}`,
  });
});

test('what the event leaves out comes from the history', () => {
  const found = { error: 'States.Runtime', cause: 'Invalid path $.x' };

  expect(describeFailure(makeStatusEvent(silent), found)).toMatchObject({
    name: 'States.Runtime',
    message: 'Invalid path $.x',
  });
});

describe('where neither says why', () => {
  test.each([
    ['FAILED', null, 'ExecutionFailed', /without giving a reason/],
    ['FAILED', 'States.Timeout', 'States.Timeout', /^The state did not end within its time limit/],
    ['TIMED_OUT', null, 'States.Timeout', /^The execution reached its time limit/],
    ['TIMED_OUT', 'States.Timeout', 'States.Timeout', /^The execution reached its time limit/],
    ['ABORTED', null, 'ExecutionAborted', /^Somebody stopped the execution/],
  ] as const)('%s with error %s is %s', (status, error, name, message) => {
    const described = describeFailure(makeStatusEvent({ ...silent, error, status }), {});

    expect(described).toMatchObject({ name, message: expect.stringMatching(message) });
  });

  test('an error without a cause keeps its name', () => {
    expect(describeFailure(makeStatusEvent({ ...silent, error: 'Mistake', status: 'ABORTED' }), {}).name).toBe(
      'Mistake',
    );
  });
});

describe('a cause', () => {
  const messageOf = (cause: string) => describeFailure(makeStatusEvent({ cause }), {}).message;

  test.each(['plain words', '{"half":', '{"other":"JSON"}', '42'])(
    'in any other form is kept as it is: %s',
    (cause) => {
      expect(messageOf(cause)).toBe(cause);
    },
  );

  test('is capped at 4 KB, between characters', () => {
    const message = messageOf('é🎥'.repeat(4000));

    expect(Buffer.byteLength(message)).toBeGreaterThan(4090);
    expect(Buffer.byteLength(message)).toBeLessThanOrEqual(4096);
    expect(message).toMatch(/^(é🎥)*é?$/u);
  });
});

test.each([
  ['REDRIVABLE', true],
  ['REDRIVABLE_BY_MAP_RUN', true],
  ['NOT_REDRIVABLE', false],
  [null, false],
])('redrive status %s means redrivable: %s', (redriveStatus, redrivable) => {
  expect(describeFailure(makeStatusEvent({ redriveStatus }), {}).redrivable).toBe(redrivable);
});
