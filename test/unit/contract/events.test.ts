import { expect, test } from '@jest/globals';
import {
  executionStatusEventSchema,
  ivsRecordingEventSchema,
  s3NotificationSchema,
} from '../../../lambdas/shared/contract/events.ts';

const arnOf = (kind: string, name: string): string =>
  `arn:aws:states:us-east-1:123456789012:${kind}:process-recording${name}`;

const statusEvent = {
  'detail-type': 'Step Functions Execution Status Change',
  source: 'aws.states',
  region: 'us-east-1',
  time: '2026-06-23T20:14:00Z',
  detail: {
    executionArn: arnOf('execution', ':x'),
    stateMachineArn: arnOf('stateMachine', ''),
    name: 'x',
    status: 'FAILED',
    startDate: 1_782_245_561_000,
    stopDate: null,
    input: null,
    error: null,
    cause: null,
  },
};

test('a status event may leave out input, error, cause and redrive count', () => {
  const { detail } = executionStatusEventSchema.parse(statusEvent);

  expect(detail).toMatchObject({ input: null, error: null, redriveCount: 0 });
});

test('an execution that is running has not ended', () => {
  const event = { ...statusEvent, detail: { ...statusEvent.detail, status: 'RUNNING' } };

  expect(executionStatusEventSchema.safeParse(event).success).toBe(false);
});

test.each([
  { ...statusEvent, time: 'yesterday' },
  { ...statusEvent, detail: { ...statusEvent.detail, startDate: 1e16 } },
  { ...statusEvent, detail: { ...statusEvent.detail, stopDate: -1e300 } },
])('a status event whose times are none is refused, and does not fail when they are used', (event) => {
  expect(executionStatusEventSchema.safeParse(event).success).toBe(false);
});

test("IVS's event is read without the fields that only some of them have", () => {
  const event = {
    id: '12345678-1a23-4567-a1bc-1a2b34567890',
    'detail-type': 'IVS Recording State Change',
    source: 'aws.ivs',
    time: '2026-06-24T07:51:32Z',
    region: 'us-west-2',
    resources: ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij'],
    detail: {
      recording_status: 'Recording Start Failure',
      recording_s3_bucket_name: 'my-recordings',
      recording_s3_key_prefix: '',
    },
  };

  expect(ivsRecordingEventSchema.parse(event)).toEqual(event);
});

test('a notification without records is none', () => {
  expect(s3NotificationSchema.safeParse({ Records: [] }).success).toBe(false);
});
