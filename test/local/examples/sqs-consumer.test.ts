import '../../fixtures/one-realm.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KeptNews } from '../../../examples/keep-news.ts';
import { consumeOnce, readBody } from '../../../examples/sqs-consumer/consume-queue.ts';
import { tellNews } from '../../../examples/tell-news.ts';
import { type Messaging, startMessaging } from '../../../local/messaging/messaging.ts';
import { makeSdkConfiguration } from '../../../local/system/sdk-configuration.ts';
import { empty, playbackReady } from './messages.ts';

const sdk = makeSdkConfiguration('us-west-2');
const TopicArn = 'arn:aws:sns:us-west-2:000000000000:notifications';
const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-consumer-'));
const file = path.join(folder, 'news.json');
let messaging: Messaging;
let sns: SNSClient;
let client: SQSClient;

beforeAll(async () => {
  messaging = await startMessaging({ topics: [{ name: 'notifications', arn: TopicArn }], queues: [] }, sdk);
  sns = new SNSClient({ ...sdk, endpoint: messaging.url });
  client = new SQSClient({ ...sdk, endpoint: messaging.url });
});

afterAll(async () => {
  sns.destroy();
  client.destroy();
  await messaging.stop();
  rmSync(folder, { recursive: true });
});

const publish = (message: object) => sns.send(new PublishCommand({ TopicArn, Message: JSON.stringify(message) }));

/** Starts a consumer on what an earlier one kept, and lets it take what is in the queue. */
async function consume(handle: (line: string) => void): Promise<string[]> {
  const troubles: string[] = [];
  const consumer = {
    client,
    queueUrl: messaging.subscriberQueueUrl,
    news: new KeptNews(file),
    handle: async (message: Parameters<typeof tellNews>[0]) => handle(tellNews(message)),
    reportTrouble: (error: unknown) => void troubles.push(String(error)),
  };
  while ((await consumeOnce(consumer, 0)) > 0);
  return troubles;
}

test('a message that comes twice, also to a consumer that was started anew, is handled once', async () => {
  const told: string[] = [];
  await publish(playbackReady());
  await publish(playbackReady());
  await consume((line) => told.push(line));
  await publish(playbackReady());

  await consume((line) => told.push(line));

  expect(told).toEqual(['j8Z9O91ndcVs can be played: https://v.example.com/master.m3u8']);
});

test('an older message about the same recording is no news', async () => {
  const told: string[] = [];
  await publish(empty('2026-06-23T21:00:00.000Z'));
  await publish(playbackReady({ time: '2026-06-23T20:59:00.000Z' }));

  await consume((line) => told.push(line));

  expect(told).toEqual(['j8Z9O91ndcVs is empty.']);
});

test('a message that could not be handled stays in the queue', async () => {
  await publish(playbackReady({ time: '2026-06-23T22:00:00.000Z' }));

  const troubles = await consume(() => {
    throw new Error('The database is down.');
  });

  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: messaging.subscriberQueueUrl, AttributeNames: ['All'] }),
  );
  expect(troubles).toEqual(['Error: The database is down.']);
  expect(Number(Attributes?.ApproximateNumberOfMessagesNotVisible)).toBe(1);
});

test('a message is read with raw delivery and without', () => {
  const message = playbackReady();
  const raw = JSON.stringify(message);

  expect(readBody(raw)).toEqual(message);
  expect(readBody(JSON.stringify({ Type: 'Notification', Message: raw }))).toEqual(message);
});
