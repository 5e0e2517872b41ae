/** The reference: the same validation, but folders are listed with the SDK's own paginator and reader. */
import { paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { makeIvsClient, makeReadChannel } from '../lambdas/shared/adapters/channel-reader.ts';
import { environmentSchema, readEnvironment } from '../lambdas/shared/adapters/environment.ts';
import { makeWritePlaylist } from '../lambdas/shared/adapters/playlist-storage.ts';
import { makeRecordingStorage } from '../lambdas/shared/adapters/recording-storage.ts';
import { makeS3Client } from '../lambdas/shared/adapters/s3-client.ts';
import type { ListFolder } from '../lambdas/shared/recording/storage-ports.ts';
import { type ValidateRecordingOutput, validateRecordingInputSchema } from '../lambdas/validate-recording/schema.ts';
import { validateRecording } from '../lambdas/validate-recording/validate-recording.ts';

const configuration = readEnvironment(
  process.env,
  z.pick(environmentSchema, {
    recordingsBuckets: true,
    channelArns: true,
    playbackPolicy: true,
    playbackBaseUrl: true,
    catalogExpireAfterDays: true,
    exportsBucket: true,
    exportProfiles: true,
    defaultExports: true,
  }),
);

const listWithSdk =
  (client: S3Client): ListFolder =>
  async ({ bucket, prefix }) => {
    const sizes = new Map<string, number>();
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key = '', Size = 0 } of Contents) sizes.set(Key.slice(prefix.length), Size);
    }
    return { sizes, archived: undefined };
  };

const client = makeS3Client();
const storage = {
  ...makeRecordingStorage(client),
  listFolder: listWithSdk(client),
  writePlaylist: makeWritePlaylist(client),
  readChannel: makeReadChannel(makeIvsClient(), () => new Date()),
  log: () => undefined,
  putMetrics: () => undefined,
};

/** Entry point, as of a Lambda. */
export const handler = (event: unknown): Promise<ValidateRecordingOutput> =>
  validateRecording(validateRecordingInputSchema.parse(event), { configuration, ...storage, now: () => new Date() });
