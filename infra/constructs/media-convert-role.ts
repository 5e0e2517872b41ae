import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as s3 from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { useKey } from './encryption-key.ts';
import { NarrowRole } from './narrow-role.ts';
import { exportFilesOf } from './step-permissions.ts';

export interface MediaConvertRoleProps {
  readonly recordingsBucket: s3.IBucket;
  readonly exportsBucket: s3.IBucket;
  /** ARN of the one queue whose jobs may take the role. */
  readonly queueArn: string;
}

/**
 * The role of the jobs: reads recordings' media, writes exports, and only for jobs of our queue in our account. A job does
 * not name the key of the exports: it is the bucket's default, which MediaConvert's outputs take.
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/granting-permissions-for-mediaconvert-to-access-encrypted-s3-buckets.html
 * @see https://docs.aws.amazon.com/mediaconvert/latest/ug/cross-service-confused-deputy-prevention.html
 */
export class MediaConvertRole extends NarrowRole {
  constructor(scope: Construct, id: string, { recordingsBucket, exportsBucket, queueArn }: MediaConvertRoleProps) {
    const conditions = {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: { 'aws:SourceArn': queueArn },
    };
    super(scope, id, new iam.ServicePrincipal('mediaconvert.amazonaws.com', { conditions }));
    this.allow([
      {
        actions: ['s3:GetObject'],
        resources: [recordingsBucket.arnForObjects('ivs/v1/*/media/*')],
        patternReason: 'Keys of recordings are not known beforehand: their media only.',
      },
      {
        actions: ['s3:PutObject'],
        resources: exportFilesOf(exportsBucket),
        patternReason: 'Keys of exports are not known beforehand: files of their kind only.',
      },
      ...useKey(exportsBucket.encryptionKey, 's3', 'writeAndRead'),
    ]);
    // Definitions name it, and a redrive runs the definition that the execution began with.
    this.retain();
  }
}
