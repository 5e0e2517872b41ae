/** One message of a dead-letter queue, and where it was on its way to. */
import * as z from 'zod/mini';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';

/** A queue of dead letters. */
export interface DeadLetterQueue {
  /** Such as `StartProcessingDeadLetters`. */
  readonly name: string;
  readonly url: string;
  /** Of a function's own queue: the function whose events it keeps. */
  readonly functionArn: string | undefined;
}

/** A message as SQS hands it out. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly sentAt: Date;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Where a dead letter was on its way to. */
export type Destination =
  | { readonly type: 'function'; readonly functionArn: string }
  | { readonly type: 'topic'; readonly topicArn: string; readonly notification: SnsNotification }
  | { readonly type: 'unknown'; readonly reason: string };

/** A dead letter. */
export interface DeadLetter {
  readonly queue: DeadLetterQueue;
  readonly message: QueueMessage;
  readonly destination: Destination;
  /** Why it is here, as EventBridge or Lambda noted it. */
  readonly reason: string;
}

const snsNotificationSchema = z.object({
  Type: z.literal('Notification'),
  TopicArn: z.string(),
  Message: z.string(),
  Subject: z.optional(z.string()),
  MessageAttributes: z._default(z.record(z.string(), z.object({ Type: z.string(), Value: z.string() })), {}),
});
export type SnsNotification = z.infer<typeof snsNotificationSchema>;

/**
 * Reads a message. EventBridge keeps the event with its target among the attributes; Lambda the event alone, whose
 * function the queue tells; SNS the envelope of the message.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html
 */
export function readDeadLetter(queue: DeadLetterQueue, message: QueueMessage): DeadLetter {
  const { ERROR_MESSAGE, ERROR_CODE, ErrorMessage, ErrorCode } = message.attributes;
  const reason = ERROR_MESSAGE ?? ERROR_CODE ?? ErrorMessage ?? ErrorCode ?? 'no reason noted';
  return { queue, message, destination: destinationOf(queue, message), reason };
}

function destinationOf(queue: DeadLetterQueue, { body, attributes }: QueueMessage): Destination {
  const event = parseJson(body);
  if (event === undefined) return { type: 'unknown', reason: 'its body is no JSON' };
  const functionArn = attributes.TARGET_ARN ?? queue.functionArn;
  if (functionArn !== undefined) return { type: 'function', functionArn };
  const notification = snsNotificationSchema.safeParse(event);
  if (!notification.success) return { type: 'unknown', reason: 'nothing tells where it was on its way to' };
  return { type: 'topic', topicArn: notification.data.TopicArn, notification: notification.data };
}
