/** What listing and replaying dead letters needs of AWS. */
import type { QueueMessage, SnsNotification } from './dead-letter.ts';

export interface DeadLetterPorts {
  /** At most ten messages, which nobody else gets for so many seconds. */
  receive(queueUrl: string, hiddenSeconds: number): Promise<readonly QueueMessage[]>;
  /** Lets the next one have the message at once. */
  release(queueUrl: string, message: QueueMessage): Promise<void>;
  remove(queueUrl: string, message: QueueMessage): Promise<void>;
  /** About how many messages wait in the queue. */
  count(queueUrl: string): Promise<number>;
  /** Hands an event to a function as EventBridge, S3 and Lambda's own retries do; resolves once it is accepted. */
  invokeAsynchronously(functionArn: string, payload: string): Promise<void>;
  publish(notification: SnsNotification): Promise<void>;
  now(): Date;
}
