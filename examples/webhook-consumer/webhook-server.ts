import { createServer, type IncomingMessage, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';
import { fromJsonText } from '../../lambdas/shared/contract/json-text.ts';
import { type Notification, notificationSchema } from '../../lambdas/shared/contract/notification.ts';
import type { KeptNews } from '../keep-news.ts';
import { isOfSns, type SnsMessage, snsMessageSchema } from './verify-message.ts';

export interface WebhookConsumer {
  /** The topic whose messages are taken; SNS signs those of others just as well. */
  readonly topicArn: string;
  readonly isSigned: (message: SnsMessage) => Promise<boolean>;
  /** Answers SNS's question whether it may send. */
  readonly confirm: (subscribeUrl: string) => Promise<void>;
  readonly news: KeptNews;
  /** Told each message that is news; what it throws has SNS send it again. */
  readonly handle: (message: Notification) => Promise<void>;
  /** Told why SNS is asked to send again. */
  readonly reportTrouble: (error: unknown) => void;
}

/** A server that takes what SNS posts. Behind TLS: SNS posts to https only, when it is told an `https` endpoint. */
export function makeWebhookServer(consumer: WebhookConsumer): Server {
  return createServer((request, response) => {
    receive(consumer, request).then(
      (status) => response.writeHead(status).end(),
      (error: unknown) => {
        consumer.reportTrouble(error);
        response.writeHead(500).end();
      },
    );
  });
}

const jsonText = z.pipe(z.string(), fromJsonText);

/** Gives the status to answer with: SNS takes 4xx for final. */
async function receive(consumer: WebhookConsumer, request: IncomingMessage): Promise<number> {
  if (request.method !== 'POST') return 405;
  const { data: message } = z.pipe(jsonText, snsMessageSchema).safeParse(await text(request));
  if (message === undefined) return 400;
  if (message.TopicArn !== consumer.topicArn || !(await consumer.isSigned(message))) return 403;
  if (message.Type === 'SubscriptionConfirmation' && isOfSns(message.SubscribeURL))
    await consumer.confirm(message.SubscribeURL);
  if (message.Type === 'Notification') await takeNews(consumer, message.Message);
  return 204;
}

async function takeNews({ news, handle }: WebhookConsumer, body: string): Promise<void> {
  const message = notificationSchema.parse(JSON.parse(body));
  if (!news.isNews(message)) return;
  await handle(message);
  news.remember(message);
}
