/** What sets a recording's execution off, and what becomes of events that nobody can read or deliver. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import type { RecordingFolder } from '../../../local/run/recording-folder.ts';
import { sendIvsEvent } from '../../../local/run/recording-run.ts';
import type { SystemModel } from '../../../local/template/system-model.ts';
import { notifyOfEnd } from './notify.ts';
import { failedByIvs, putBack, without } from './sample-copies.ts';
import { triggerOrderScenarios } from './scenarios/trigger-orders.ts';
import { only, Stage, typesOf } from './stage.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const missingFunctionArn = 'arn:aws:lambda:us-west-2:000000000000:function:deleted';

/** The rule on the end of recordings has a second target, which somebody has deleted. */
const withMissingTarget = (model: SystemModel): SystemModel => ({
  ...model,
  rules: model.rules.map((rule) =>
    rule.name.includes('RecordingEnded')
      ? { ...rule, targets: [...rule.targets, { ...rule.targets[0]!, arn: missingFunctionArn }] }
      : rule,
  ),
});

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start({ change: withMissingTarget });
});
afterAll(() => stage.stop());

const executionsOf = ({ recordingId }: RecordingFolder) =>
  stage.system.engine
    .listExecutions(stage.system.processRecordingArn)
    .filter(({ name }) => name.split('-')[1] === recordingId);

const queueOf = (name: string): string => stage.system.model.queues.find((queue) => queue.name.includes(name))!.arn;

const notifyAgain = (folder: RecordingFolder): void => notifyOfEnd(stage.system, folder);

async function putEvent(detailType: string, detail: object, resources: string[] = []): Promise<void> {
  const client = new EventBridgeClient({ ...stage.system.sdk, endpoint: stage.system.endpoints.eventbridge });
  const Entries = [{ Source: 'aws.ivs', DetailType: detailType, Resources: resources, Detail: JSON.stringify(detail) }];
  await client.send(new PutEventsCommand({ Entries }));
  client.destroy();
  await stage.system.settle();
}

describe('a recording is processed', () => {
  test("when IVS's event was lost and only S3 tells of it", async () => {
    const folder = await stage.addRecording('s3Only', undefined, 'uploaded');

    const { processed, messages } = await stage.outcomeOf(folder);

    expect(processed).toMatchObject({ name: 'Qm4TzL9cWx2d-s3Only', status: 'SUCCEEDED' });
    expect(JSON.parse(processed.input).source.type).toBe('s3-notification');
    expect(typesOf(messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
  });

  test("when S3's notification was lost and only IVS tells of it, with the channel's name", async () => {
    const folder = await stage.addRecording('ivsOnly');

    await sendIvsEvent(stage.system, folder);
    const { processed, messages, item } = await stage.outcomeOf(folder);

    expect(processed).toMatchObject({ name: 'Qm4TzL9cWx2d-ivsOnly', status: 'SUCCEEDED' });
    expect(JSON.parse(processed.input).source.type).toBe('ivs-event');
    expect(typesOf(messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
    expect(messages[0]?.subject).toBe('Recording ready to play: Local channel');
    expect(item.recording.channelName).toBe('Local channel');
  });

  test('once, however often and at whatever moment both tell of it', async () => {
    const folder = await stage.addRecording('manyTimes', undefined, 'announced');
    await Promise.all([1, 2, 3].flatMap(() => [sendIvsEvent(stage.system, folder), notifyAgain(folder)]));

    const { messages } = await stage.outcomeOf(folder);
    await sendIvsEvent(stage.system, folder);
    const later = await stage.outcomeOf(folder);

    expect(executionsOf(folder)).toHaveLength(1);
    expect(later.exports).toHaveLength(1);
    expect(typesOf(messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
    expect(later.messages).toEqual([]);
  });

  test('by taking up a failed execution again, when another event of it arrives', async () => {
    const folder = await stage.addRecording('eventRedrives');
    stage.faults.at(folder.recordingId, 'RegisterPlayback', async () => {
      throw new Error('a fault of the local system');
    });
    await sendIvsEvent(stage.system, folder);
    const failed = await stage.outcomeOf(folder);

    notifyAgain(folder);
    const redriven = await stage.outcomeOf(folder);

    expect(failed.processed).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(executionsOf(folder)).toHaveLength(1);
    expect(redriven.processed).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
  });

  test('by taking up one that failed because the recording was not there yet, when the other trigger arrives', async () => {
    const multivariant = 'media/hls/master.m3u8';
    const folder = await stage.addRecording('eventRevives', without(multivariant));
    await sendIvsEvent(stage.system, folder);
    const failed = await stage.outcomeOf(folder);
    putBack(folder.directory, multivariant);

    notifyAgain(folder);
    const revived = await stage.outcomeOf(folder);

    expect(failed.processed).toMatchObject({ status: 'FAILED', error: 'RecordingDamagedError' });
    expect(typesOf(failed.messages)).toEqual(['recording.failed']);
    expect(executionsOf(folder)).toHaveLength(1);
    expect(revived.processed).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(typesOf(revived.messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
    expect(revived.item).toMatchObject({ status: 'playable', recording: { completeness: 'complete' } });
    expect(revived.item).not.toHaveProperty('attention');
  });

  test('anew, when only a part of it was there before another event of it arrives', async () => {
    const segment = 'media/hls/720p30/1.ts';
    const folder = await stage.addRecording('eventCompletes', without(segment));
    await sendIvsEvent(stage.system, folder);
    const partial = await stage.outcomeOf(folder);
    putBack(folder.directory, segment);

    notifyAgain(folder);
    const complete = await stage.outcomeOf(folder);
    notifyAgain(folder);
    const again = await stage.outcomeOf(folder);

    expect(only(partial.messages, 'recording.playback.ready').body.recording.completeness).toBe('partial');
    expect(only(complete.messages, 'recording.playback.ready').body.recording.completeness).toBe('complete');
    expect(complete.processed.name).toBe('Qm4TzL9cWx2d-eventCompletes-r1');
    expect(executionsOf(folder)).toHaveLength(2);
    expect(again.messages).toEqual([]);
  });

  test('when an operator asks for it, though it was processed before', async () => {
    const folder = await stage.addRecording('operator');
    stage.start(folder, { exports: [] });
    await stage.outcomeOf(folder);
    const { recordingsBucket: bucket, lambda } = stage.system;

    await lambda.invoke(stage.system.functionArn('StartProcessing'), {
      recording: { bucket, prefix: folder.prefix },
      exports: [],
    });
    const { processed, messages } = await stage.outcomeOf(folder);

    expect(processed.name).toMatch(/^Qm4TzL9cWx2d-operator-op-\d{8}T\d{9}$/);
    expect(processed.status).toBe('SUCCEEDED');
    expect(JSON.parse(processed.input).source.type).toBe('operator');
    expect(typesOf(messages)).toEqual(['recording.playback.ready']);
  });

  test("when IVS says that it failed, as partial, with IVS's own reason in the catalog", async () => {
    const folder = await stage.addRecording('ivsFailure', failedByIvs, 'uploaded');

    await sendIvsEvent(stage.system, folder);
    const { processed, messages, item } = await stage.outcomeOf(folder);

    expect(executionsOf(folder)).toHaveLength(1);
    expect(processed.status).toBe('SUCCEEDED');
    expect(only(messages, 'recording.playback.ready').body.recording.completeness).toBe('partial');
    expect(item.findings).toEqual([
      { code: 'ivs-reported-failure', message: 'IVS reported that the recording failed: the camera broke' },
    ]);
  });
});

test('a stream that IVS could not record is announced', async () => {
  await putEvent(
    'IVS Recording State Change',
    {
      channel_name: 'Your Channel',
      stream_id: 'st-1A2b3c4D5e6F78ghij9Klmn',
      recording_status: 'Recording Start Failure',
      recording_status_reason: 'ValidationException',
      recording_s3_bucket_name: stage.system.recordingsBucket,
      recording_s3_key_prefix: '',
      recording_duration_ms: 0,
    },
    ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij'],
  );

  const messages = await stage.system.messaging.receive();

  expect(messages).toMatchObject([
    {
      subject: 'Recording could not start: Your Channel',
      attributes: { type: 'recording.start.failed', channelId: 'AbCdef1G2hij' },
      body: {
        id: 'AbCdef1G2hij/recording.start.failed/st-1A2b3c4D5e6F78ghij9Klmn',
        error: { name: 'ValidationException', redrivable: false },
      },
    },
  ]);
  expect(messages[0]?.attributes).not.toHaveProperty('recordingId');
  expect(notificationSchema.parse(messages[0]?.body)).toEqual(messages[0]?.body);
});

describe('an event', () => {
  test("that start-processing cannot read lies whole in the function's dead letters, after its retries", async () => {
    const { messaging, recordingsBucket } = stage.system;
    const detail = {
      recording_status: 'Recording End',
      recording_s3_bucket_name: recordingsBucket,
      recording_s3_key_prefix: 'not/a/recording',
      surprise: { kept: true },
    };
    await messaging.take(queueOf('RecordingEndedUndelivered'));

    await putEvent('IVS Recording State Change', detail);
    const letters = await messaging.take(queueOf('StartProcessingDeadLetters'));

    expect(letters).toHaveLength(1);
    expect(JSON.parse(letters[0]!.body)).toMatchObject({ source: 'aws.ivs', detail });
    expect(letters[0]?.attributes).toMatchObject({
      ErrorCode: '200',
      ErrorMessage: expect.stringContaining('EventUnreadableError'),
    });
  });

  test("for a function that is not there any more lies whole in the rule's dead letters", async () => {
    const folder = await stage.addRecording('undelivered');
    const { messaging } = stage.system;
    await messaging.take(queueOf('RecordingEndedUndelivered'));

    await sendIvsEvent(stage.system, folder);
    await stage.outcomeOf(folder);
    const letters = await messaging.take(queueOf('RecordingEndedUndelivered'));

    expect(letters).toHaveLength(1);
    expect(JSON.parse(letters[0]!.body).detail.recording_s3_key_prefix).toBe(folder.prefix);
    expect(letters[0]?.attributes).toMatchObject({
      TARGET_ARN: missingFunctionArn,
      RULE_ARN: expect.stringContaining(':rule/'),
      ERROR_CODE: 'NO_RESOURCE',
    });
  });

  test('about another bucket is none of ours', async () => {
    const before = stage.system.engine.listExecutions(stage.system.processRecordingArn).length;

    await putEvent('IVS Recording State Change', {
      recording_status: 'Recording End',
      recording_s3_bucket_name: 'another-bucket',
      recording_s3_key_prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs',
    });

    expect(stage.system.engine.listExecutions(stage.system.processRecordingArn)).toHaveLength(before);
    expect(await stage.system.messaging.take(queueOf('StartProcessingDeadLetters'))).toEqual([]);
  });
});

// Last, since each of its events leaves a letter with the target that is missing.
triggerOrderScenarios(() => stage);
