import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { KeptNews } from '../../../examples/keep-news.ts';
import { tellNews } from '../../../examples/tell-news.ts';
import { isSignedBySns, type SnsMessage, signedText } from '../../../examples/webhook-consumer/verify-message.ts';
import { makeWebhookServer } from '../../../examples/webhook-consumer/webhook-server.ts';
import { type Listening, listenOnLoopback } from '../../../local/listen-on-loopback.ts';
import { playbackReady } from './messages.ts';

const topicArn = 'arn:aws:sns:us-west-2:123456789012:notifications';
const folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-webhook-'));
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
const fetched: string[] = [];
const confirmed: string[] = [];
const told: string[] = [];
const troubles: string[] = [];
let isDown = false;
let server: Listening;

beforeAll(async () => {
  const webhook = makeWebhookServer({
    topicArn,
    isSigned: (message) => isSignedBySns(message, fetchKey),
    confirm: async (url) => void confirmed.push(url),
    news: new KeptNews(path.join(folder, 'news.json')),
    handle: async (message) => {
      if (isDown) throw new Error('The database is down.');
      told.push(tellNews(message));
    },
    reportTrouble: (error) => void troubles.push(String(error)),
  });
  server = await listenOnLoopback(webhook);
});

beforeEach(() => {
  for (const list of [fetched, confirmed, told, troubles]) list.splice(0);
});

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true });
});

const fetchKey = async (url: string): Promise<KeyObject> => {
  fetched.push(url);
  return keys.publicKey;
};

const unsigned = {
  Type: 'Notification' as const,
  MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324',
  TopicArn: topicArn,
  Message: JSON.stringify(playbackReady()),
  Subject: 'Recording ready to play: show',
  Timestamp: '2026-06-23T20:13:31.000Z',
  SignatureVersion: '2' as const,
  Signature: '',
  SigningCertURL: 'https://sns.us-west-2.amazonaws.com/SimpleNotificationService-0.pem',
};

/** As SNS signs it. */
function signed<Message extends SnsMessage>(message: Message): Message {
  const algorithm = message.SignatureVersion === '1' ? 'RSA-SHA1' : 'RSA-SHA256';
  const signature = sign(algorithm, Buffer.from(signedText(message)), keys.privateKey);
  return { ...message, Signature: signature.toString('base64') };
}

const post = async (message: object | string): Promise<number> => {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  return (await fetch(server.url, { method: 'POST', body })).status;
};

test('news that SNS posts twice is told once', async () => {
  const statuses = [await post(signed(unsigned)), await post(signed(unsigned))];

  expect(statuses).toEqual([204, 204]);
  expect(told).toEqual(['j8Z9O91ndcVs can be played: https://v.example.com/master.m3u8']);
});

test('SNS is asked to send again what could not be handled', async () => {
  const later = {
    ...unsigned,
    Message: JSON.stringify(playbackReady({ id: 'another', time: '2026-06-24T00:00:00.000Z' })),
  };
  isDown = true;
  const whileDown = await post(signed(later));
  isDown = false;

  expect([whileDown, await post(signed(later))]).toEqual([500, 204]);
  expect(told).toHaveLength(1);
  expect(troubles).toEqual(['Error: The database is down.']);
});

test('the older signature of SNS is known as well', async () => {
  expect(await post(signed({ ...unsigned, SignatureVersion: '1' }))).toBe(204);
});

test.each([
  ['without a signature', { ...unsigned, Signature: '' }],
  ['changed after it was signed', { ...signed(unsigned), Subject: 'Another' }],
  ['of another topic', signed({ ...unsigned, TopicArn: 'arn:aws:sns:us-west-2:210987654321:notifications' })],
])('a message %s is refused', async (_which, message) => {
  expect(await post(message)).toBe(403);
  expect(told).toEqual([]);
});

test.each([
  'http://sns.us-west-2.amazonaws.com/a.pem',
  'https://sns.us-west-2.amazonaws.com.example.com/a.pem',
  'no url',
])('no certificate is fetched from %s', async (SigningCertURL) => {
  expect(await post(signed({ ...unsigned, SigningCertURL }))).toBe(403);
  expect(fetched).toEqual([]);
});

test('a subscription is confirmed at SNS, and nowhere else', async () => {
  const { Subject, ...rest } = unsigned;
  const question = { ...rest, Type: 'SubscriptionConfirmation' as const, Token: 'token' };
  const SubscribeURL = 'https://sns.us-west-2.amazonaws.com/?Action=ConfirmSubscription';

  await post(signed({ ...question, SubscribeURL }));
  await post(signed({ ...question, SubscribeURL: 'https://example.com/' }));

  expect(confirmed).toEqual([SubscribeURL]);
});

test.each(['', 'no json', '{}', '[]', '{"Type":"Notification"}'])('the body %p is refused', async (body) => {
  expect(await post(body)).toBe(400);
});
