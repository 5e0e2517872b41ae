import { Duration, Validations } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { EncryptionKey } from './encryption-key.ts';

/**
 * A queue for what could not be delivered or processed. Its key is SQS's own, so that EventBridge, SNS and Lambda need
 * no key policy to write to it; or the stack's {@link EncryptionKey}, whose policy admits them.
 */
export class DeadLetterQueue extends sqs.Queue {
  constructor(scope: Construct, id: string) {
    const encryptionMasterKey = EncryptionKey.of(scope);
    super(scope, id, {
      ...(encryptionMasterKey === undefined
        ? { encryption: sqs.QueueEncryption.SQS_MANAGED }
        : { encryption: sqs.QueueEncryption.KMS, encryptionMasterKey }),
      enforceSSL: true,
      // The longest that SQS keeps a message: time for a person to look after a holiday.
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-SQS3', reason: 'It is a dead-letter queue itself.' });
  }
}
