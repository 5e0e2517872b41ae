/** Shell of remux-export. */
import * as z from 'zod/mini';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeCreateExport } from '../shared/adapters/export-sink.ts';
import { deadlineOf, type LambdaContext } from '../shared/adapters/lambda-context.ts';
import { makeRecordingStorage } from '../shared/adapters/recording-storage.ts';
import { makeOpenSegments } from '../shared/adapters/segment-source.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { makeTransferClient } from '../shared/adapters/transfer-client.ts';
import { remuxExport } from './remux-export.ts';
import { remuxExportInputSchema } from './schema.ts';

/** To end what is under way and to abort the upload, which takes S3 some tenths of a second, or 8 s at the most. */
const cleanUpMs = 15_000;

/** Of 16 MiB: while one is filled, three are on their way, which is more than the way from Lambda to S3 is wide. */
const partsInMemory = 4;

const { uploadPartSizeBytes } = readEnvironment(process.env, z.pick(environmentSchema, { uploadPartSizeBytes: true }));

const client = makeTransferClient();
const log = makeStepLog('remux-export');
const ports = {
  readText: makeRecordingStorage(client).readText,
  openSegments: makeOpenSegments(client),
  createExport: makeCreateExport(client, {
    partSizeBytes: uploadPartSizeBytes,
    partsInMemory,
    warn: ({ message, error }) => log.warn(message, { found: error }),
  }),
  log: ({ message, ...report }: { message: string }) => log.info(message, report),
};

/** Entry point of the Lambda. */
export const handler = log.handle((event, context: LambdaContext) =>
  remuxExport(remuxExportInputSchema.parse(event), { ...ports, deadline: deadlineOf(context, cleanUpMs) }),
);
