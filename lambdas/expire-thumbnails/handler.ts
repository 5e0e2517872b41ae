/** Shell of ExpireThumbnails, which is there only where thumbnails have a retention. */
import * as z from 'zod/mini';
import { makeDynamoDbClient } from '../shared/adapters/catalog-writer.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeS3Client } from '../shared/adapters/s3-client.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { makeListDayOfThumbnails, makeUpdateThumbnails } from '../shared/adapters/thumbnail-catalog.ts';
import { makeThumbnailStorage } from '../shared/adapters/thumbnail-storage.ts';
import { type ExpireThumbnailsPorts, expireThumbnails } from './expire-thumbnails.ts';

const { catalogTableName, ...configuration } = readEnvironment(
  process.env,
  z.pick(environmentSchema, {
    recordingsBuckets: true,
    catalogTableName: true,
    processRecordingArn: true,
    thumbnailsExpireAfterDays: true,
  }),
);
const dynamoDb = makeDynamoDbClient();
const log = makeStepLog('expire-thumbnails');

const ports: ExpireThumbnailsPorts = {
  ...configuration,
  ...makeThumbnailStorage(makeS3Client()),
  listDay: makeListDayOfThumbnails(dynamoDb, catalogTableName),
  updateThumbnails: makeUpdateThumbnails(dynamoDb, catalogTableName),
  now: () => new Date(),
  log: log.info,
  putMetrics: log.putMetrics,
};

/** Invoked asynchronously by its schedule, and by an operator. */
export const handler = log.handle(async (event) => {
  const output = await expireThumbnails(event, ports);
  log.info('Looked for thumbnails that have come of age.', output);
  return output;
});
