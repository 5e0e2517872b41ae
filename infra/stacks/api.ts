import type { Stack } from 'aws-cdk-lib';
import type * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import type { Config } from '../config-schema.ts';
import { StepFunction } from '../constructs/step-function.ts';
import { listRecordingsOf } from '../constructs/step-permissions.ts';
import { servedFunctionName } from './served-functions.ts';

export interface ApiProps {
  readonly config: Config;
  readonly catalogTable: dynamodb.ITable;
  readonly code: lambda.Code;
}

/** Creates the API for past streams: a function that reads the catalog, with a URL that takes signed requests only. */
export function createApi(stack: Stack, { config, catalogTable, code }: ApiProps): lambda.FunctionUrl {
  const { reservedConcurrency } = config.api;
  const serveApi = new StepFunction(stack, 'ServeApi', {
    functionName: servedFunctionName(stack.stackName, 'ServeApi'),
    description: 'Answers the API for past streams from the catalog',
    code,
    // Twice the CPU of the other small steps: somebody waits, also for a cold start.
    memoryMb: 512,
    // The reading of the catalog gives up before, and CloudFront waits no longer.
    timeoutSeconds: 10,
    environment: { [environmentNames.catalogTableName]: catalogTable.tableName },
    permissions: listRecordingsOf(catalogTable),
    logRetentionDays: config.logRetentionDays,
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
  });
  return serveApi.lambda.addFunctionUrl({ authType: lambda.FunctionUrlAuthType.AWS_IAM });
}
