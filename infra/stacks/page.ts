import { Aws, type Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { stateMachinesConsoleUrl } from '../../lambdas/shared/contract/execution-name.ts';
import type { Config } from '../config-schema.ts';
import { StepFunction } from '../constructs/step-function.ts';
import { servedFunctionName } from './served-functions.ts';

export interface PageProps {
  readonly config: Config;
  /** The bundle, with the built page beside it. */
  readonly code: lambda.Code;
}

/** Creates the page: a function that hands out the files in its own bundle, with a URL that takes signed requests only. */
export function createPage(stack: Stack, { config, code }: PageProps): lambda.FunctionUrl {
  const { consoleLink, reservedConcurrency } = config.page;
  const servePage = new StepFunction(stack, 'ServePage', {
    functionName: servedFunctionName(stack.stackName, 'ServePage'),
    description: 'Hands out the files of the page',
    code,
    memoryMb: 256,
    // Nothing is waited for; CloudFront waits no longer.
    timeoutSeconds: 10,
    environment: consoleLink ? { [environmentNames.pageConsoleUrl]: stateMachinesConsoleUrl(Aws.REGION) } : {},
    permissions: [],
    logRetentionDays: config.logRetentionDays,
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
  });
  return servePage.lambda.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
}
