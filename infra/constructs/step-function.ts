import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { EnvironmentName, environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { DeadLetterQueue } from './dead-letter-queue.ts';
import { EncryptionKey, useKey } from './encryption-key.ts';
import { NarrowRole, type Permission } from './narrow-role.ts';
import { StackLogGroup } from './stack-log-group.ts';

/** Gives the bundle of a step by its folder's name, such as `plan-export`. */
export type StepCode = (stepName: string) => lambda.Code;

/** Variables of a step's environment, by their names in the contract; one is for the local system alone. */
export type StepEnvironment = Partial<
  Record<Exclude<EnvironmentName, typeof environmentNames.apiOperatorView>, string>
>;

export interface StepFunctionProps {
  /**
   * A name that another stack can say without importing it; at most 64 characters. A changed name makes another function.
   * None: CloudFormation makes one up.
   */
  readonly functionName?: string;
  /** What the step does, for the Lambda console. */
  readonly description: string;
  readonly code: lambda.Code;
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
  readonly environment: StepEnvironment;
  /** What the step may do, besides writing to its own log and its own dead letters. */
  readonly permissions: readonly Permission[];
  readonly logRetentionDays: number;
  /** How many invocations run at the same time, kept free of the account's; none: no more and no fewer than there are. */
  readonly reservedConcurrency?: number;
  /** Whether events invoke it asynchronously, so that it needs retries and dead letters of its own. */
  readonly isAsynchronous?: boolean;
}

/**
 * One step, `lambdas/<step>/`: the function, its published version, its role and its log. It passes on the header of a
 * trace and sends none of its own (docs/adr/0014).
 */
export class StepFunction extends Construct {
  readonly lambda: lambda.Function;
  readonly role: iam.IRole;
  /** ARN of the published version of this very code and configuration. */
  readonly versionArn: string;
  /** Whole events that failed every retry; only of an asynchronous step. */
  readonly deadLetterQueue: DeadLetterQueue | undefined;

  constructor(scope: Construct, id: string, props: StepFunctionProps) {
    super(scope, id);
    const logGroup = new StackLogGroup(this, { retentionDays: props.logRetentionDays });
    this.deadLetterQueue = props.isAsynchronous === true ? new DeadLetterQueue(this, 'DeadLetters') : undefined;
    const role = this.createRole(props.permissions, logGroup);
    this.lambda = new lambda.Function(this, 'Function', {
      ...(props.functionName !== undefined && { functionName: props.functionName }),
      description: props.description,
      runtime: lambda.Runtime.NODEJS_24_X,
      // A fifth cheaper per second than x86_64.
      architecture: lambda.Architecture.ARM_64,
      handler: 'index.handler',
      code: props.code,
      memorySize: props.memoryMb,
      timeout: Duration.seconds(props.timeoutSeconds),
      environment: { ...props.environment, NODE_OPTIONS: '--enable-source-maps' },
      loggingFormat: lambda.LoggingFormat.JSON,
      logGroup,
      role: role.withoutPolicyUpdates(),
      // A redrive runs the definition and the version that the execution began with, however long ago that was. Not kept
      // when its deployment is rolled back: the next try could not publish the same code again.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE },
      ...(props.reservedConcurrency !== undefined && { reservedConcurrentExecutions: props.reservedConcurrency }),
      ...(this.deadLetterQueue === undefined ? {} : asynchronous(this.deadLetterQueue)),
    });
    // Creating the function checks that its role may write to the dead letters.
    this.lambda.node.addDependency(role);
    this.role = role;
    this.versionArn = this.lambda.currentVersion.functionArn;
  }

  private createRole(permissions: readonly Permission[], logGroup: StackLogGroup): NarrowRole {
    const role = new NarrowRole(this, 'Role', new iam.ServicePrincipal('lambda.amazonaws.com'));
    role.allow(logGroup.writePermissions());
    if (this.deadLetterQueue !== undefined)
      role.allow([
        { actions: ['sqs:SendMessage'], resources: [this.deadLetterQueue.queueArn] },
        ...useKey(EncryptionKey.of(this), 'sqs', 'writeAndRead'),
      ]);
    role.allow(permissions);
    return role;
  }
}

/**
 * Lambda tries twice more, after one and two minutes, and while it is throttled for up to 6 h; then the whole event goes
 * to the dead letters. 6 h is Lambda's own default, said here because the arithmetic of an outage depends on it.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
 */
const asynchronous = (deadLetterQueue: DeadLetterQueue) => ({
  deadLetterQueue,
  retryAttempts: 2,
  maxEventAge: Duration.hours(6),
});
