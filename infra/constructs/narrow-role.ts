import { Stack, Validations } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
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
      this.addToPolicy(
        new iam.PolicyStatement({
          actions: [...actions],
          resources: [...resources],
          ...(conditions && { conditions }),
        }),
      );
      if (patternReason !== undefined) this.acknowledgePatterns(resources, patternReason);
    }
  }

  private acknowledgePatterns(resources: readonly string[], reason: string): void {
    // cdk-nag wants each finding acknowledged by the very resource, as it flattens it.
    const flat = resources.map((resource) => flattenCfnReference(Stack.of(this).resolve(resource)));
    const findings = flat.filter((resource) => resource.includes('*'));
    for (const finding of findings)
      Validations.of(this).acknowledge({ id: `AwsSolutions-IAM5[Resource::${finding}]`, reason });
  }
}
