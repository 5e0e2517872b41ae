/** Shell of ListRecordings. */
import * as z from 'zod/mini';
import { makeFindInCatalog } from '../shared/adapters/catalog-reader.ts';
import { makeDynamoDbClient } from '../shared/adapters/catalog-writer.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeListExecutions } from '../shared/adapters/execution-lists.ts';
import { makeFindMetadata, makeListFolders } from '../shared/adapters/list-folders.ts';
import { makeRecordingStorage } from '../shared/adapters/recording-storage.ts';
import { makeS3Client } from '../shared/adapters/s3-client.ts';
import { makeStepFunctionsClient } from '../shared/adapters/state-machine.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { makeWriteLines } from '../shared/adapters/write-lines.ts';
import { type ListRecordingsPorts, listRecordings } from './list-recordings.ts';
import { listRecordingsInputSchema } from './schema.ts';

const { processRecordingArn, catalogTableName, ...configuration } = readEnvironment(
  process.env,
  z.pick(environmentSchema, {
    recordingsBuckets: true,
    channelArns: true,
    exportProfiles: true,
    defaultExports: true,
    exportEngine: true,
    listsBucket: true,
    catalogTableName: true,
    processRecordingArn: true,
  }),
);
const s3 = makeS3Client();
const log = makeStepLog('list-recordings');

const ports: ListRecordingsPorts = {
  configuration,
  listFolders: makeListFolders(s3),
  findMetadata: makeFindMetadata(s3),
  readText: makeRecordingStorage(s3).readText,
  findInCatalog: makeFindInCatalog(makeDynamoDbClient(), catalogTableName),
  listRuns: makeListExecutions(makeStepFunctionsClient(), processRecordingArn),
  writeList: makeWriteLines(s3, configuration.listsBucket),
  putMetrics: log.putMetrics,
  now: () => new Date(),
};

/** Entry point of the Lambda. */
export const handler = log.handle(async (event) => {
  const output = await listRecordings(listRecordingsInputSchema.parse(event), ports);
  const { list, isSpanListed, summary } = output;
  log.info('Listed.', { list, isSpanListed, summary });
  return output;
});
