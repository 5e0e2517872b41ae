import { RemovalPolicy } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { EncryptionKey, useKey } from './encryption-key.ts';
import type { Permission } from './narrow-role.ts';

export interface StackLogGroupProps {
  readonly retentionDays: number;
  /** Where a service wants a name of its own kind; none: CloudFormation makes one up, after the stack. */
  readonly logGroupName?: string;
}

/** The log of a construct: under its stack's {@link EncryptionKey}, forgotten after some days, and gone with the stack. */
export class StackLogGroup extends logs.LogGroup {
  constructor(scope: Construct, { retentionDays, logGroupName }: StackLogGroupProps) {
    const encryptionKey = EncryptionKey.of(scope);
    super(scope, 'Logs', {
      ...(encryptionKey && { encryptionKey }),
      ...(logGroupName !== undefined && { logGroupName }),
      retention: retentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  /** What a function's role needs to write to it. */
  writePermissions(): Permission[] {
    return [
      { actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [this.logGroupArn] },
      ...useKey(EncryptionKey.of(this), 'logs', 'log'),
    ];
  }
}
