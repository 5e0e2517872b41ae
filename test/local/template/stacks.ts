/** Small templates written by hand, read as those of the app are. */
import type { StackTemplate } from '../../../local/template/cloud-assembly.ts';
import { type Deployment, deployLocally } from '../../../local/template/deployment.ts';
import type { LocalEnvironment } from '../../../local/template/resource-identity.ts';

export const environment: LocalEnvironment = { accountId: '000000000000', region: 'us-west-2' };

/** A resource with as much as a test needs. */
export interface ResourceParts {
  Type: string;
  Properties?: Record<string, unknown>;
  Condition?: string;
}

export function makeStack(
  stackName: string,
  Resources: Record<string, ResourceParts>,
  more: Partial<Pick<StackTemplate['template'], 'Outputs' | 'Parameters'>> & { assets?: Record<string, string> } = {},
): StackTemplate {
  const { Outputs = {}, Parameters = {}, assets = {} } = more;
  const resources = Object.fromEntries(
    Object.entries(Resources).map(([id, resource]) => [id, { Properties: {}, ...resource }]),
  );
  return {
    stackName,
    template: { Resources: resources, Outputs, Parameters },
    assetDirectories: new Map(Object.entries(assets)),
  };
}

export const deploy = (...stacks: StackTemplate[]): Deployment => deployLocally(stacks, environment, () => true);
