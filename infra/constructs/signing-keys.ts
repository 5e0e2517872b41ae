import { createHash } from 'node:crypto';
import { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { canonicalPem } from '../signing-key.ts';

/**
 * The keys whose signatures CloudFront takes, in one group. CloudFront cannot change a key: the construct's id is made of
 * the key itself, so that another key is another resource, which the group takes up before the former one goes.
 */
export class SigningKeys extends Construct {
  readonly group: cloudfront.KeyGroup;
  /** What a signature names its key by, in the order of the configuration. */
  readonly keyIds: readonly string[];

  constructor(scope: Construct, id: string, publicKeys: readonly string[]) {
    super(scope, id);
    // Names of keys and groups are global to the account.
    const { stackName, region } = Stack.of(this);
    const keys = publicKeys.map(canonicalPem).map((encodedKey) => {
      const digest = createHash('sha256').update(encodedKey).digest('hex').slice(0, 8);
      const publicKeyName = `${stackName}-${region}-${digest}`;
      return new cloudfront.PublicKey(this, `Key${digest}`, { publicKeyName, encodedKey });
    });
    this.group = new cloudfront.KeyGroup(this, 'Group', { keyGroupName: `${stackName}-${region}`, items: keys });
    this.keyIds = keys.map(({ publicKeyId }) => publicKeyId);
  }
}
