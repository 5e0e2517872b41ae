/**
 * `node scripts/bootstrap.cjs examples/webhook-consumer/main.ts TOPIC_ARN [--port 8080] [--unsigned] [FILE]`: prints what
 * is new, until Ctrl-C. `--unsigned` is for the local system, which signs nothing.
 */
import { parseArgs } from 'node:util';
import { KeptNews } from '../keep-news.ts';
import { tellNews } from '../tell-news.ts';
import { isSignedBySns, makeFetchKey } from './verify-message.ts';
import { makeWebhookServer } from './webhook-server.ts';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8080' }, unsigned: { type: 'boolean', default: false } },
  allowPositionals: true,
});
const [topicArn, file = 'webhook-consumer.json'] = positionals;
if (topicArn === undefined) throw new Error('Name the ARN of the topic: output NotificationTopicArn.');
const fetchKey = makeFetchKey();
const server = makeWebhookServer({
  topicArn,
  isSigned: values.unsigned ? async () => true : (message) => isSignedBySns(message, fetchKey),
  confirm: async (subscribeUrl) => {
    await fetch(subscribeUrl);
  },
  news: new KeptNews(file),
  handle: async (message) => console.log(tellNews(message)),
  reportTrouble: (error) => console.error('SNS is asked to send again:', error),
});
// On loopback, with whatever ends TLS in front of it.
server.listen(Number(values.port), '127.0.0.1', () => console.log(`Listening on http://127.0.0.1:${values.port}`));
