import { afterEach, expect, test } from '@jest/globals';
import { makePublishNotification, makeSnsClient } from '../../../../lambdas/shared/adapters/notification-publisher.ts';
import type { Notification } from '../../../../lambdas/shared/contract/notification.ts';
import { type Answer, startAwsEndpoint } from './aws-endpoint.ts';

const topicArn = 'arn:aws:sns:us-east-1:123456789012:notifications';
const notification: Notification = {
  schemaVersion: '1',
  id: 'AbCdef1G2hij/recording.start.failed/st-1',
  type: 'recording.start.failed',
  time: '2026-06-23T20:14:00.000Z',
  recording: { channelId: 'AbCdef1G2hij', channelName: 'Morning show', streamId: 'st-1' },
  error: { name: 'ValidationException', message: 'IVS could not begin to record.', redrivable: false },
};

const published: Answer = {
  body: `<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m-1</MessageId></PublishResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></PublishResponse>`,
};

const errorAnswer = (status: number, code: string): Answer => ({
  status,
  body: `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>refused</Message></Error><RequestId>r-1</RequestId></ErrorResponse>`,
});

let close = async (): Promise<void> => {};
afterEach(() => close());

async function connect(...answers: Answer[]) {
  const endpoint = await startAwsEndpoint(answers);
  const client = makeSnsClient(endpoint.clientConfig);
  close = async () => {
    client.destroy();
    await endpoint.close();
  };
  return { publish: makePublishNotification(client, topicArn), requests: endpoint.requests };
}

test('a message goes out with its subject and the attributes to filter on', async () => {
  const { publish, requests } = await connect(published);

  await publish(notification);

  const { Message, ...parameters } = Object.fromEntries(new URLSearchParams(requests[0]!.body));
  expect(JSON.parse(Message!)).toEqual(notification);
  expect(parameters).toEqual({
    Action: 'Publish',
    Version: '2010-03-31',
    TopicArn: topicArn,
    Subject: 'Recording could not start: Morning show',
    'MessageAttributes.entry.1.Name': 'type',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'recording.start.failed',
    'MessageAttributes.entry.2.Name': 'channelId',
    'MessageAttributes.entry.2.Value.DataType': 'String',
    'MessageAttributes.entry.2.Value.StringValue': 'AbCdef1G2hij',
  });
});

test('a topic under strain is tried again', async () => {
  const { publish, requests } = await connect(errorAnswer(503, 'ServiceUnavailable'), published);

  await publish(notification);

  expect(requests).toHaveLength(2);
});

test('a refusal is thrown, so that the event is tried again and ends in the dead letters', async () => {
  const { publish } = await connect(errorAnswer(403, 'AuthorizationError'));

  await expect(publish(notification)).rejects.toMatchObject({ name: 'AuthorizationErrorException' });
});
