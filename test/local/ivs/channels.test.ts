import {
  BatchGetChannelCommand,
  CreateChannelCommand,
  CreateRecordingConfigurationCommand,
  GetChannelCommand,
  ListChannelsCommand,
  ListTagsForResourceCommand,
  paginateListChannels,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateChannelCommand,
} from '@aws-sdk/client-ivs';
import { afterEach, expect, test } from '@jest/globals';
import { AccessDeniedException, InternalServerException } from '../../../local/ivs/request-errors.ts';
import { channelArn, configurationArn, startTestIvs, type TestIvs } from './an-ivs.ts';

let ivs: TestIvs;
afterEach(() => ivs.stop());

const arn = channelArn('Show');
const configuration = {
  arn: configurationArn('Config1'),
  destinationConfiguration: { s3: { bucketName: 'my-recordings' } },
};
const update = (settings: object, of = arn) => ivs.client.send(new UpdateChannelCommand({ arn: of, ...settings }));
const get = async (of = arn) => (await ivs.client.send(new GetChannelCommand({ arn: of }))).channel!;

test('a channel that was seeded is there whole, with the tags that it has', async () => {
  ivs = await startTestIvs({ channels: [{ arn, name: 'show', tags: { 'recordings:exports': 'archive' } }] });

  expect(await get()).toMatchObject({
    arn,
    name: 'show',
    type: 'STANDARD',
    latencyMode: 'LOW',
    recordingConfigurationArn: '',
    tags: { 'recordings:exports': 'archive' },
  });
});

test('a channel is created and updated; what an update leaves out stays', async () => {
  ivs = await startTestIvs({ recordingConfigurations: [configuration] });
  const { channel } = await ivs.client.send(new CreateChannelCommand({ name: 'new', type: 'BASIC' }));

  await update({ recordingConfigurationArn: configuration.arn }, channel!.arn);
  const recorded = await get(channel!.arn);
  await update({ recordingConfigurationArn: '' }, channel!.arn);

  expect(recorded).toMatchObject({ name: 'new', type: 'BASIC', recordingConfigurationArn: configuration.arn });
  expect(await get(channel!.arn)).toMatchObject({ name: 'new', type: 'BASIC', recordingConfigurationArn: '' });
});

test('a channel takes no configuration that is not there or not active yet', async () => {
  ivs = await startTestIvs({ channels: [{ arn }] });
  const { recordingConfiguration: fresh } = await ivs.client.send(
    new CreateRecordingConfigurationCommand({ destinationConfiguration: configuration.destinationConfiguration }),
  );

  const missing = update({ recordingConfigurationArn: configurationArn('None') });
  await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await expect(update({ recordingConfigurationArn: fresh!.arn })).rejects.toMatchObject({ name: 'ConflictException' });
});

test('a live channel is not updated', async () => {
  ivs = await startTestIvs({ channels: [{ arn, isLive: true }] });

  await expect(update({ name: 'other' })).rejects.toMatchObject({ name: 'ConflictException' });
});

test('an unknown channel is not found, and what is no ARN is invalid', async () => {
  ivs = await startTestIvs();

  await expect(get()).rejects.toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } });
  await expect(get('show')).rejects.toMatchObject({ name: 'ValidationException' });
});

test('channels come in pages, and filtered by name or configuration', async () => {
  const channels = Array.from({ length: 230 }, (_, index) => ({
    arn: channelArn(`C${index}`),
    name: index % 2 === 0 ? 'even' : `odd-${index}`,
    recordingConfigurationArn: index < 3 ? configuration.arn : '',
  }));
  ivs = await startTestIvs({ channels, recordingConfigurations: [configuration] });

  const counts: (number | undefined)[] = [];
  for await (const page of paginateListChannels({ client: ivs.client }, {})) counts.push(page.channels?.length);
  const named = await ivs.client.send(new ListChannelsCommand({ filterByName: 'odd-7' }));
  const using = await ivs.client.send(
    new ListChannelsCommand({ filterByRecordingConfigurationArn: configuration.arn }),
  );

  expect(counts).toEqual([100, 100, 30]);
  expect(named.channels?.map((channel) => channel.arn)).toEqual([channelArn('C7')]);
  expect(using.channels).toHaveLength(3);
});

test('both filters at once are refused', async () => {
  ivs = await startTestIvs();

  const list = ivs.client.send(
    new ListChannelsCommand({ filterByName: 'a', filterByRecordingConfigurationArn: configuration.arn }),
  );

  await expect(list).rejects.toMatchObject({ name: 'ConflictException' });
});

test('several channels are got at once, with an error for each that is not there', async () => {
  ivs = await startTestIvs({ channels: [{ arn, name: 'show' }] });

  const { channels, errors } = await ivs.client.send(new BatchGetChannelCommand({ arns: [arn, channelArn('None')] }));

  expect(channels?.map(({ name }) => name)).toEqual(['show']);
  expect(errors).toMatchObject([{ arn: channelArn('None'), code: 'ResourceNotFoundException' }]);
});

test('tags are added, listed and taken away', async () => {
  ivs = await startTestIvs({ channels: [{ arn, tags: { kept: 'yes', gone: 'soon' } }] });

  await ivs.client.send(new TagResourceCommand({ resourceArn: arn, tags: { 'a key': 'ü/&' } }));
  await ivs.client.send(new UntagResourceCommand({ resourceArn: arn, tagKeys: ['gone', 'other'] }));
  const { tags } = await ivs.client.send(new ListTagsForResourceCommand({ resourceArn: arn }));

  expect(tags).toEqual({ kept: 'yes', 'a key': 'ü/&' });
});

test('reserved tags, and tags of what is not there, are refused', async () => {
  ivs = await startTestIvs({ channels: [{ arn }] });
  const tag = () => ivs.client.send(new TagResourceCommand({ resourceArn: arn, tags: { 'aws:x': 'y' } }));
  const list = () => ivs.client.send(new ListTagsForResourceCommand({ resourceArn: channelArn('None') }));

  await expect(tag()).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(list()).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('calls beyond the quota of a second are throttled, if the server is told to', async () => {
  ivs = await startTestIvs({ channels: [{ arn }], isThrottling: true });

  for (let count = 0; count < 5; count++) await get();
  await expect(get()).rejects.toMatchObject({ name: 'ThrottlingException', $metadata: { httpStatusCode: 429 } });
  ivs.pass(1000);

  expect(await get()).toMatchObject({ arn });
});

test('a call can be refused from outside, as IVS would', async () => {
  ivs = await startTestIvs({
    channels: [{ arn }],
    onCall: ({ operation }) => {
      if (operation === 'GetChannel') throw new AccessDeniedException('Not authorized to perform: ivs:GetChannel');
      if (operation === 'ListChannels') throw new InternalServerException('Try again.');
    },
  });

  await expect(get()).rejects.toMatchObject({ name: 'AccessDeniedException', $metadata: { httpStatusCode: 403 } });
  await expect(ivs.client.send(new ListChannelsCommand({}))).rejects.toMatchObject({ name: 'InternalServerException' });
  expect(ivs.calls).toEqual(['GetChannel', 'ListChannels']);
});

test('an operation that is not there is refused by name', async () => {
  ivs = await startTestIvs();

  const response = await fetch(`${ivs.server.url}/CreateStreamKey`, { method: 'POST', body: '{}' });

  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
  expect(await response.json()).toEqual({ exceptionMessage: expect.stringContaining('POST /CreateStreamKey') });
});
