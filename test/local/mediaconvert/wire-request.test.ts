import { CreateJobCommand, type CreateJobCommandInput, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import { expect, test } from '@jest/globals';
import { encodedOutput, makeSettings, passthroughOutput } from './test-bench.ts';
import { findRequestFaults, toWire } from './wire-request.ts';

const request: CreateJobCommandInput = {
  Role: 'arn:aws:iam::123456789012:role/mediaconvert-io',
  Queue: 'arn:aws:mediaconvert:us-west-2:123456789012:queues/exports',
  Priority: -10,
  StatusUpdateInterval: 'SECONDS_30',
  AccelerationSettings: { Mode: 'PREFERRED' },
  Tags: { RecordingId: 'j8Z9O91ndcVs' },
  UserMetadata: { RecordingId: 'j8Z9O91ndcVs' },
  Settings: makeSettings({
    outputs: [
      { ...passthroughOutput, NameModifier: '-a' },
      { ...encodedOutput, NameModifier: '-b' },
    ],
  }),
};

test('a request is written as the SDK writes it', async () => {
  const bodies: string[] = [];
  const client = new MediaConvertClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
    requestHandler: {
      handle: async ({ body }: { body: Uint8Array }) => {
        bodies.push(new TextDecoder().decode(body));
        throw new Error('It is sent nowhere.');
      },
    },
  });

  await client.send(new CreateJobCommand({ ...request, ClientRequestToken: 'one' })).catch(() => undefined);

  expect(toWire({ ...request, ClientRequestToken: 'one' })).toEqual(JSON.parse(bodies[0]!));
});

test('nothing is wrong with a request that would be taken', () => {
  expect(findRequestFaults(request)).toEqual([]);
});

test('each fault is told by itself, and a member that the SDK would leave out is one', () => {
  const misspelt = { ...request, Priority: 51, Prioritaet: 1 } as CreateJobCommandInput;

  const faults = findRequestFaults(misspelt);

  expect(faults).toEqual([
    '/priority: Too big: expected number to be <=50',
    '/prioritaet: is not supported by the local MediaConvert',
  ]);
});
