import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/**
 * Bucket for the access logs of the other buckets and of CloudFront; it forgets them after the given days. Always under
 * S3's own keys: AWS's pages disagree on whether access logs can be delivered under another.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 */
export class AccessLogBucket extends s3.Bucket {
  constructor(scope: Construct, id: string, retentionDays: number) {
    super(scope, id, {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: s3.BucketEncryption.S3_MANAGED,
      // CloudFront's standard logs are delivered by ACL.
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [{ id: 'Forget', expiration: Duration.days(retentionDays) }],
    });
    Validations.of(this).acknowledge({ id: 'AwsSolutions-S1', reason: 'A log of the access logs would have no end.' });
  }
}
