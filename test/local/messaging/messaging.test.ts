import '../../fixtures/one-realm.ts';
import { PublishCommand, type PublishCommandInput, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Messaging, startMessaging } from '../../../local/messaging/messaging.ts';
import { makeSdkConfiguration } from '../../../local/system/sdk-configuration.ts';

const TopicArn = 'arn:aws:sns:us-west-2:000000000000:news';
const queueArn = 'arn:aws:sqs:us-west-2:000000000000:letters';
const sdk = makeSdkConfiguration('us-west-2');

let messaging: Messaging;
const published: string[] = [];
let sns: SNSClient;

beforeAll(async () => {
  messaging = await startMessaging(
    {
      topics: [{ name: 'news', arn: TopicArn }],
      queues: [{ name: 'letters', arn: queueArn }],
    },
    sdk,
    ({ Message = '' }) => published.push(Message),
  );
  sns = new SNSClient({ ...sdk, endpoint: messaging.url, maxAttempts: 1 });
});
afterAll(async () => {
  sns.destroy();
  await messaging.stop();
});

const publish = (input: Partial<PublishCommandInput>) =>
  sns.send(new PublishCommand({ TopicArn, Message: '{}', ...input }));
const text = (StringValue: string) => ({ DataType: 'String', StringValue });

describe('a message that is published', () => {
  test('is received with its body, subject and attributes, in the order sent, once', async () => {
    await publish({ Message: '{"n":1}', Subject: 'First', MessageAttributes: { type: text('recording.empty') } });
    await publish({ Message: '{"n":2}' });

    expect(await messaging.receive()).toEqual([
      { body: { n: 1 }, subject: 'First', attributes: { type: 'recording.empty' } },
      { body: { n: 2 }, attributes: {} },
    ]);
    expect(await messaging.receive()).toEqual([]);
  });

  test('is told once it is accepted, and not when it is refused', async () => {
    published.splice(0);

    await publish({ Message: '{"n":4}' });
    await publish({ Message: '{"n":5}', Subject: '' }).catch(() => {});

    expect(published).toEqual(['{"n":4}']);
    await messaging.receive();
  });

  test('is received however many there are', async () => {
    for (let n = 0; n < 25; n += 1) await publish({ Message: String(n) });

    expect((await messaging.receive()).map(({ body }) => body)).toEqual(Array.from({ length: 25 }, (_, n) => n));
  });

  test("can be received by the AWS CLI's way, from the queue that subscribes", async () => {
    const sqs = new SQSClient({ ...sdk, endpoint: messaging.url });
    await publish({ Message: '{"n":3}' });

    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: messaging.subscriberQueueUrl }));

    sqs.destroy();
    expect(JSON.parse(Messages?.[0]?.Body ?? '{}')).toMatchObject({ TopicArn, Message: '{"n":3}' });
  });
});

describe('SNS refuses', () => {
  test.each([
    ['an attribute without a value', { MessageAttributes: { type: text('x'), channelId: text('') } }, /non-empty/],
    ['a subject of 100 characters', { Subject: 'x'.repeat(100) }, /Subject/],
    ['an empty subject', { Subject: '' }, /Subject/],
    ['a subject with a line break', { Subject: 'one\ntwo' }, /Subject/],
    ['a subject that begins with a space', { Subject: ' x' }, /Subject/],
  ])('%s', async (_what, input, expected) => {
    await expect(publish(input)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(expected),
      $metadata: { httpStatusCode: 400 },
    });
  });

  test('nothing about a subject of 99 characters', async () => {
    await publish({ Subject: `${'ü'.repeat(98)}!` });
  });
});

describe('a queue', () => {
  test('keeps what is sent to it by its ARN until it is taken', async () => {
    await messaging.send(queueArn, 'raw event', { ErrorCode: '200' });

    expect(await messaging.take(queueArn)).toEqual([{ body: 'raw event', attributes: { ErrorCode: '200' } }]);
    expect(await messaging.take(queueArn)).toEqual([]);
  });

  test('that the template does not have is refused by name', async () => {
    await expect(messaging.take('arn:aws:sqs:us-west-2:000000000000:other')).rejects.toThrow(
      'The template has no queue arn:aws:sqs:us-west-2:000000000000:other.',
    );
  });
});

test('listens on loopback only', () => {
  expect(new URL(messaging.url).hostname).toBe('127.0.0.1');
});
