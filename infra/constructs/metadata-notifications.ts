import { Aws, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as notifications from 'aws-cdk-lib/aws-s3-notifications';
import { Construct } from 'constructs';
import { metadataFileNames } from '../../lambdas/shared/contract/object-keys.ts';
import { NarrowRole } from './narrow-role.ts';
import type { StepFunction } from './step-function.ts';

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
  constructor(scope: Construct, id: string, bucketName: string, step: StepFunction) {
    super(scope, id);
    const role = this.createHandlerRole(`arn:${Aws.PARTITION}:s3:::${bucketName}`);
    const bucket = s3.Bucket.fromBucketAttributes(this, 'Bucket', {
      bucketName,
      notificationsHandlerRole: role.withoutPolicyUpdates(),
    });
    const destination = new notifications.LambdaDestination(step.lambda);
    for (const fileName of metadataFileNames) {
      const filter = { prefix: 'ivs/v1/', suffix: `/events/${fileName}` };
      bucket.addEventNotification(s3.EventType.OBJECT_CREATED, destination, filter);
    }
  }

  /** CDK's own function that puts the notifications gets this role instead of one with a managed policy. */
  private createHandlerRole(bucketArn: string): NarrowRole {
    const role = new NarrowRole(this, 'HandlerRole', new iam.ServicePrincipal('lambda.amazonaws.com'));
    const { stackName } = Stack.of(this);
    const logGroups = `log-group:/aws/lambda/${stackName}-BucketNotif*`;
    role.allow([
      {
        actions: ['s3:PutBucketNotification', 's3:GetBucketNotification'],
        resources: [bucketArn],
      },
      {
        actions: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [Stack.of(this).formatArn({ service: 'logs', resource: logGroups })],
        patternReason: 'CloudFormation makes up the end of the function’s name, and so of its log group’s.',
      },
    ]);
    return role;
  }
}
