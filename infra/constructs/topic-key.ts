import { RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { administration } from './key-policy.ts';

/**
 * A key for topics alone. Its policy names who publishes; the account's administrators may manage the key and not use it.
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export class TopicKey extends kms.Key {
  constructor(scope: Construct, id: string, description: string) {
    super(scope, id, {
      description,
      enableKeyRotation: true,
      policy: new iam.PolicyDocument({ statements: [administration('kms:Create*')] }),
      // Nothing is stored under it: a message is gone when it is delivered.
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** Names a publisher in the key's policy. */
  admit(sid: string, publisher: iam.IPrincipal): void {
    this.addToResourcePolicy(
      new iam.PolicyStatement({
        sid,
        principals: [publisher],
        actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
        resources: ['*'],
      }),
    );
  }
}
