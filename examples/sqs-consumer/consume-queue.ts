import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { type Notification, notificationSchema } from '../../lambdas/shared/contract/notification.ts';
import type { KeptNews } from '../keep-news.ts';

export interface QueueConsumer {
  readonly client: SQSClient;
  readonly queueUrl: string;
  readonly news: KeptNews;
  /** Told each message that is news; what it throws brings the message back in a while. */
  readonly handle: (message: Notification) => Promise<void>;
  /** Told why a message stays in the queue for another try. */
  readonly reportTrouble: (error: unknown) => void;
}

const envelopeSchema = z.object({ Type: z.literal('Notification'), Message: z.string() });

/** With raw message delivery, the body is the message; without, SNS wraps it. */
export function readBody(body: string): Notification {
  const json: unknown = JSON.parse(body);
  const envelope = envelopeSchema.safeParse(json);
  return notificationSchema.parse(envelope.success ? JSON.parse(envelope.data.Message) : json);
}

/**
 * Handles up to ten messages, waiting some seconds for the first; gives how many there were. A message leaves the queue
 * once it is handled, or when it is no news. One that fails stays, and ends in the queue's dead letters if it has any.
 */
export async function consumeOnce(consumer: QueueConsumer, waitSeconds = 20): Promise<number> {
  const { client, queueUrl: QueueUrl } = consumer;
  const { Messages = [] } = await client.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: waitSeconds }),
  );
  // One after the other: two about the same recording must not overtake each other.
  for (const message of Messages) await consumeMessage(consumer, message);
  return Messages.length;
}

async function consumeMessage(
  { client, queueUrl: QueueUrl, news, handle, reportTrouble }: QueueConsumer,
  { Body = '', ReceiptHandle }: Message,
): Promise<void> {
  try {
    const message = readBody(Body);
    if (news.isNews(message)) {
      await handle(message);
      news.remember(message);
    }
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  } catch (error) {
    reportTrouble(error);
    await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 60 }));
  }
}
