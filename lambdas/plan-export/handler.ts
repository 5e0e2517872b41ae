/** Shell of PlanExport. */
import * as z from 'zod/mini';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeRecordingStorage } from '../shared/adapters/recording-storage.ts';
import { makeS3Client } from '../shared/adapters/s3-client.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { planExport } from './plan-export.ts';
import { planExportInputSchema } from './schema.ts';

const configuration = readEnvironment(
  process.env,
  z.pick(environmentSchema, {
    recordingsBuckets: true,
    channelArns: true,
    exportsBucket: true,
    exportProfiles: true,
    defaultExports: true,
    exportEngine: true,
    exportLimits: true,
    mediaConvertSettings: true,
    remuxBytesPerSecond: true,
    catalogExpireAfterDays: true,
  }),
);

const log = makeStepLog('plan-export');
const ports = { configuration, ...makeRecordingStorage(makeS3Client()), now: () => new Date() };

/** Entry point of the Lambda. */
export const handler = log.handle(async (event) => {
  const output = await planExport(planExportInputSchema.parse(event), ports);
  const { export: target, plan, brake } = output;
  log.info('Planned.', { export: target.name, ...plan, brake: brake.action });
  return output;
});
