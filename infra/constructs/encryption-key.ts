import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { administration, type KeyService, viaService } from './key-policy.ts';
import type { Permission } from './narrow-role.ts';

const id = 'EncryptionKey';

/**
 * The customer-managed key of a stack, where the configuration asks for one (`encryption.key`). Constructs that store
 * something ask for it by {@link EncryptionKey.of}, as they ask for their stack, so that none is forgotten. Make it before
 * them.
 */
export class EncryptionKey extends Construct {
  readonly key: kms.IKey;
  /** Whether it is this stack's. */
  readonly isCreated: boolean;

  private constructor(stack: Stack, makeKey: (scope: Construct) => kms.IKey) {
    super(stack, id);
    this.key = makeKey(this);
    this.isCreated = this.key instanceof kms.Key;
  }

  /** The key of the stack that a construct is in; none: AWS's keys are enough. */
  static of(scope: Construct): kms.IKey | undefined {
    const found = Stack.of(scope).node.tryFindChild(id);
    return found instanceof EncryptionKey ? found.key : undefined;
  }

  /**
   * Makes a key for a stack. It is kept when it leaves the stack, even when its creation is rolled back: what was written
   * under it until then can be read by nothing else.
   *
   * @param users Statements on who may use it; administrators may not.
   */
  static create(stack: Stack, users: readonly iam.PolicyStatement[]): EncryptionKey {
    return new EncryptionKey(
      stack,
      (scope) =>
        new kms.Key(scope, 'Key', {
          description: 'Exports, catalog, messages, dead letters and logs of IVS recordings',
          enableKeyRotation: true,
          // A grant would be the way around the statements on who may use it; DynamoDB's has one of its own.
          policy: new iam.PolicyDocument({ statements: [administration('kms:CreateAlias'), ...users] }),
          removalPolicy: RemovalPolicy.RETAIN,
        }),
    );
  }

  /** Takes a key that exists: another stack's, or one that is managed elsewhere. Its policy is its owner's. */
  static existing(stack: Stack, keyArn: string): EncryptionKey {
    return new EncryptionKey(stack, (scope) => kms.Key.fromKeyArn(scope, 'Key', keyArn));
  }
}

const actionsTo = {
  /** Messages and items as well as objects; a table's key is decrypted for writing too. */
  read: ['kms:Decrypt'],
  write: ['kms:GenerateDataKey'],
  /** Uploads in parts, and messages: either reads the data key again that it has made. */
  writeAndRead: ['kms:GenerateDataKey', 'kms:Decrypt'],
  /** What CloudWatch Logs documents for whoever writes or reads encrypted logs. */
  log: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:DescribeKey'],
} as const;

/**
 * What a role needs besides the right to something that is stored under a key: to use the key, by way of the service that
 * stores it and by no other. Nothing where there is no key.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
export function useKey(key: kms.IKey | undefined, service: KeyService, purpose: keyof typeof actionsTo): Permission[] {
  if (key === undefined) return [];
  return [
    {
      actions: actionsTo[purpose],
      resources: [key.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService(service) } },
    },
  ];
}
