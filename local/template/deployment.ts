/** All stacks as if they were deployed: every resource with its properties resolved, across stacks. */
import type { StackTemplate } from './cloud-assembly.ts';
import { type References, resolveIntrinsics, TemplateUnsupportedError } from './intrinsics.ts';
import {
  attributeOf,
  type IdentitySource,
  identifyResource,
  type LocalEnvironment,
  type ResourceIdentity,
} from './resource-identity.ts';

/** A resource with every intrinsic function replaced. */
export interface DeployedResource {
  readonly stackName: string;
  readonly logicalId: string;
  readonly type: string;
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** The deployed system: its resources, stack outputs and assets. */
export interface Deployment {
  readonly resources: readonly DeployedResource[];
  /** By stack, then by output name. */
  readonly outputs: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
  readonly assetDirectories: ReadonlyMap<string, string>;
}

class Stack implements References {
  readonly #stack: StackTemplate;
  readonly #environment: LocalEnvironment;
  readonly #importValue: (exportName: string) => unknown;
  readonly #identities = new Map<string, ResourceIdentity>();

  constructor(stack: StackTemplate, environment: LocalEnvironment, importValue: (exportName: string) => unknown) {
    this.#stack = stack;
    this.#environment = environment;
    this.#importValue = importValue;
  }

  get name(): string {
    return this.#stack.stackName;
  }

  ref(logicalId: string): unknown {
    const pseudo: Record<string, string> = {
      'AWS::AccountId': this.#environment.accountId,
      'AWS::Region': this.#environment.region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': this.name,
      'AWS::StackId': `arn:aws:cloudformation:${this.#environment.region}:${this.#environment.accountId}:stack/${this.name}/00000000-0000-0000-0000-000000000000`,
    };
    const parameter = this.#stack.template.Parameters[logicalId];
    return pseudo[logicalId] ?? parameter?.Default ?? this.#identity(logicalId).ref;
  }

  attribute(logicalId: string, attributeName: string): unknown {
    return attributeOf(this.#identity(logicalId), this.#source(logicalId), attributeName);
  }

  importValue(exportName: string): unknown {
    return this.#importValue(exportName);
  }

  resolve(value: unknown): unknown {
    return resolveIntrinsics(value, this);
  }

  exported(exportName: string): unknown {
    const output = Object.values(this.#stack.template.Outputs).find(
      ({ Export }) => Export !== undefined && this.resolve(Export.Name) === exportName,
    );
    return output === undefined ? undefined : this.resolve(output.Value);
  }

  outputs(): Map<string, unknown> {
    return new Map(
      Object.entries(this.#stack.template.Outputs).map(([name, { Value }]) => [name, this.resolve(Value)]),
    );
  }

  resources(isWanted: (type: string) => boolean): DeployedResource[] {
    return Object.entries(this.#stack.template.Resources)
      .filter(([, { Type }]) => isWanted(Type))
      .map(([logicalId, { Type, Properties, Condition }]) => {
        if (Condition !== undefined) {
          throw new TemplateUnsupportedError(`${this.name}/${logicalId} has the condition ${Condition}.`);
        }
        return {
          stackName: this.name,
          logicalId,
          type: Type,
          ...this.#identity(logicalId),
          properties: Object.fromEntries(Object.entries(Properties).map(([key, value]) => [key, this.resolve(value)])),
        };
      });
  }

  #source(logicalId: string): IdentitySource {
    const resource = this.#stack.template.Resources[logicalId];
    if (resource === undefined) {
      throw new TemplateUnsupportedError(`${this.name} refers to ${logicalId}, which is no resource of it.`);
    }
    return {
      type: resource.Type,
      stackName: this.name,
      logicalId,
      environment: this.#environment,
      property: (name) => this.resolve(resource.Properties[name]),
    };
  }

  #identity(logicalId: string): ResourceIdentity {
    const known = this.#identities.get(logicalId);
    if (known !== undefined) return known;
    const identity = identifyResource(this.#source(logicalId));
    this.#identities.set(logicalId, identity);
    return identity;
  }
}

/** Resolves all stacks; resources whose type is not wanted are left alone. */
export function deployLocally(
  templates: readonly StackTemplate[],
  environment: LocalEnvironment,
  isWanted: (type: string) => boolean,
): Deployment {
  const stacks: Stack[] = [];
  const importValue = (exportName: string): unknown => {
    const value = stacks.map((stack) => stack.exported(exportName)).find((found) => found !== undefined);
    if (value === undefined) throw new TemplateUnsupportedError(`No stack exports ${exportName}.`);
    return value;
  };
  for (const template of templates) stacks.push(new Stack(template, environment, importValue));
  return {
    resources: stacks.flatMap((stack) => stack.resources(isWanted)),
    outputs: new Map(stacks.map((stack) => [stack.name, stack.outputs()])),
    assetDirectories: new Map(templates.flatMap((template) => [...template.assetDirectories])),
  };
}
