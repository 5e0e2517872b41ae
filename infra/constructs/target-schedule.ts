import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { NarrowRole, type Permission } from './narrow-role.ts';

export interface TargetScheduleProps {
  readonly description: string;
  readonly scheduleExpression: 'rate(1 hour)' | 'rate(1 day)';
  /** How much later than its time it may begin: ten deployments in one account need not do so in the same second. */
  readonly windowMinutes: number;
  /** Whether it fires; left to EventBridge Scheduler, which says yes, unless told. */
  readonly isEnabled?: boolean;
  readonly targetArn: string;
  readonly input: object;
  /** What its role may do: to call the target. */
  readonly permission: Permission;
  /** How long Scheduler tries to deliver. */
  readonly deliverWithinSeconds: number;
}

/**
 * Calls a target at a rate, by a role of its own. Without dead letters: for work of which the next run does what this one
 * missed.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export class TargetSchedule extends Construct {
  readonly scheduleName: string;

  constructor(scope: Construct, id: string, props: TargetScheduleProps) {
    super(scope, id);
    const { description, scheduleExpression, windowMinutes, isEnabled, targetArn, input } = props;
    const role = new NarrowRole(
      this,
      'Role',
      new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    role.allow([props.permission]);
    const schedule = new scheduler.CfnSchedule(this, 'Schedule', {
      description,
      scheduleExpression,
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: windowMinutes },
      ...(isEnabled !== undefined && { state: isEnabled ? 'ENABLED' : 'DISABLED' }),
      target: {
        arn: targetArn,
        roleArn: role.roleArn,
        input: JSON.stringify(input),
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: props.deliverWithinSeconds },
      },
    });
    // Scheduler tries the role when the schedule is made.
    schedule.node.addDependency(role);
    this.scheduleName = schedule.ref;
  }
}
