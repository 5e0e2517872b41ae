/**
 * `node scripts/bootstrap.cjs examples/webhook-consumer/post-from-queue.ts QUEUE_URL WEBHOOK_URL`: in SNS's place, posts
 * what has arrived in a queue to a webhook, each message twice. The local SNS delivers to queues only.
 */
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';

const [QueueUrl, webhookUrl = ''] = process.argv.slice(2);
const client = new SQSClient({});
for (;;) {
  const { Messages = [] } = await client.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  if (Messages.length === 0) break;
  for (const { Body = '', ReceiptHandle } of Messages) {
    const statuses = [];
    for (const _time of [1, 2]) statuses.push((await fetch(webhookUrl, { method: 'POST', body: Body })).status);
    console.log(`Posted twice: ${statuses.join(', ')}`);
    await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  }
}
