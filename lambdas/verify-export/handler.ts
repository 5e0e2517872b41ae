/** Shell of VerifyExport. */
import * as z from 'zod/mini';
import { makeIvsClient, makeReadChannel } from '../shared/adapters/channel-reader.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeExportStorage } from '../shared/adapters/export-storage.ts';
import { makeS3Client } from '../shared/adapters/s3-client.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { verifyExportInputSchema } from './schema.ts';
import { type VerifyExportPorts, verifyExport } from './verify-export.ts';

const configuration = readEnvironment(
  process.env,
  z.pick(environmentSchema, { playbackBaseUrl: true, playbackPolicy: true, catalogExpireAfterDays: true }),
);

const log = makeStepLog('verify-export');
const now = () => new Date();
const ports: VerifyExportPorts = {
  configuration,
  ...makeExportStorage(makeS3Client()),
  readChannel: makeReadChannel(makeIvsClient(), now),
  putMetrics: log.putMetrics,
  now,
};

/** Entry point of the Lambda. */
export const handler = log.handle(async (event) => {
  const input = verifyExportInputSchema.parse(event);
  const output = await verifyExport(input, ports);
  const { bucket, key } = input.planned.export;
  log.info('Verified.', { bucket, key, engine: input.planned.plan.engine });
  return output;
});
