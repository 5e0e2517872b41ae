/** Statements of key policies. */
import { Aws, type Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { logGroupArns } from './log-group-names.ts';

/** Services that use a key for whoever calls them, by the first word of `kms:ViaService`. */
export type KeyService = 'dynamodb' | 'logs' | 's3' | 'sns' | 'sqs';

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service */
export const viaService = (service: KeyService): string => `${service}.${Aws.REGION}.amazonaws.com`;

/** Everything about a key but its use, as the KMS console gives it to administrators. */
export const administration = (creating: 'kms:Create*' | 'kms:CreateAlias'): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: 'Administration',
    principals: [new iam.AccountRootPrincipal()],
    actions: [
      creating,
      'kms:Describe*',
      'kms:Enable*',
      'kms:List*',
      'kms:Put*',
      'kms:Update*',
      'kms:Revoke*',
      'kms:Disable*',
      'kms:Get*',
      'kms:Delete*',
      'kms:TagResource',
      'kms:UntagResource',
      'kms:ScheduleKeyDeletion',
      'kms:CancelKeyDeletion',
      'kms:RotateKeyOnDemand',
    ],
    resources: ['*'],
  });

/** Whom a key's policy has to admit. */
export interface KeyUsers {
  /** Names of the stacks whose log groups are under the key. */
  readonly stackNames: readonly string[];
  /** ARN, or pattern of ARNs, of what CloudFront reads exports for. */
  readonly distributionArns: string;
  /** Whether SNS writes dead letters: those of subscriptions. */
  readonly hasSubscriptions: boolean;
}

/**
 * Who may use the key under which everything is stored. Roles of the account by their own permissions, and only by way of
 * the services that store; services in their own name where they act by no role: for whom, is said by the policies of the
 * bucket, the queues and the topic, each of which names one resource of ours.
 */
export const keyUsers = (stack: Stack, users: KeyUsers): iam.PolicyStatement[] => [
  byAccount('UseThroughServices', ['kms:Decrypt', 'kms:GenerateDataKey'], ['dynamodb', 'logs', 's3', 'sns', 'sqs']),
  // Whoever deploys the table hands these on to DynamoDB; who logs needs them of CloudWatch Logs.
  byAccount(
    'UseThroughTableAndLogs',
    ['kms:Encrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:DescribeKey'],
    ['dynamodb', 'logs'],
  ),
  byAccount('GrantToTable', ['kms:CreateGrant'], ['dynamodb']),
  byLogs(stack, users.stackNames),
  readByCloudFront(users.distributionArns),
  writeDeadLetters('UndeliveredEvents', 'events.amazonaws.com', arnOf(stack, 'events', 'rule/*')),
  ...(users.hasSubscriptions
    ? [writeDeadLetters('UndeliveredMessages', 'sns.amazonaws.com', arnOf(stack, 'sns', '*'))]
    : []),
];

const byAccount = (sid: string, actions: string[], services: readonly KeyService[]): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid,
    principals: [new iam.AccountRootPrincipal()],
    actions,
    resources: ['*'],
    conditions: { StringEquals: { 'kms:ViaService': services.map(viaService) } },
  });

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const byLogs = (stack: Stack, stackNames: readonly string[]): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: 'EncryptLogs',
    principals: [new iam.ServicePrincipal(`logs.${Aws.REGION}.amazonaws.com`)],
    actions: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    resources: ['*'],
    conditions: {
      ArnLike: { 'kms:EncryptionContext:aws:logs:arn': stackNames.flatMap((name) => logGroupArns(stack, name)) },
    },
  });

/** @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html */
const readByCloudFront = (distributionArns: string): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid: 'ReadByCloudFront',
    principals: [new iam.ServicePrincipal('cloudfront.amazonaws.com')],
    actions: ['kms:Decrypt'],
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': distributionArns } },
  });

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html */
const writeDeadLetters = (sid: string, service: string, sourceArn: string): iam.PolicyStatement =>
  new iam.PolicyStatement({
    sid,
    principals: [new iam.ServicePrincipal(service)],
    actions: ['kms:GenerateDataKey', 'kms:Decrypt'],
    resources: ['*'],
    conditions: { ArnLike: { 'aws:SourceArn': sourceArn } },
  });

const arnOf = (stack: Stack, service: string, resource: string): string => stack.formatArn({ service, resource });
