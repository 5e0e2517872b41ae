/** Shell of ValidateRecording. */
import * as z from 'zod/mini';
import { makeIvsClient, makeReadChannel } from '../shared/adapters/channel-reader.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeWritePlaylist } from '../shared/adapters/playlist-storage.ts';
import { makeRecordingStorage } from '../shared/adapters/recording-storage.ts';
import { makeS3Client } from '../shared/adapters/s3-client.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { validateRecordingInputSchema } from './schema.ts';
import { type ValidateRecordingPorts, validateRecording } from './validate-recording.ts';

const configuration = readEnvironment(
  process.env,
  z.pick(environmentSchema, {
    recordingsBuckets: true,
    channelArns: true,
    playbackBaseUrl: true,
    playbackPolicy: true,
    exportsBucket: true,
    exportProfiles: true,
    defaultExports: true,
    catalogExpireAfterDays: true,
  }),
);

const client = makeS3Client();
const log = makeStepLog('validate-recording');
const now = () => new Date();
const ports: ValidateRecordingPorts = {
  configuration,
  ...makeRecordingStorage(client),
  writePlaylist: makeWritePlaylist(client),
  readChannel: makeReadChannel(makeIvsClient(), now),
  now,
  log: log.warn,
  putMetrics: log.putMetrics,
};

/** Entry point of the Lambda. */
export const handler = log.handle(async (event) => {
  const output = await validateRecording(validateRecordingInputSchema.parse(event), ports);
  const { outcome, exports, exportChoice } = output;
  log.info('Judged.', { outcome, exports: exports.map(({ executionName }) => executionName), exportChoice });
  return output;
});
