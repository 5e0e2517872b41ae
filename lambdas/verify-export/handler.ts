/** Shell of VerifyExport. */
import * as z from 'zod/mini';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeExportStorage } from '../shared/adapters/export-storage.ts';
import { makeS3Client } from '../shared/adapters/s3-client.ts';
import { type VerifyExportOutput, verifyExportInputSchema } from './schema.ts';
import { verifyExport } from './verify-export.ts';

const configuration = readEnvironment(process.env, z.pick(environmentSchema, { playbackBaseUrl: true }));

const ports = { configuration, ...makeExportStorage(makeS3Client()), now: () => new Date() };

/** Entry point of the Lambda. */
export const handler = (event: unknown): Promise<VerifyExportOutput> =>
  verifyExport(verifyExportInputSchema.parse(event), ports);
