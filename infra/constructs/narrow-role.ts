import { CfnResource, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { rules } from 'cdk-nag';
import { Construct } from 'constructs';

/** One statement of a role's policy. */
export interface Permission {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: iam.Conditions;
  /** Why a pattern among the resources cannot be narrower. A pattern without a reason fails the synthesis. */
  readonly patternReason?: string;
}

/** A role with permissions written by hand: no managed policy, and each pattern among the resources with its reason. */
export class NarrowRole extends iam.Role {
  /** Everything that was added, in that order. docs/security.md is written from it. */
  readonly permissions: Permission[] = [];

  constructor(scope: Construct, id: string, assumedBy: iam.IPrincipal) {
    super(scope, id, { assumedBy });
  }

  /** Adds permissions. Hand the role on as `withoutPolicyUpdates()`, so that CDK adds none of its own. */
  allow(permissions: readonly Permission[]): void {
    this.permissions.push(...permissions);
    addStatements(this, permissions, (statement) => this.addToPolicy(statement));
  }

  /**
   * Keeps the role and its permissions when they leave the stack, for state machines that are kept and act by it. Call
   * it after {@link allow}.
   */
  retain(): void {
    retainAll(this);
  }
}

/**
 * More permissions of a role, in a policy of its own, which is kept as {@link NarrowRole.retain} keeps the role: for what
 * refers to something that waits for the role.
 */
export class RetainedPolicy extends Construct {
  constructor(scope: Construct, id: string, role: NarrowRole, permissions: readonly Permission[]) {
    super(scope, id);
    role.permissions.push(...permissions);
    let policy: iam.Policy | undefined;
    addStatements(this, permissions, (statement) => {
      // cdk-nag's rule cannot read a policy without statements.
      if (policy === undefined) policy = new iam.Policy(this, 'Policy', { roles: [role], statements: [statement] });
      else policy.addStatements(statement);
    });
    retainAll(this);
  }
}

export interface AttachablePolicyProps {
  readonly description: string;
  readonly permissions: readonly Permission[];
}

/**
 * Permissions for people and programs outside the stack: a managed policy that an administrator attaches to roles of
 * theirs. Nothing here takes it.
 */
export class AttachablePolicy extends Construct {
  readonly managedPolicyArn: string;
  readonly description: string;
  readonly permissions: readonly Permission[];

  constructor(scope: Construct, id: string, { description, permissions }: AttachablePolicyProps) {
    super(scope, id);
    this.description = description;
    this.permissions = permissions;
    let policy: iam.ManagedPolicy | undefined;
    addStatements(this, permissions, (statement) => {
      if (policy === undefined)
        policy = new iam.ManagedPolicy(this, 'Policy', { description, statements: [statement] });
      else policy.addStatements(statement);
    });
    this.managedPolicyArn = policy?.managedPolicyArn ?? '';
  }
}

/** Adds statements one by one to policies inside `owner`, and gives each pattern its reason there. */
function addStatements(
  owner: Construct,
  permissions: readonly Permission[],
  addStatement: (statement: iam.PolicyStatement) => void,
): void {
  for (const { actions, resources, conditions, patternReason } of permissions) {
    const before = patternFindings(owner);
    addStatement(
      new iam.PolicyStatement({ actions: [...actions], resources: [...resources], ...(conditions && { conditions }) }),
    );
    if (patternReason === undefined) continue;
    const added = patternFindings(owner).filter((finding) => !before.includes(finding));
    for (const finding of added)
      Validations.of(owner).acknowledge({ id: `AwsSolutions-IAM5[${finding}]`, reason: patternReason });
  }
}

/** What cdk-nag finds about patterns among the resources, in its words: a finding is acknowledged by these. */
function patternFindings(owner: Construct): string[] {
  return resourcesIn(owner)
    .flatMap((resource) => rules.iam.IAMNoWildcardPermissions(resource))
    .filter((finding) => finding.startsWith('Resource::'));
}

function retainAll(owner: Construct): void {
  for (const resource of resourcesIn(owner)) resource.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
}

const resourcesIn = (owner: Construct): CfnResource[] =>
  owner.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
