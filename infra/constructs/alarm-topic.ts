import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { TopicKey } from './topic-key.ts';

export interface AlarmTopicProps {
  /**
   * The own key of the notifications: one key is a dollar a month, and both topics are this stack's. None where they are
   * under the key of everything that is stored: when that one is disabled, an alarm under it could not say so.
   */
  readonly key: TopicKey | undefined;
  /** Who gets an e-mail for each alarm; it has to be confirmed. Without one, subscribe by hand. */
  readonly email: string | undefined;
}

/**
 * The topic of the alarms, apart from that of the notifications: alarms are for who runs the system, and have CloudWatch's
 * format.
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export class AlarmTopic extends Construct {
  readonly topic: sns.Topic;

  constructor(scope: Construct, id: string, { key, email }: AlarmTopicProps) {
    super(scope, id);
    const masterKey = key ?? new TopicKey(this, 'Key', 'Alarms about IVS recordings');
    this.topic = new sns.Topic(this, 'Topic', {
      displayName: 'IVS recordings: alarms',
      masterKey,
      enforceSSL: true,
    });
    const cloudWatch = new iam.ServicePrincipal('cloudwatch.amazonaws.com');
    // A policy of one's own takes the place of the one by which the account's alarms could publish.
    this.topic.addToResourcePolicy(
      new iam.PolicyStatement({
        sid: 'PublishByAlarms',
        principals: [cloudWatch],
        actions: ['sns:Publish'],
        resources: [this.topic.topicArn],
        conditions: {
          StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': Stack.of(this).formatArn({ service: 'cloudwatch', resource: 'alarm:*' }) },
        },
      }),
    );
    // Without a condition: whether SNS hands the alarm on to KMS is not documented, and an alarm that nobody hears of is
    // worse. Only alarms of this account get as far, by the topic's policy.
    masterKey.admit('EncryptAlarms', cloudWatch);
    if (email !== undefined)
      new sns.Subscription(this, 'Email', {
        topic: this.topic,
        protocol: sns.SubscriptionProtocol.EMAIL,
        endpoint: email,
      });
  }
}
