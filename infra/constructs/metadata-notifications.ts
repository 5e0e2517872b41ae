import { Aws, CfnResource, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import { Construct } from 'constructs';
import { metadataFileNames } from '../../lambdas/shared/contract/object-keys.ts';
import { NarrowRole } from './narrow-role.ts';
import { StackLogGroup } from './stack-log-group.ts';
import type { StepFunction } from './step-function.ts';

export interface MetadataNotificationsProps {
  readonly bucketName: string;
  /** Who is told. */
  readonly step: StepFunction;
  /** Days that is kept what CDK's function logs in a deployment. */
  readonly logRetentionDays: number;
}

/**
 * The second trigger: S3 itself tells start-processing of each metadata file, so that a recording is processed even when
 * IVS's best-effort event never comes. Native notifications filter at the source and cost nothing; S3's EventBridge
 * events would be paid for each segment.
 *
 * The bucket is taken by its name, our own like an imported one: so this stack refers to storage and never the other way
 * round, and CDK adds to the bucket's notifications instead of replacing those of others.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
 */
export class MetadataNotifications extends Construct {
  constructor(scope: Construct, id: string, { bucketName, step, logRetentionDays }: MetadataNotificationsProps) {
    super(scope, id);
    const logGroup = new StackLogGroup(this, { retentionDays: logRetentionDays });
    const role = this.createHandlerRole(`arn:${Aws.PARTITION}:s3:::${bucketName}`, logGroup);
    const bucket = s3.Bucket.fromBucketAttributes(this, 'Bucket', {
      bucketName,
      notificationsHandlerRole: role.withoutPolicyUpdates(),
    });
    const destination = new notifications.LambdaDestination(step.lambda);
    for (const fileName of metadataFileNames) {
      const filter = { prefix: 'ivs/v1/', suffix: `/events/${fileName}` };
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, destination, filter);
    }
    this.letHandlerLogTo(logGroup);
  }

  /** CDK's own function that puts the notifications gets this role instead of one with a managed policy. */
  private createHandlerRole(bucketArn: string, logGroup: StackLogGroup): NarrowRole {
    const role = new NarrowRole(this, 'HandlerRole', new iam.ServicePrincipal('lambda.amazonaws.com'));
    role.allow([
      {
        actions: ['s3:PutBucketNotification', 's3:GetBucketNotification'],
        resources: [bucketArn],
      },
      ...logGroup.writePermissions(),
    ]);
    return role;
  }

  /** Without this Lambda makes it a log group that nobody's template knows: kept for ever, under AWS's key. */
  private letHandlerLogTo(logGroup: StackLogGroup): void {
    const handler = Stack.of(this).node.tryFindChild('BucketNotificationsHandler050a0587b7544547bf325f094a3db834');
    const resource = handler?.node.tryFindChild('Resource');
    if (!(resource instanceof CfnResource)) throw new Error('CDK has its function for notifications elsewhere.');
    resource.addPropertyOverride('LoggingConfig', { LogGroup: logGroup.logGroupName });
  }
}
