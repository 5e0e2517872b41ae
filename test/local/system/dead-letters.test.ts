/** The operator's program, in a process of its own, against the local system: whatever went astray is sent on its way. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { metadataFileKey } from '../../../lambdas/shared/contract/object-keys.ts';
import { ivsEventDetail } from '../../../local/run/recording-folder.ts';
import { Stage, typesOf } from './stage.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const root = path.resolve(import.meta.dirname, '../../..');
const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-dead-letters-'));
const outputsFile = path.join(folder, 'outputs.json');
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start();
  const urlOf = (name: string) => `${stage.system.endpoints.sqs}/000000000000/${queueOf(name).name}`;
  const outputs = {
    StartProcessingDeadLettersUrl: urlOf('StartProcessingDeadLetters'),
    StartProcessingFunctionArn: stage.system.functionArn('StartProcessing'),
    ReportFailureDeadLettersUrl: urlOf('ReportFailureDeadLetters'),
    ReportFailureFunctionArn: stage.system.functionArn('ReportFailure'),
    RecordingEndedUndeliveredUrl: urlOf('RecordingEndedUndelivered'),
  };
  writeFileSync(outputsFile, JSON.stringify({ IvsRecordingsPipeline: outputs }));
});
afterAll(async () => {
  await stage.stop();
  rmSync(folder, { recursive: true });
});

const queueOf = (name: string) => stage.system.model.queues.find((queue) => queue.name.includes(name))!;

const ops = (...args: string[]) => run([...args, '--outputs', outputsFile], stage.system.environment);

async function run(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const child = spawn(process.execPath, ['ops/cli.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  const [output, trouble, [exitCode]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { exitCode, output, trouble };
}

test('events that a function could not process, and that a rule could not deliver, are processed after all', async () => {
  const { messaging, recordingsBucket } = stage.system;
  const byS3 = await stage.addRecording('lostByS3');
  const byIvs = await stage.addRecording('lostByIvs');
  const notification = {
    Records: [
      {
        eventSource: 'aws:s3',
        eventName: 'ObjectCreated:Put',
        eventTime: '2026-06-23T20:13:20.000Z',
        s3: {
          bucket: { name: recordingsBucket },
          object: { key: metadataFileKey(byS3.prefix, byS3.metadataFileName) },
        },
      },
    ],
  };
  const event = {
    id: 'b7c1',
    source: 'aws.ivs',
    'detail-type': 'IVS Recording State Change',
    time: '2026-06-23T20:13:20Z',
    region: 'us-west-2',
    resources: [byIvs.channelArn],
    detail: ivsEventDetail(byIvs, recordingsBucket),
  };
  await messaging.send(queueOf('StartProcessingDeadLetters').arn, JSON.stringify(notification), {
    ErrorCode: '200',
    ErrorMessage: 'TooManyRequestsException: Rate exceeded',
  });
  await messaging.send(queueOf('RecordingEndedUndelivered').arn, JSON.stringify(event), {
    TARGET_ARN: stage.system.functionArn('StartProcessing'),
    ERROR_CODE: 'NO_PERMISSIONS',
  });

  const listed = await ops('dead-letters', 'list');
  const unasked = await ops('dead-letters', 'replay');
  const replayed = await ops('dead-letters', 'replay', '--yes');
  const outcomes = [await stage.outcomeOf(byS3), await stage.outcomeOf(byIvs)];
  const again = await ops('dead-letters', 'replay', '--yes');

  expect([listed.exitCode, listed.output]).toEqual([0, expect.stringContaining('2 in 3 queues.')]);
  expect(unasked.exitCode).toBe(2);
  expect([replayed.exitCode, replayed.output]).toEqual([0, expect.stringContaining('2 replayed, 0 left.')]);
  expect(outcomes.map(({ processed }) => [processed.name, processed.status])).toEqual([
    ['Qm4TzL9cWx2d-lostByS3', 'SUCCEEDED'],
    ['Qm4TzL9cWx2d-lostByIvs', 'SUCCEEDED'],
  ]);
  expect(outcomes.flatMap(({ messages }) => typesOf(messages)).sort()).toEqual([
    'recording.export.ready',
    'recording.export.ready',
    'recording.playback.ready',
    'recording.playback.ready',
  ]);
  expect([again.exitCode, again.output]).toEqual([3, 'No dead letters.\n']);
});

test('the deployment is found by its stacks, and everything by one address', async () => {
  const { gatewayUrl, messaging } = stage.system;
  const queueArn = queueOf('StartProcessingDeadLetters').arn;
  await messaging.send(queueArn, '{"what":"is this"}', { ErrorMessage: 'no idea' });

  const { exitCode, output } = await run(['dead-letters', 'list', '--json', '--endpoint-url', gatewayUrl], {
    AWS_REGION: 'us-west-2',
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
  });
  await messaging.take(queueArn);

  expect(exitCode).toBe(0);
  expect(JSON.parse(output)).toMatchObject({
    status: 'SUCCEEDED',
    deadLetters: [
      {
        queue: 'StartProcessingDeadLetters',
        destinationArn: stage.system.functionArn('StartProcessing'),
        reason: 'no idea',
      },
    ],
  });
});

test('an event that still cannot be processed comes back to the dead letters, and one without a target stays', async () => {
  const { messaging } = stage.system;
  await messaging.send(queueOf('StartProcessingDeadLetters').arn, '{"what":"is this"}', { ErrorCode: '200' });
  await messaging.send(queueOf('RecordingEndedUndelivered').arn, '{"to":"nobody"}', {
    TARGET_ARN: 'arn:aws:lambda:us-west-2:000000000000:function:deleted',
  });

  const { exitCode, output, trouble } = await ops('dead-letters', 'replay', '--yes');
  await stage.system.settle();

  expect([exitCode, output]).toEqual([1, expect.stringContaining('1 replayed, 1 left.')]);
  expect(trouble).toContain('ResourceNotFoundException');
  expect(await messaging.take(queueOf('RecordingEndedUndelivered').arn)).toHaveLength(1);
  expect(await messaging.take(queueOf('StartProcessingDeadLetters').arn)).toMatchObject([
    { body: '{"what":"is this"}' },
  ]);
});
