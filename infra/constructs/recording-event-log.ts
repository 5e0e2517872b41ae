import { Stack } from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { recordingEvents } from './event-patterns.ts';
import { StackLogGroup } from './stack-log-group.ts';

/**
 * A log of every recording event of IVS, whatever became of it: what to look at first when somebody asks whether an
 * event came. The policy is written by hand, as CDK's own target brings a Lambda of its own to write it.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
 */
export class RecordingEventLog extends Construct {
  readonly logGroup: logs.ILogGroup;
  readonly ruleName: string;

  constructor(scope: Construct, id: string, retentionDays: number) {
    super(scope, id);
    const { stackName } = Stack.of(this);
    // EventBridge's console shows groups of this prefix only.
    this.logGroup = new StackLogGroup(this, { logGroupName: `/aws/events/${stackName}/recordings`, retentionDays });
    const policy = new logs.ResourcePolicy(this, 'Policy', {
      resourcePolicyName: `${stackName}-recording-events`,
      policyStatements: [
        new iam.PolicyStatement({
          principals: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'].map(
            (service) => new iam.ServicePrincipal(service),
          ),
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
          resources: [this.logGroup.logGroupArn],
        }),
      ],
    });
    const rule = new events.Rule(this, 'Rule', {
      description: 'Every IVS recording event, into a log',
      eventPattern: recordingEvents(),
      targets: [{ bind: () => ({ arn: this.targetArn() }) }],
    });
    rule.node.addDependency(policy);
    this.ruleName = rule.ruleName;
  }

  /** EventBridge wants the group's ARN without the `:*` that CloudFormation gives it. */
  private targetArn(): string {
    return Stack.of(this).formatArn({ service: 'logs', resource: `log-group:${this.logGroup.logGroupName}` });
  }
}
