import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import type * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

export interface PrivateBucketProps {
  /** Where S3 writes who read what; none: it does not. */
  readonly accessLogBucket: s3.IBucket | undefined;
  /** Folder in there. */
  readonly accessLogPrefix: string;
  /**
   * Parts of an upload that broke off are invisible and cost as much as objects. Default: a day longer than an execution can
   * be redriven, so that nothing is taken from under one.
   */
  readonly abortUploadsAfterDays?: number;
  /** What is expired or moved besides. */
  readonly retention?: readonly s3.LifecycleRule[];
  /** The key of its objects, where they need not be S3's own; never for what IVS writes. */
  readonly encryptionKey?: kms.IKey | undefined;
}

/**
 * A bucket for media: private, TLS only, retained. Not versioned: IVS rewrites its playlists every few seconds, and an
 * export is overwritten by a re-run on purpose; either would be kept, and paid for, unseen.
 *
 * Encrypted by S3's own keys unless a key is given: no page of AWS says that IVS can record under a KMS key. With one, S3
 * asks it for a key of the bucket now and then, and not for each object.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-key.html
 */
export class PrivateBucket extends s3.Bucket {
  constructor(
    scope: Construct,
    id: string,
    { accessLogBucket, accessLogPrefix, abortUploadsAfterDays = 15, retention = [], encryptionKey }: PrivateBucketProps,
  ) {
    super(scope, id, {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      ...(encryptionKey === undefined
        ? { encryption: s3.BucketEncryption.S3_MANAGED }
        : { encryption: s3.BucketEncryption.KMS, encryptionKey, bucketKeyEnabled: true }),
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      versioned: false,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      lifecycleRules: [
        { id: 'AbortBrokenUploads', abortIncompleteMultipartUploadAfter: Duration.days(abortUploadsAfterDays) },
        ...retention,
      ],
      ...(accessLogBucket === undefined
        ? {}
        : { serverAccessLogsBucket: accessLogBucket, serverAccessLogsPrefix: accessLogPrefix }),
    });
    this.writeSizesAsText(retention);
    if (accessLogBucket !== undefined) return;
    Validations.of(this).acknowledge({
      id: 'AwsSolutions-S1',
      reason:
        'Access logs name viewers by their addresses, so a deployment turns them on by accessLogRetentionDays when it wants them.',
    });
  }

  /** CDK writes a number where CloudFormation wants text. The rules stand behind the one for broken uploads. */
  private writeSizesAsText(retention: readonly s3.LifecycleRule[]): void {
    const bucket = this.node.defaultChild;
    if (!(bucket instanceof s3.CfnBucket)) return;
    for (const [index, { objectSizeGreaterThan: bytes }] of retention.entries()) {
      const path = `LifecycleConfiguration.Rules.${index + 1}.ObjectSizeGreaterThan`;
      if (bytes !== undefined) bucket.addPropertyOverride(path, String(bytes));
    }
  }
}
