import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import type { BackfillInput } from '../../lambdas/shared/contract/backfill-input.ts';
import type { ReconcilerConfig } from '../config-schema.ts';
import type { AslStateMachine } from './asl-state-machine.ts';
import { startExecutionsOf } from './integration-permissions.ts';
import { NarrowRole } from './narrow-role.ts';

/**
 * Starts the reconciler every hour. It gives each missed recording the exports that a trigger would have given it. Without
 * dead letters: what one run misses, the next one finds, since each looks back over a day.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export class ReconcilerSchedule extends Construct {
  readonly scheduleName: string;

  constructor(scope: Construct, id: string, machine: AslStateMachine, { enabled, lookBackHours }: ReconcilerConfig) {
    super(scope, id);
    const role = new NarrowRole(
      this,
      'Role',
      new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    role.allow([startExecutionsOf(machine.stateMachineArn)]);
    const input: BackfillInput = { since: `${lookBackHours}h`, reconcile: true, exports: 'default' };
    const schedule = new scheduler.CfnSchedule(this, 'Schedule', {
      description: 'Processes recordings that both triggers missed, and reports what nobody reported',
      scheduleExpression: 'rate(1 hour)',
      // Ten deployments in one account need not begin in the same second.
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 15 },
      state: enabled ? 'ENABLED' : 'DISABLED',
      target: {
        arn: machine.stateMachineArn,
        roleArn: role.roleArn,
        input: JSON.stringify(input),
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 900 },
      },
    });
    // Scheduler tries the role when the schedule is made.
    schedule.node.addDependency(role);
    this.scheduleName = schedule.ref;
  }
}
