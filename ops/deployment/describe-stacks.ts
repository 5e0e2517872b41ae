import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { OperationRefusedError } from '../frame/operator-errors.ts';
import type { Deployment } from './deployment.ts';

/** Asks CloudFormation for the outputs of the stacks. @throws OperationRefusedError when one is not there */
export async function describeDeployment(
  client: CloudFormationClient,
  stackNames: readonly string[],
): Promise<Deployment> {
  const outputs = await Promise.all(stackNames.map((stackName) => outputsOfStack(client, stackName)));
  return { outputs: Object.assign({}, ...outputs), source: stackNames.join(' and ') };
}

async function outputsOfStack(client: CloudFormationClient, stackName: string): Promise<Record<string, string>> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const outputs = Stacks[0]?.Outputs ?? [];
    return Object.fromEntries(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
  } catch (cause) {
    if (!isMissing(cause)) throw cause;
    throw new OperationRefusedError(
      `There is no stack ${stackName} in ${await regionOf(client)}. Deploy it (npx cdk deploy --all), or say where it is: --region, --profile, --stack, --outputs.`,
      { cause },
    );
  }
}

/** CloudFormation has no error of its own for it. */
const isMissing = (error: unknown): boolean =>
  error instanceof CloudFormationServiceException &&
  error.name === 'ValidationError' &&
  error.message.includes('does not exist');

/** As it was found: by the option, the environment or the configuration files. */
export const regionOf = async (client: {
  readonly config: { readonly region: () => Promise<string> };
}): Promise<string> => client.config.region();
