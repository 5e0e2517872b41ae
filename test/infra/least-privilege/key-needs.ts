/** What is needed of KMS beside the right to something that is encrypted: from the resource's own properties. */
import type { PlacedResource, TemplateView } from './template-view.ts';

/** One name for a key in both stacks. */
export const keyName = (text: string): string => text.replace('<storage ', '<');

type Service = 'dynamodb' | 'logs' | 's3' | 'sns' | 'sqs';

/**
 * Actions by what is done.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
const actions = {
  read: ['Decrypt'],
  write: ['GenerateDataKey'],
  'write in parts': ['GenerateDataKey', 'Decrypt'],
  send: ['GenerateDataKey', 'Decrypt'],
  log: ['Encrypt', 'Decrypt', 'ReEncryptFrom', 'ReEncryptTo', 'GenerateDataKey', 'DescribeKey'],
} as const;

/** Needs for something whose key is `key`, as the template has it; none: AWS's own key. */
export function keyNeeds(view: TemplateView, key: unknown, service: Service, purpose: keyof typeof actions): string[] {
  if (key === undefined) return [];
  const name = keyName(view.render(key));
  // A key of several services is used by way of each alone; a topic's own key can be of no other use.
  const via = name === keyName(view.render(tableKey(view) ?? '')) ? ` via ${service}` : '';
  return actions[purpose].map((action) => `kms:${action} on ${name}${via}`);
}

/** The key of a bucket by the bucket's name, as a role's policy or a variable has it. */
export function bucketKey(view: TemplateView, name: string): unknown {
  const { Properties } = resourceNamed(view, name) ?? {};
  const [rule] = Properties?.BucketEncryption.ServerSideEncryptionConfiguration ?? [];
  return rule?.ServerSideEncryptionByDefault.KMSMasterKeyID;
}

/** The key of the one table. */
export const tableKey = (view: TemplateView): unknown =>
  view.ofType('AWS::DynamoDB::Table')[0]?.Properties.SSESpecification?.KMSMasterKeyId;

const resourceNamed = (view: TemplateView, name: string): PlacedResource | undefined =>
  view.resources.find((resource) => view.ref(resource) === name.replace('<storage ', '<'));
