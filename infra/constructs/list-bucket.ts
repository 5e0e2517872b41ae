import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { EncryptionKey } from './encryption-key.ts';
import { PrivateBucket } from './private-bucket.ts';

/**
 * Bucket for the lists that backfills work off. One of its own: the exports bucket is served to the world, and the
 * recordings bucket may be somebody else's. A list is forgotten after 30 days, well after the 14 in which its execution
 * can be redriven; the bucket itself stays when it leaves the stack, empty soon.
 */
export class ListBucket extends PrivateBucket {
  constructor(scope: Construct, id: string) {
    super(scope, id, { accessLogBucket: undefined, accessLogPrefix: '', encryptionKey: EncryptionKey.of(scope) });
    this.addLifecycleRule({ id: 'ForgetLists', expiration: Duration.days(30) });
  }
}
