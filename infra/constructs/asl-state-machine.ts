import { ArnFormat, Aws, CfnResource, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import type * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { type AslDefinition, readAslDefinition } from './asl-definition.ts';
import { deliverLogs, sendTraces } from './integration-permissions.ts';
import { NarrowRole, type Permission, RetainedPolicy } from './narrow-role.ts';
import { StackLogGroup } from './stack-log-group.ts';

/** A definition file and what {@link AslStateMachine} was given for it do not match. */
export class AslDefinitionMismatchError extends Error {
  override readonly name = 'AslDefinitionMismatchError';
}

export interface AslStateMachineProps {
  /** File name in `statemachines/`. */
  readonly definitionFile: string;
  /** A value for each placeholder of the definition, by the placeholder's name. */
  readonly substitutions: Readonly<Record<string, string>>;
  /**
   * What each called resource of the definition needs, by the text of `Resource` in the file. Nothing else is granted
   * but the delivery of logs and traces.
   */
  readonly permissions: Readonly<Record<string, readonly Permission[]>>;
  /** Days that the log of the executions is kept. */
  readonly logRetentionDays: number;
}

/**
 * A Standard state machine from a definition file. Placeholders and permissions must match the definition exactly, so
 * that neither a forgotten value nor a permission that nothing uses gets into the cloud.
 *
 * The machine is never replaced, or its failed executions could not be redriven: it has no name of its own, its logical
 * id is the construct's id wherever the construct moves, and it is retained with its role.
 * Its definition and histories are under AWS's own key whatever is configured (docs/adr/0017).
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
export class AslStateMachine extends Construct {
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** ARN of an execution of the machine, but for `:` and its name. */
  readonly executionArnStem: string;
  /** ARN pattern of the machine's executions. */
  readonly executionArns: string;
  readonly role: iam.IRole;
  readonly logGroup: logs.ILogGroup;

  /** @throws AslDefinitionMismatchError naming everything missing and surplus. */
  constructor(scope: Construct, id: string, props: AslStateMachineProps) {
    super(scope, id);
    const definition = readAslDefinition(props.definitionFile);
    demandMatch(definition, props);

    const role = new NarrowRole(
      this,
      'Role',
      new iam.ServicePrincipal('states.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
      }),
    );
    role.allow([...Object.values(props.permissions).flat(), deliverLogs, sendTraces]);
    role.retain();
    // The prefix keeps the log out of the resource policy that all log groups share and that is full after a few.
    this.logGroup = new StackLogGroup(this, {
      logGroupName: `/aws/vendedlogs/states/${Stack.of(this).stackName}-${id}`,
      retentionDays: props.logRetentionDays,
    });
    const machine = new sfn.StateMachine(this, 'StateMachine', {
      stateMachineType: sfn.StateMachineType.STANDARD,
      definitionBody: sfn.DefinitionBody.fromString(definition.text),
      definitionSubstitutions: { ...props.substitutions },
      role: role.withoutPolicyUpdates(),
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
      // All events, without their data: some 25 lines a run, a few hundredths of the price of its transitions, and all
      // that is left when Step Functions drops the history after 90 days. The data stays in that history.
      logs: { destination: this.logGroup, level: sfn.LogLevel.ALL },
      // A trace shows each state with its time and error, Lambda's invocations included; the functions send none of their
      // own (docs/adr/0014).
      tracingEnabled: true,
    });
    machine.node.addDependency(role);
    const resource = machine.node.defaultChild;
    if (resource instanceof CfnResource) resource.overrideLogicalId(id);

    this.executionArnStem = Stack.of(this).formatArn({
      service: 'states',
      resource: 'execution',
      resourceName: machine.stateMachineName,
      arnFormat: ArnFormat.COLON_RESOURCE_NAME,
    });
    this.executionArns = `${this.executionArnStem}:*`;
    if (definition.distributedMapLabels.length > 0)
      this.allowOwnExecutions(role, machine, definition.distributedMapLabels);

    this.role = role;
    this.stateMachineArn = machine.stateMachineArn;
    this.stateMachineName = machine.stateMachineName;
  }

  /**
   * What a distributed Map needs: to run its iterations as executions of the machine itself, and to redrive them. A policy
   * of its own, since the machine waits for the role's and this one names the machine.
   * @see https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html
   */
  private allowOwnExecutions(role: NarrowRole, machine: sfn.StateMachine, labels: readonly string[]): void {
    new RetainedPolicy(this, 'OwnExecutions', role, [
      { actions: ['states:StartExecution'], resources: [machine.stateMachineArn] },
      {
        actions: ['states:DescribeExecution', 'states:StopExecution'],
        resources: [this.executionArns],
        patternReason: 'Step Functions makes up the names of the iterations: executions of this machine only.',
      },
      {
        actions: ['states:RedriveExecution'],
        resources: labels.map((label) => `${this.executionArnStem}/${label}:*`),
        patternReason: 'Step Functions makes up the names of the iterations: those of this Map only.',
      },
    ]);
  }
}

function demandMatch(definition: AslDefinition, props: AslStateMachineProps): void {
  const faults = [
    ...mismatches('placeholder', definition.placeholders, Object.keys(props.substitutions)),
    ...mismatches('permission for', definition.resources, Object.keys(props.permissions)),
  ];
  if (faults.length > 0)
    throw new AslDefinitionMismatchError(`statemachines/${props.definitionFile} does not match: ${faults.join('; ')}`);
}

function mismatches(what: string, wanted: readonly string[], given: readonly string[]): string[] {
  const missing = wanted.filter((name) => !given.includes(name)).map((name) => `${what} ${name} is missing`);
  const surplus = given.filter((name) => !wanted.includes(name)).map((name) => `${what} ${name} is surplus`);
  return [...missing, ...surplus];
}
