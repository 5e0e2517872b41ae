import '../../fixtures/one-realm.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CreateRecordingConfigurationCommand, GetChannelCommand, IvsClient } from '@aws-sdk/client-ivs';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { IvsServer } from '../../../local/ivs/server.ts';
import { type S3Server, startS3Server } from '../../../local/s3/server.ts';
import { addChannelOf, startLocalIvs } from '../../../local/system/local-ivs.ts';
import { channelArn, configurationArn } from './an-ivs.ts';

let directory: string;
let s3: S3Server;
let ivs: IvsServer;
let client: IvsClient;

beforeEach(async () => {
  directory = mkdtempSync(path.join(tmpdir(), 'local-ivs-'));
  s3 = await startS3Server({ directory });
  await s3.createBucket('my-recordings');
  const destinationConfiguration = { s3: { bucketName: 'my-recordings' } };
  ivs = await startLocalIvs(
    {
      recordingConfigurations: [{ arn: configurationArn('Deployed'), name: 'deployed', destinationConfiguration }],
      channels: [{ arn: channelArn('Deployed'), name: 'lobby' }],
    },
    s3.url,
  );
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new IvsClient({ endpoint: ivs.url, region: 'us-west-2', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await ivs.stop();
  await s3.stop();
  rmSync(directory, { recursive: true });
});

const get = async (arn: string) => (await client.send(new GetChannelCommand({ arn }))).channel;

test('what the template deploys is there, and the sample’s channel, which records', async () => {
  expect(await get(channelArn('Deployed'))).toMatchObject({ name: 'lobby' });
  expect(await get('arn:aws:ivs:us-west-2:123456789012:channel/Qm4TzL9cWx2d')).toMatchObject({
    name: 'Local channel',
    recordingConfigurationArn: configurationArn('Deployed'),
  });
});

test('the channel of another recording is made once, and one that is there is left alone', async () => {
  for (const channel of [channelArn('Mine'), channelArn('Mine'), channelArn('Deployed')])
    addChannelOf({ channelArn: channel }, ivs);

  expect(await get(channelArn('Mine'))).toMatchObject({ name: 'Local channel' });
  expect(await get(channelArn('Deployed'))).toMatchObject({ name: 'lobby' });
  expect(ivs.resources.channels).toHaveLength(3);
});

test('a recording configuration needs a bucket that S3 has', async () => {
  const create = (bucketName: string) =>
    client.send(new CreateRecordingConfigurationCommand({ destinationConfiguration: { s3: { bucketName } } }));

  await expect(create('nowhere')).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await create('my-recordings')).toMatchObject({ recordingConfiguration: { state: 'CREATING' } });
});
