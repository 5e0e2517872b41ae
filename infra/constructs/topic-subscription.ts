import { createHash } from 'node:crypto';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { SubscriptionConfig } from '../config-schema.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';

const protocols = {
  email: sns.SubscriptionProtocol.EMAIL,
  sqs: sns.SubscriptionProtocol.SQS,
  https: sns.SubscriptionProtocol.HTTPS,
};

/**
 * One subscriber of the topic, with a queue for the messages that SNS could not deliver. A queue as subscriber needs a
 * policy of its own that admits this topic; e-mail and HTTPS are confirmed by their receivers.
 */
export class TopicSubscription extends Construct {
  readonly deadLetterQueue: DeadLetterQueue;

  constructor(scope: Construct, topic: sns.ITopic, { protocol, endpoint, types }: SubscriptionConfig) {
    // Named after its endpoint, so that an other order in the configuration subscribes nobody anew.
    super(scope, `${protocol}-${createHash('sha256').update(endpoint).digest('hex').slice(0, 8)}`);
    this.deadLetterQueue = new DeadLetterQueue(this, 'Undelivered');
    new sns.Subscription(this, 'Subscription', {
      topic,
      protocol: protocols[protocol],
      endpoint,
      deadLetterQueue: this.deadLetterQueue,
      ...(types && { filterPolicy: { type: sns.SubscriptionFilter.stringFilter({ allowlist: [...types] }) } }),
    });
  }
}
