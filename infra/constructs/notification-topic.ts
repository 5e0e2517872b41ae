import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { Permission } from './narrow-role.ts';

/**
 * The topic of all notifications, under a key of its own. The key's policy names who publishes; the account's
 * administrators may manage the key and not use it.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class NotificationTopic extends Construct {
  readonly topic: sns.Topic;
  readonly key: kms.Key;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.key = new kms.Key(this, 'Key', {
      description: 'Notifications about IVS recordings',
      enableKeyRotation: true,
      policy: new iam.PolicyDocument({ statements: [administration()] }),
      // Nothing is stored under it: a message is gone when it is delivered.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new sns.Topic(this, 'Topic', {
      displayName: 'IVS recordings',
      masterKey: this.key,
      enforceSSL: true,
    });
  }

  /** What a publisher's role needs: to publish, and to have the message encrypted. */
  publishPermissions(): Permission[] {
    return [
      { actions: ['sns:Publish'], resources: [this.topic.topicArn] },
      { actions: ['kms:GenerateDataKey', 'kms:Decrypt'], resources: [this.key.keyArn] },
    ];
  }

  /** Names a publisher in the key's policy. */
  admitPublisher(sid: string, role: iam.IRole): void {
    this.key.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        principals: [new iam.ArnPrincipal(role.roleArn)],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
      }),
    );
  }
}

/** Everything about a key but its use, as the KMS console gives it to administrators. */
const administration = (): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: 'Administration',
    principals: [new iam.AccountRootPrincipal()],
    actions: [
      'kms:Create*',
      'kms:Describe*',
      'kms:Enable*',
      'kms:List*',
      'kms:Put*',
      'kms:Update*',
      'kms:Revoke*',
      'kms:Disable*',
      'kms:Get*',
      'kms:Delete*',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:ScheduleKeyDeletion',
      'kms:CancelKeyDeletion',
      'kms:RotateKeyOnDemand',
    ],
    resources: ['*'],
  });
