/** Shell of ValidateRecording. */
import * as z from 'zod/mini';
import { makeIvsClient, makeReadChannel } from '../shared/adapters/channel-reader.ts';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeWritePlaylist } from '../shared/adapters/playlist-storage.ts';
import { makeRecordingStorage } from '../shared/adapters/recording-storage.ts';
import { makeS3Client } from '../shared/adapters/s3-client.ts';
import { type ValidateRecordingOutput, validateRecordingInputSchema } from './schema.ts';
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
  }),
);

const client = makeS3Client();
const now = () => new Date();
const ports: ValidateRecordingPorts = {
  configuration,
  ...makeRecordingStorage(client),
  writePlaylist: makeWritePlaylist(client),
  readChannel: makeReadChannel(makeIvsClient(), now),
  now,
  log: (message, details) => console.warn(message, details),
};

/** Entry point of the Lambda. */
export const handler = (event: unknown): Promise<ValidateRecordingOutput> =>
  validateRecording(validateRecordingInputSchema.parse(event), ports);
