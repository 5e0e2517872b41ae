import {
  CreateRecordingConfigurationCommand,
  DeleteRecordingConfigurationCommand,
  GetRecordingConfigurationCommand,
  ListRecordingConfigurationsCommand,
  paginateListRecordingConfigurations,
} from '@aws-sdk/client-ivs';
import { afterEach, expect, test } from '@jest/globals';
import { channelArn, configurationArn, startTestIvs, type TestIvs } from './an-ivs.ts';

let ivs: TestIvs;
afterEach(() => ivs.stop());

const destinationConfiguration = { s3: { bucketName: 'my-recordings' } };
const create = async (more: object = {}) => {
  const { recordingConfiguration } = await ivs.client.send(
    new CreateRecordingConfigurationCommand({ name: 'main', destinationConfiguration, ...more }),
  );
  return recordingConfiguration!;
};
const get = async (arn: string) =>
  (await ivs.client.send(new GetRecordingConfigurationCommand({ arn }))).recordingConfiguration!;
const remove = (arn: string) => ivs.client.send(new DeleteRecordingConfigurationCommand({ arn }));

test('a configuration is CREATING for a while, then ACTIVE, with the defaults that IVS states', async () => {
  ivs = await startTestIvs({ activationMs: 3000 });

  const created = await create();
  const states = [(await get(created.arn!)).state];
  ivs.pass(2999);
  states.push((await get(created.arn!)).state);
  ivs.pass(1);

  expect(states).toEqual(['CREATING', 'CREATING']);
  expect(created.arn).toMatch(/^arn:aws:ivs:us-west-2:123456789012:recording-configuration\/[A-Za-z0-9]{12}$/);
  expect(await get(created.arn!)).toEqual({
    arn: created.arn,
    name: 'main',
    state: 'ACTIVE',
    destinationConfiguration,
    recordingReconnectWindowSeconds: 0,
    thumbnailConfiguration: { recordingMode: 'INTERVAL', targetIntervalSeconds: 60 },
    renditionConfiguration: { renditionSelection: 'ALL', renditions: [] },
    tags: {},
  });
});

test('a configuration keeps the settings that it is given', async () => {
  ivs = await startTestIvs();
  const settings = {
    recordingReconnectWindowSeconds: 300,
    thumbnailConfiguration: {
      recordingMode: 'INTERVAL' as const,
      targetIntervalSeconds: 10,
      resolution: 'HD' as const,
      storage: ['LATEST' as const],
    },
    renditionConfiguration: { renditionSelection: 'CUSTOM' as const, renditions: ['HD' as const, 'SD' as const] },
    tags: { team: 'video' },
  };

  const { arn } = await create(settings);

  expect(await get(arn!)).toMatchObject(settings);
});

test.each([
  ['a window of more than 300 s', { recordingReconnectWindowSeconds: 301 }, 'recordingReconnectWindowSeconds'],
  ['a name with a space', { name: 'my config' }, 'name'],
  ['thumbnails every 61 s', { thumbnailConfiguration: { targetIntervalSeconds: 61 } }, 'targetIntervalSeconds'],
  [
    'an interval without thumbnails',
    { thumbnailConfiguration: { recordingMode: 'DISABLED', targetIntervalSeconds: 5 } },
    'INTERVAL only',
  ],
  [
    'custom renditions without one',
    { renditionConfiguration: { renditionSelection: 'CUSTOM' } },
    'CUSTOM needs renditions',
  ],
  ['a bucket that is not there', { destinationConfiguration: { s3: { bucketName: 'elsewhere' } } }, 'does not exist'],
  [
    'a bucket of another Region',
    { destinationConfiguration: { s3: { bucketName: 'far-away' } } },
    'is in eu-west-1, not in us-west-2',
  ],
])('%s is refused', async (_what, settings, told) => {
  const regions: Record<string, string> = { 'my-recordings': 'us-west-2', 'far-away': 'eu-west-1' };
  ivs = await startTestIvs({ regionOfBucket: async (name) => regions[name] });

  await expect(create(settings)).rejects.toMatchObject({
    name: 'ValidationException',
    $metadata: { httpStatusCode: 400 },
    exceptionMessage: expect.stringContaining(told),
  });
});

test('in us-east-1 a bucket of another Region is noticed only later', async () => {
  ivs = await startTestIvs({ region: 'us-east-1', regionOfBucket: async () => 'eu-west-1', activationMs: 10 });

  const { arn, state } = await create();
  ivs.pass(10);

  expect([state, (await get(arn!)).state]).toEqual(['CREATING', 'CREATE_FAILED']);
});

test('lists come in pages, without settings', async () => {
  ivs = await startTestIvs();
  for (const name of ['a', 'b', 'c', 'd', 'e']) await create({ name });

  const pages: unknown[] = [];
  for await (const page of paginateListRecordingConfigurations({ client: ivs.client, pageSize: 2 }, {}))
    pages.push(page.recordingConfigurations?.map(({ name }) => name));
  const first = await ivs.client.send(new ListRecordingConfigurationsCommand({ maxResults: 1 }));

  expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
  expect(Object.keys(first.recordingConfigurations?.[0] ?? {}).sort()).toEqual([
    'arn',
    'destinationConfiguration',
    'name',
    'state',
    'tags',
  ]);
});

test('a token that no list gave is refused', async () => {
  ivs = await startTestIvs();

  const list = ivs.client.send(new ListRecordingConfigurationsCommand({ nextToken: 'nonsense' }));

  await expect(list).rejects.toMatchObject({ name: 'ValidationException' });
});

test('a configuration that a channel uses is not deleted', async () => {
  ivs = await startTestIvs({
    recordingConfigurations: [{ arn: configurationArn('Config1'), destinationConfiguration }],
    channels: [{ arn: channelArn('Used'), recordingConfigurationArn: configurationArn('Config1') }],
  });

  await expect(remove(configurationArn('Config1'))).rejects.toMatchObject({
    name: 'ConflictException',
    $metadata: { httpStatusCode: 409 },
  });
  ivs.server.resources.channel(channelArn('Used')).recordingConfigurationArn = '';
  await remove(configurationArn('Config1'));

  await expect(get(configurationArn('Config1'))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('there are 20 configurations at most', async () => {
  ivs = await startTestIvs();
  for (let count = 0; count < 20; count++) await create();

  await expect(create()).rejects.toMatchObject({ name: 'ServiceQuotaExceededException' });
});
