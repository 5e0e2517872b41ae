import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
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
}

/**
 * A bucket for media: private, TLS only, retained. Not versioned: IVS rewrites its playlists every few seconds, and an
 * export is overwritten by a re-run on purpose; either would be kept, and paid for, unseen.
 *
 * Encrypted by S3's own keys, since no page of AWS says that IVS can record under a KMS key.
 */
export class PrivateBucket extends s3.Bucket {
  constructor(
    scope: Construct,
    id: string,
    { accessLogBucket, accessLogPrefix, abortUploadsAfterDays = 15, retention = [] }: PrivateBucketProps,
  ) {
    super(scope, id, {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      encryption: s3.BucketEncryption.S3_MANAGED,
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
