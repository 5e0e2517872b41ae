import { afterEach, expect, test } from '@jest/globals';
import { makeIvsClient, makeReadChannel } from '../../../../lambdas/shared/adapters/channel-reader.ts';
import { AccessDeniedException, ThrottlingException } from '../../../../local/ivs/request-errors.ts';
import { channelArn, startTestIvs, type TestIvs } from '../../../local/ivs/an-ivs.ts';

const arn = channelArn('AbCdef1G2hij');
const channels = [{ arn, name: 'Morning show', tags: { 'recordings:exports': 'archive' } }];
let ivs: TestIvs;
let now = new Date('2026-06-24T00:00:00Z');

async function start(options: Parameters<typeof startTestIvs>[0] = {}) {
  ivs = await startTestIvs({ channels, ...options });
  return makeReadChannel(ivs.client, () => now);
}

afterEach(() => ivs.stop());

test('a channel is read with its name and its tags', async () => {
  const readChannel = await start();

  expect(await readChannel(arn)).toEqual({
    state: 'read',
    name: 'Morning show',
    tags: { 'recordings:exports': 'archive' },
    isPrivate: false,
  });
});

test('a channel without a name has none, not an empty one', async () => {
  const readChannel = await start({ channels: [{ arn }] });

  expect(await readChannel(arn)).toEqual({ state: 'read', name: undefined, tags: {}, isPrivate: false });
});

test('a channel whose live stream takes a token is private', async () => {
  const readChannel = await start({ channels: [{ arn, authorized: true }] });

  expect(await readChannel(arn)).toMatchObject({ state: 'read', isPrivate: true });
});

test('what was read is kept for five minutes, for each channel by itself', async () => {
  const other = channelArn('Other1G2hij0');
  const readChannel = await start({ channels: [...channels, { arn: other, name: 'Other' }] });
  const tagsOf = async (channel: string) => {
    const reading = await readChannel(channel);
    return reading.state === 'read' ? reading.tags : undefined;
  };

  await readChannel(arn);
  ivs.server.resources.channel(arn).tags = {};
  now = new Date(now.getTime() + 299_999);
  const kept = await tagsOf(arn);
  const ofOther = await readChannel(other);
  now = new Date(now.getTime() + 1);
  const readAnew = await tagsOf(arn);

  expect(kept).toEqual({ 'recordings:exports': 'archive' });
  expect(ofOther).toMatchObject({ name: 'Other' });
  expect(readAnew).toEqual({});
  expect(ivs.calls).toHaveLength(3);
});

test.each([
  [new AccessDeniedException('not you'), 'denied', 'AccessDeniedException: not you'],
  [new ThrottlingException('slow down'), 'unreadable', 'ThrottlingException: slow down'],
] as const)('%s makes the channel %s, for that time only', async (error, state, reason) => {
  let isBroken = true;
  const onCall = () => {
    if (isBroken) throw error;
  };
  const readChannel = await start({ onCall });

  const broken = await readChannel(arn);
  isBroken = false;
  const mended = await readChannel(arn);

  expect(broken).toEqual({ state, reason });
  expect(mended).toMatchObject({ state: 'read' });
});

test('a channel that was deleted is told apart from one that cannot be read', async () => {
  const readChannel = await start({ channels: [] });

  expect(await readChannel(arn)).toEqual({
    state: 'deleted',
    reason: expect.stringMatching(/^ResourceNotFoundException: /),
  });
});

test('a channel of an IVS that does not answer is unreadable', async () => {
  await start();
  const { url } = ivs.server;
  await ivs.server.stop();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = makeIvsClient({ endpoint: url, region: 'us-west-2', credentials, maxAttempts: 1 });

  expect(await makeReadChannel(client, () => now)(arn)).toMatchObject({
    state: 'unreadable',
    reason: expect.stringContaining('ECONNREFUSED'),
  });
  client.destroy();
});
