import { CfnResource, RemovalPolicy, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { rules } from 'cdk-nag';
import type { Construct } from 'constructs';

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
  constructor(scope: Construct, id: string, assumedBy: iam.IPrincipal) {
    super(scope, id, { assumedBy });
  }

  /** Adds permissions. Hand the role on as `withoutPolicyUpdates()`, so that CDK adds none of its own. */
  allow(permissions: readonly Permission[]): void {
    for (const { actions, resources, conditions, patternReason } of permissions) {
      const before = this.patternFindings();
      this.addToPolicy(
        new iam.PolicyStatement({
          actions: [...actions],
          resources: [...resources],
          ...(conditions && { conditions }),
        }),
      );
      if (patternReason === undefined) continue;
      const added = this.patternFindings().filter((finding) => !before.includes(finding));
      for (const finding of added)
        Validations.of(this).acknowledge({ id: `AwsSolutions-IAM5[${finding}]`, reason: patternReason });
    }
  }

  /**
   * Keeps the role and its permissions when they leave the stack, for state machines that are kept and act by it. Call
   * it after {@link allow}.
   */
  retain(): void {
    for (const resource of this.resources()) resource.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  }

  /** What cdk-nag finds about patterns among the resources, in its words: a finding is acknowledged by these. */
  private patternFindings(): string[] {
    return this.resources()
      .flatMap((resource) => rules.iam.IAMNoWildcardPermissions(resource))
      .filter((finding) => finding.startsWith('Resource::'));
  }

  private resources(): CfnResource[] {
    return this.node.findAll().filter((construct) => CfnResource.isCfnResource(construct));
  }
}
