import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { EncryptionKey, useKey } from './encryption-key.ts';
import type { Permission } from './narrow-role.ts';
import { TopicKey } from './topic-key.ts';

/** The topic of all notifications, under the stack's {@link EncryptionKey} or, where it has none, a key of its own. */
export class NotificationTopic extends Construct {
  readonly topic: sns.Topic;
  /** The topic's own key. */
  readonly key: TopicKey | undefined;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const masterKey = EncryptionKey.of(this) ?? new TopicKey(this, 'Key', 'Notifications about IVS recordings');
    this.key = masterKey instanceof TopicKey ? masterKey : undefined;
    this.topic = new sns.Topic(this, 'Topic', {
      displayName: 'IVS recordings',
      masterKey,
      enforceSSL: true,
    });
  }

  /** What a publisher's role needs: to publish, and to have the message encrypted. */
  publishPermissions(): Permission[] {
    return [
      { actions: ['sns:Publish'], resources: [this.topic.topicArn] },
      ...(this.key === undefined
        ? useKey(EncryptionKey.of(this), 'sns', 'writeAndRead')
        : [{ actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [this.key.keyArn] }]),
    ];
  }

  /** Names a publisher in the policy of the topic's own key; another key's policy leaves that to the roles. */
  admitPublisher(sid: string, role: iam.IRole): void {
    this.key?.admit(sid, new iam.ArnPrincipal(role.roleArn));
  }
}
