import * as z from 'zod/mini';
import { makeNoteAnnounced } from '../shared/adapters/announcement-mark.ts';
import { makeDynamoDbClient, makeUpdateCatalog } from '../shared/adapters/catalog-writer.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeReadHistoryBackwards } from '../shared/adapters/execution-history.ts';
import { makePublishNotification, makeSnsClient } from '../shared/adapters/notification-publisher.ts';
import { makeDescribeExecution, makeStepFunctionsClient } from '../shared/adapters/state-machine.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { type ReportFailurePorts, reportFailure } from './report-failure.ts';

const { catalogTableName, notificationTopicArn, ...settings } = readEnvironment(
  process.env,
  z.pick(environmentSchema, {
    processRecordingArn: true,
    exportRecordingArn: true,
    exportProfiles: true,
    defaultExports: true,
    catalogTableName: true,
    catalogExpireAfterDays: true,
    notificationTopicArn: true,
  }),
);
const dynamoDb = makeDynamoDbClient();
const stepFunctions = makeStepFunctionsClient();
const log = makeStepLog('report-failure');

const ports: ReportFailurePorts = {
  ...settings,
  describeExecution: makeDescribeExecution(stepFunctions),
  readHistoryBackwards: makeReadHistoryBackwards(stepFunctions),
  updateCatalog: makeUpdateCatalog(dynamoDb, catalogTableName),
  publishNotification: makePublishNotification(makeSnsClient(), notificationTopicArn),
  noteAnnounced: makeNoteAnnounced(dynamoDb, catalogTableName),
  now: () => new Date(),
  log: (report) => log.info('Looked after an end without success.', report),
};

/** Invoked asynchronously by the rules on execution status and on IVS's start failures. */
export const handler = log.handle((event) => reportFailure(event, ports));
