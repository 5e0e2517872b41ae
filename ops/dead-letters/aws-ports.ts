/** The ports of dead letters over SQS, Lambda and SNS. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  type Message,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { CommandContext } from '../frame/command-context.ts';
import type { QueueMessage, SnsNotification } from './dead-letter.ts';
import type { DeadLetterPorts } from './ports.ts';

/** Without waiting, SQS asks only some of its servers and may miss the few messages that there are. */
const waitSeconds = 1;

/** The ports, over clients that end with the context. */
export function makeAwsPorts({ client }: Pick<CommandContext, 'client'>): DeadLetterPorts {
  const sqs = client((settings) => new SQSClient(settings));
  const lambda = client((settings) => new LambdaClient(settings));
  const sns = client((settings) => new SNSClient(settings));
  return {
    receive: (queueUrl, hiddenSeconds) => receive(sqs, queueUrl, hiddenSeconds),
    release: async (QueueUrl, { receiptHandle: ReceiptHandle }) => {
      await sqs.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
    },
    remove: async (QueueUrl, { receiptHandle: ReceiptHandle }) => {
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    },
    count: (queueUrl) => count(sqs, queueUrl),
    invokeAsynchronously: async (FunctionName, payload) => {
      await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload: Buffer.from(payload) }));
    },
    publish: async (notification) => {
      await sns.send(new PublishCommand(publication(notification)));
    },
    now: () => new Date(),
  };
}

async function receive(sqs: SQSClient, QueueUrl: string, hiddenSeconds: number): Promise<QueueMessage[]> {
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: waitSeconds,
      VisibilityTimeout: hiddenSeconds,
      MessageSystemAttributeNames: ['SentTimestamp'],
      MessageAttributeNames: ['All'],
    }),
  );
  return Messages.map(toQueueMessage);
}

function toQueueMessage({ MessageId = '', ReceiptHandle = '', Body = '', ...message }: Message): QueueMessage {
  const attributes = Object.entries(message.MessageAttributes ?? {}).map(
    ([name, { StringValue = '' }]) => [name, StringValue] as const,
  );
  return {
    messageId: MessageId,
    receiptHandle: ReceiptHandle,
    body: Body,
    sentAt: new Date(Number(message.Attributes?.SentTimestamp ?? 0)),
    attributes: Object.fromEntries(attributes),
  };
}

async function count(sqs: SQSClient, QueueUrl: string): Promise<number> {
  const AttributeNames = ['ApproximateNumberOfMessages'] as const;
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...AttributeNames] }),
  );
  return Number(Attributes?.ApproximateNumberOfMessages ?? 0);
}

function publication({ TopicArn, Message, Subject, MessageAttributes }: SnsNotification) {
  const attributes = Object.entries(MessageAttributes).map(
    ([name, { Type, Value }]) => [name, { DataType: Type, StringValue: Value }] as const,
  );
  return {
    TopicArn,
    Message,
    ...(Subject === undefined ? {} : { Subject }),
    MessageAttributes: Object.fromEntries(attributes),
  };
}
