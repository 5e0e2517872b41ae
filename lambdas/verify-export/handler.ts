/** Shell of VerifyExport. */
import * as z from 'zod/mini';
import { makeIvsClient, makeReadChannel } from '../shared/adapters/channel-reader.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeExportStorage } from '../shared/adapters/export-storage.ts';
import { makeS3Client } from '../shared/adapters/s3-client.ts';
import { type VerifyExportOutput, verifyExportInputSchema } from './schema.ts';
import { type VerifyExportPorts, verifyExport } from './verify-export.ts';

const configuration = readEnvironment(
  process.env,
  z.pick(environmentSchema, { playbackBaseUrl: true, playbackPolicy: true }),
);

const now = () => new Date();
const ports: VerifyExportPorts = {
  configuration,
  ...makeExportStorage(makeS3Client()),
  readChannel: makeReadChannel(makeIvsClient(), now),
  now,
};

/** Entry point of the Lambda. */
export const handler = (event: unknown): Promise<VerifyExportOutput> =>
  verifyExport(verifyExportInputSchema.parse(event), ports);
