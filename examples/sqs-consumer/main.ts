/** `node scripts/bootstrap.cjs examples/sqs-consumer/main.ts QUEUE_URL [FILE]`: prints what is new, until Ctrl-C. */
import { SQSClient } from '@aws-sdk/client-sqs';
import type { Notification } from '../../lambdas/shared/contract/notification.ts';
import { KeptNews } from '../keep-news.ts';
import { tellNews } from '../tell-news.ts';
import { consumeOnce } from './consume-queue.ts';

const [queueUrl, file = 'sqs-consumer.json'] = process.argv.slice(2);
if (queueUrl === undefined) throw new Error('Name the URL of a queue that subscribes to the notifications.');
// By its URL the client knows the queue of the local system, too.
const client = new SQSClient({});
const news = new KeptNews(file);
const handle = async (message: Notification) => console.log(tellNews(message));
const reportTrouble = (error: unknown) => console.error('A message stays in the queue for another try:', error);
for (;;) await consumeOnce({ client, queueUrl, news, handle, reportTrouble });
