/** What S3 tells of a bucket. */
import {
  type FilterRule,
  GetBucketNotificationConfigurationCommand,
  GetBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import type { CommandContext } from '../frame/command-context.ts';
import { makeFindBucket } from '../setup/check-bucket.ts';
import type { BucketNotification, DoctorPorts } from './doctor-ports.ts';

/** See the file's comment. */
export function makeBucketPorts(
  context: Pick<CommandContext, 'client'>,
): Pick<DoctorPorts, 'bucketNotifications' | 'bucketPolicy' | 'findBucket'> {
  const s3 = context.client((settings) => new S3Client(settings));
  return {
    findBucket: makeFindBucket(context),
    bucketNotifications: (bucket) => bucketNotifications(s3, bucket),
    bucketPolicy: (bucket) => bucketPolicy(s3, bucket),
  };
}

async function bucketNotifications(s3: S3Client, Bucket: string): Promise<BucketNotification[]> {
  const { LambdaFunctionConfigurations = [] } = await s3.send(
    new GetBucketNotificationConfigurationCommand({ Bucket }),
  );
  return LambdaFunctionConfigurations.map(({ LambdaFunctionArn: functionArn = '', Events: events = [], Filter }) => {
    const rules = Filter?.Key?.FilterRules ?? [];
    return { functionArn, events, prefix: ruleOf(rules, 'prefix'), suffix: ruleOf(rules, 'suffix') };
  });
}

/** S3 answers with the names capitalized. */
const ruleOf = (rules: readonly FilterRule[], name: string): string =>
  rules.find(({ Name = '' }) => Name.toLowerCase() === name)?.Value ?? '';

async function bucketPolicy(s3: S3Client, Bucket: string): Promise<string | undefined> {
  try {
    return (await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy;
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchBucketPolicy') return undefined;
    throw error;
  }
}
