import * as z from 'zod/mini';
import { makeIsKnownWhole } from '../shared/adapters/catalog-reader.ts';
import { makeDynamoDbClient } from '../shared/adapters/catalog-writer.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import {
  executionArnOf,
  makeDescribeExecution,
  makeRedriveExecution,
  makeStartExecution,
  makeStepFunctionsClient,
} from '../shared/adapters/state-machine.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { recordingSortKey } from '../shared/contract/catalog.ts';
import type { Outcome } from './schema.ts';
import { type StartProcessingPorts, startProcessing } from './start-processing.ts';

const { recordingsBuckets, channelArns, processRecordingArn, catalogTableName } = readEnvironment(
  process.env,
  z.pick(environmentSchema, {
    recordingsBuckets: true,
    channelArns: true,
    processRecordingArn: true,
    catalogTableName: true,
  }),
);
const client = makeStepFunctionsClient();
const log = makeStepLog('start-processing');
const describeExecution = makeDescribeExecution(client);
const redriveExecution = makeRedriveExecution(client);
const isKnownWhole = makeIsKnownWhole(makeDynamoDbClient(), catalogTableName);

const ports: StartProcessingPorts = {
  recordingsBuckets,
  channelArns,
  startExecution: makeStartExecution(client, processRecordingArn),
  describeExecution: (name) => describeExecution(executionArnOf(processRecordingArn, name)),
  redriveExecution: (name) => redriveExecution(executionArnOf(processRecordingArn, name)),
  isKnownWhole: (location) => isKnownWhole({ channelId: location.channelId, recordingKey: recordingSortKey(location) }),
  now: () => new Date(),
  log: (outcome) => log.info('Looked after a trigger.', { ...outcome, ...executionOf(outcome) }),
};

const executionOf = ({ executionName }: Outcome) =>
  executionName === undefined ? {} : { executionArn: executionArnOf(processRecordingArn, executionName) };

/** Invoked asynchronously by EventBridge and S3, and directly by an operator. */
export const handler = log.handle((event) => startProcessing(event, ports));
