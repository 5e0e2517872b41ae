/** The IVS of the local system: what the template deploys of it, and the channels that recordings come from. */
import { type IvsServer, startIvsServer } from '../ivs/server.ts';
import {
  localChannelName,
  type RecordingFolder,
  readRecordingFolder,
  sampleDirectory,
} from '../run/recording-folder.ts';
import type { SystemModel } from '../template/system-model.ts';
import { localEnvironment } from './local-system-model.ts';

/** Starts it; it knows the sample's channel, and the buckets of S3. */
export async function startLocalIvs(
  { recordingConfigurations, channels }: Pick<SystemModel, 'recordingConfigurations' | 'channels'>,
  s3Url: string,
): Promise<IvsServer> {
  const { accountId, region } = localEnvironment;
  const ivs = await startIvsServer({
    accountId,
    region,
    recordingConfigurations,
    channels,
    regionOfBucket: async (bucketName) => {
      const { ok } = await fetch(`${s3Url}/${bucketName}`, { method: 'HEAD' });
      return ok ? region : undefined;
    },
  });
  addChannelOf(readRecordingFolder(sampleDirectory), ivs);
  return ivs;
}

/** Makes the channel that a recording comes from, unless it is there. It records as the deployment's channels do. */
export function addChannelOf({ channelArn }: Pick<RecordingFolder, 'channelArn'>, { resources }: IvsServer): void {
  if (resources.channels.some(({ arn }) => arn === channelArn)) return;
  const recordingConfigurationArn = resources.configurations[0]?.arn ?? '';
  resources.addChannel({ arn: channelArn, name: localChannelName, recordingConfigurationArn });
}
