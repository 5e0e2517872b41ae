import { Aws } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as scheduler from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { NarrowRole } from './narrow-role.ts';
import type { StepFunction } from './step-function.ts';

/**
 * Invokes the step that deletes thumbnails, asynchronously, once a day. What Scheduler cannot deliver is lost, since the
 * next day's run looks at the same days again; an event that the step fails of is in the step's dead letters.
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-templated.html
 */
export class ThumbnailSchedule extends Construct {
  readonly scheduleName: string;

  constructor(scope: Construct, id: string, step: StepFunction) {
    super(scope, id);
    const role = new NarrowRole(
      this,
      'Role',
      new iam.ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    role.allow([{ actions: ['lambda:InvokeFunction'], resources: [step.lambda.functionArn] }]);
    const schedule = new scheduler.CfnSchedule(this, 'Schedule', {
      description: 'Deletes thumbnails that have come of age',
      scheduleExpression: 'rate(1 day)',
      // Ten deployments in one account need not begin in the same second.
      flexibleTimeWindow: { mode: 'FLEXIBLE', maximumWindowInMinutes: 60 },
      target: {
        arn: step.lambda.functionArn,
        roleArn: role.roleArn,
        input: '{}',
        retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 },
      },
    });
    // Scheduler tries the role when the schedule is made.
    schedule.node.addDependency(role);
    this.scheduleName = schedule.ref;
  }
}
