/** Shell of FindUnreportedFailures. */
import * as z from 'zod/mini';
import { makeListFailedItems } from '../shared/adapters/attention-reader.ts';
import { makeReadItemReports } from '../shared/adapters/catalog-reader.ts';
import { makeDynamoDbClient } from '../shared/adapters/catalog-writer.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeDescribeEnded, makeListFailures } from '../shared/adapters/execution-lists.ts';
import { makeStepFunctionsClient } from '../shared/adapters/state-machine.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { type FindUnreportedFailuresPorts, findUnreportedFailures } from './find-unreported-failures.ts';
import { findUnreportedFailuresInputSchema } from './schema.ts';

const { catalogTableName, ...configuration } = readEnvironment(
  process.env,
  z.pick(environmentSchema, { processRecordingArn: true, exportRecordingArn: true, catalogTableName: true }),
);
const dynamoDb = makeDynamoDbClient();
const stepFunctions = makeStepFunctionsClient();
const log = makeStepLog('find-unreported-failures');

const ports: FindUnreportedFailuresPorts = {
  configuration,
  listFailures: makeListFailures(stepFunctions),
  describeEnded: makeDescribeEnded(stepFunctions),
  readItems: makeReadItemReports(dynamoDb, catalogTableName),
  listFailedItems: makeListFailedItems(dynamoDb, catalogTableName),
  now: () => new Date(),
};

/** Entry point of the Lambda. */
export const handler = log.handle(async (event) => {
  const output = await findUnreportedFailures(findUnreportedFailuresInputSchema.parse(event), ports);
  const { cursor, areFailuresLeft } = output;
  log.info('Looked for failures and recoveries that nobody reported.', { found: cursor.found, areFailuresLeft });
  return output;
});
