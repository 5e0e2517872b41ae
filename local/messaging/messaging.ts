/**
 * SNS and SQS: fauxqs, bound to loopback, with the topics and queues of the template and one queue of our own that
 * subscribes to every topic, so that one sees what subscribers receive.
 */
import { randomUUID } from 'node:crypto';
import { CreateTopicCommand, SNSClient, SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import * as z from 'zod/mini';
import type { SdkConfiguration } from '../system/sdk-configuration.ts';
import type { SystemModel } from '../template/system-model.ts';
import type { PublishForm } from './publish-log.ts';
import { publishFault } from './publish-rules.ts';

/** A message as an SQS subscriber without raw delivery gets it. */
export interface ReceivedMessage {
  readonly body: unknown;
  readonly subject?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

/** See the file's comment. */
export interface Messaging {
  readonly url: string;
  /** URL of the queue that receives every message of every topic, for `aws sqs receive-message`. */
  readonly subscriberQueueUrl: string;
  /** Takes what has arrived since the last call. */
  receive(): Promise<ReceivedMessage[]>;
  /** Reads up to ten messages of a queue by its ARN without waiting, and takes them. */
  take(queueArn: string): Promise<{ body: string; attributes: Record<string, string> }[]>;
  send(queueArn: string, body: string, attributes: Readonly<Record<string, string>>): Promise<void>;
  stop(): Promise<void>;
}

const subscriberQueueName = 'local-subscriber';

const envelopeSchema = z.object({
  Message: z.string(),
  Subject: z.optional(z.string()),
  MessageAttributes: z._default(z.record(z.string(), z.object({ Value: z.string() })), {}),
});

function readEnvelope(body: string): ReceivedMessage {
  const { Message, Subject, MessageAttributes } = envelopeSchema.parse(JSON.parse(body));
  return {
    body: JSON.parse(Message),
    ...(Subject === undefined ? {} : { subject: Subject }),
    attributes: Object.fromEntries(Object.entries(MessageAttributes).map(([name, { Value }]) => [name, Value])),
  };
}

/** Form of a Publish request; `undefined` for other requests. */
function publishFormOf(body: unknown): PublishForm | undefined {
  const form = z.record(z.string(), z.string()).safeParse(body);
  return form.success && form.data.Action === 'Publish' ? form.data : undefined;
}

async function startFauxqs(
  region: string,
  onPublished: (form: PublishForm) => void,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const app = buildApp({ logger: false, defaultRegion: region });
  app.addHook('preHandler', async (request, reply) => {
    const form = publishFormOf(request.body);
    const fault = form === undefined ? undefined : publishFault(form);
    if (fault === undefined) return;
    await reply
      .code(400)
      .type('text/xml')
      .send(
        `<ErrorResponse><Error><Type>Sender</Type><Code>InvalidParameter</Code><Message>${fault}</Message></Error></ErrorResponse>`,
      );
  });
  // As SNS and SQS do; without it our clients take an answer for somebody else's.
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-amzn-requestid', randomUUID());
  });
  // Before whoever publishes has the answer: what a journal shows as sent is known here.
  app.addHook('onSend', async (request, reply) => {
    const form = publishFormOf(request.body);
    if (form !== undefined && reply.statusCode === 200) onPublished(form);
  });
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return { url, stop: () => app.close() };
}

/** Starts SNS and SQS with everything that the model names; tells each message that was published. */
export async function startMessaging(
  model: Pick<SystemModel, 'topics' | 'queues'>,
  configuration: SdkConfiguration,
  onPublished: (form: PublishForm) => void = () => {},
): Promise<Messaging> {
  const server = await startFauxqs(configuration.region, onPublished);
  const sqs = new SQSClient({ ...configuration, endpoint: server.url });
  const sns = new SNSClient({ ...configuration, endpoint: server.url });
  const queueUrls = new Map<string, string>();
  const createQueue = async (name: string): Promise<string> => {
    const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
    // fauxqs answers with a host name that does not resolve; the path is what counts.
    return `${server.url}${QueueUrl.slice(QueueUrl.indexOf('/', 'http://'.length))}`;
  };
  for (const queue of model.queues) queueUrls.set(queue.arn, await createQueue(queue.name));
  const subscriberQueueUrl = await createQueue(subscriberQueueName);
  for (const topic of model.topics) {
    const { TopicArn } = await sns.send(new CreateTopicCommand({ Name: topic.name }));
    const Endpoint = `arn:aws:sqs:${configuration.region}:${topic.arn.split(':')[4]}:${subscriberQueueName}`;
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'sqs', Endpoint }));
  }

  const drain = async (QueueUrl: string) => {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ['All'] }),
    );
    for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    return Messages;
  };
  const urlOf = (queueArn: string): string => {
    const queueUrl = queueUrls.get(queueArn);
    if (queueUrl === undefined) throw new Error(`The template has no queue ${queueArn}.`);
    return queueUrl;
  };

  return {
    url: server.url,
    subscriberQueueUrl,
    receive: async () => {
      const received: ReceivedMessage[] = [];
      for (;;) {
        const messages = await drain(subscriberQueueUrl);
        if (messages.length === 0) return received;
        received.push(...messages.map(({ Body = '' }) => readEnvelope(Body)));
      }
    },
    take: async (queueArn) =>
      (await drain(urlOf(queueArn))).map(({ Body = '', MessageAttributes = {} }) => ({
        body: Body,
        attributes: Object.fromEntries(
          Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
        ),
      })),
    send: async (queueArn, body, attributes) => {
      const MessageAttributes = Object.fromEntries(
        Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
      );
      await sqs.send(new SendMessageCommand({ QueueUrl: urlOf(queueArn), MessageBody: body, MessageAttributes }));
    },
    stop: async () => {
      sqs.destroy();
      sns.destroy();
      await server.stop();
    },
  };
}
