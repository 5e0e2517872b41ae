/** Queues of SQS in memory, with a function and a topic behind them. */
import type { DeadLetterQueue, QueueMessage, SnsNotification } from '../../../ops/dead-letters/dead-letter.ts';
import type { DeadLetterPorts } from '../../../ops/dead-letters/ports.ts';

export const now = new Date('2026-06-25T12:00:00Z');
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000);

export const processed: DeadLetterQueue = {
  name: 'StartProcessingDeadLetters',
  url: 'https://sqs/processed',
  functionArn: 'arn:aws:lambda:us-west-2:123456789012:function:start',
};
export const undelivered: DeadLetterQueue = {
  name: 'RecordingEndedUndelivered',
  url: 'https://sqs/undelivered',
  functionArn: undefined,
};

export class FakeQueues implements DeadLetterPorts {
  readonly messages = new Map<string, QueueMessage[]>();
  readonly hidden = new Set<string>();
  readonly invoked: [functionArn: string, payload: string][] = [];
  readonly published: SnsNotification[] = [];
  /** What went to AWS, in order. */
  readonly steps: string[] = [];
  readonly broken = new Set<string>();

  /** Puts a message, sent so many minutes ago. */
  put(queue: DeadLetterQueue, body: string, attributes: Record<string, string> = {}, minutes = 60): string {
    const messages = this.messages.get(queue.url) ?? [];
    const messageId = `${queue.name}-${messages.length + 1}`;
    this.messages.set(queue.url, messages);
    messages.push({ messageId, receiptHandle: messageId, body, sentAt: minutesAgo(minutes), attributes });
    return messageId;
  }

  left(queue: DeadLetterQueue): string[] {
    return (this.messages.get(queue.url) ?? []).map(({ body }) => body);
  }

  receive: DeadLetterPorts['receive'] = async (url) => {
    const visible = (this.messages.get(url) ?? []).filter(({ messageId }) => !this.hidden.has(messageId));
    const given = visible.slice(0, 10);
    for (const { messageId } of given) this.hidden.add(messageId);
    return given;
  };

  release: DeadLetterPorts['release'] = async (_url, { messageId }) => {
    this.hidden.delete(messageId);
  };

  remove: DeadLetterPorts['remove'] = async (url, { messageId }) => {
    this.steps.push(`remove ${messageId}`);
    this.messages.set(
      url,
      (this.messages.get(url) ?? []).filter((message) => message.messageId !== messageId),
    );
  };

  count: DeadLetterPorts['count'] = async (url) => (this.messages.get(url) ?? []).length;

  invokeAsynchronously: DeadLetterPorts['invokeAsynchronously'] = async (functionArn, payload) => {
    this.steps.push(`invoke ${payload}`);
    if (this.broken.has(functionArn)) throw Object.assign(new Error('gone'), { name: 'ResourceNotFoundException' });
    this.invoked.push([functionArn, payload]);
  };

  publish: DeadLetterPorts['publish'] = async (notification) => {
    this.published.push(notification);
  };

  now = () => now;
}
