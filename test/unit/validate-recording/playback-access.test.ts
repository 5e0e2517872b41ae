import { describe, expect, test } from '@jest/globals';
import { catalogRecordingSchema } from '../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import type { PlaybackPolicy } from '../../../lambdas/shared/contract/playback-access.ts';
import type { ChannelReading } from '../../../lambdas/shared/recording/channel-port.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { makeRecording } from '../../fixtures/make-recording.ts';
import { plainAttributes } from '../../fixtures/plain-attributes.ts';
import { configuration, execution, makePorts } from '../../fixtures/step-ports.ts';

const publicChannel: ChannelReading = { state: 'read', name: undefined, tags: {}, isPrivate: false };
const privateChannel: ChannelReading = { ...publicChannel, isPrivate: true };
const deleted: ChannelReading = { state: 'deleted', reason: 'ResourceNotFoundException: gone' };
const unreadable: ChannelReading = { state: 'unreadable', reason: 'ThrottlingException: slow down' };

function validate(channel: ChannelReading, policy: Partial<PlaybackPolicy> = {}, recording = makeRecording()) {
  const playbackPolicy = { ...configuration.playbackPolicy, ...policy };
  const ports = makePorts(recording, { playbackPolicy, readChannel: () => Promise.resolve(channel) });
  return validateRecording({ input: { recording: recording.reference }, execution }, ports);
}

const outcomeOf = async (...given: Parameters<typeof validate>) => {
  const { catalog, announcement } = await validate(...given);
  return [catalog.values.access, announcement.message.type];
};

test.each<[string, ChannelReading, Partial<PlaybackPolicy>, string]>([
  ['of a public channel', publicChannel, {}, 'public'],
  ['of a private channel', privateChannel, {}, 'withheld'],
  ['of a private channel that may be published', privateChannel, { privateChannels: 'publish' }, 'public'],
  ['of a private channel behind signatures', privateChannel, { isSigned: true }, 'signed'],
  ['of a public channel behind signatures', publicChannel, { isSigned: true }, 'signed'],
  ['of a deleted channel', deleted, {}, 'withheld'],
  ['of a deleted channel that may be published', deleted, { deletedChannels: 'publish' }, 'public'],
  ['of a deleted channel behind signatures', deleted, { isSigned: true }, 'signed'],
  ['of an unreadable channel where it makes no difference', unreadable, { privateChannels: 'publish' }, 'public'],
  ['of an unreadable channel behind signatures', unreadable, { isSigned: true }, 'signed'],
])('a recording %s', async (_, channel, policy, access) => {
  const type = access === 'withheld' ? 'recording.playback.withheld' : 'recording.playback.ready';

  expect(await outcomeOf(channel, policy)).toEqual([{ S: access }, type]);
});

describe('what is withheld', () => {
  test('is announced truthfully and without a URL, under an id of its own', async () => {
    const { announcement } = await validate(privateChannel);

    expect(announcement.subject).toBe('Recording ready, URL withheld: AbCdef1G2hij');
    expect(notificationSchema.parse(announcement.message)).toMatchObject({
      id: 'AbCdef1G2hij/j8Z9O91ndcVs/recording.playback.withheld',
      type: 'recording.playback.withheld',
      recording: { completeness: 'complete' },
      playback: { access: 'withheld', renditions: expect.arrayContaining([expect.objectContaining({ width: 1280 })]) },
    });
    expect(JSON.stringify(announcement)).not.toContain('video.example.com');
  });

  test('is in the catalog without a URL, as a playable recording that fits the contract', async () => {
    const { outcome, catalog } = await validate(privateChannel);

    const item = plainAttributes({ ...catalog.key, ...catalog.values });
    const written = { ...item, type: 'recording', status: 'playable', asOf: '2026-06-23T21:00:01Z' };
    expect(outcome).toBe('playable');
    expect(catalogRecordingSchema.parse(written)).toEqual(written);
    expect(JSON.stringify(item)).not.toContain('video.example.com');
  });

  test('is exported as any other', async () => {
    const { areExportsWanted, exports } = await validate(privateChannel);

    expect([areExportsWanted, exports.length]).toEqual([true, 1]);
  });
});

test('what is announced with its URL says whether it needs signing, and its thumbnail with it', async () => {
  const { announcement, catalog } = await validate(privateChannel, { isSigned: true });

  expect(notificationSchema.parse(announcement.message)).toMatchObject({
    type: 'recording.playback.ready',
    playback: { access: 'signed', url: expect.stringContaining('/master.m3u8'), thumbnailUrl: expect.any(String) },
  });
  expect(plainAttributes({ ...catalog.values }).playback).not.toHaveProperty('access');
});

test('an IVS that does not tell stops the step by a transient error, instead of a leak or a recording withheld for good', async () => {
  await expect(validate(unreadable)).rejects.toMatchObject({
    name: 'ChannelUnreadableError',
    message: expect.stringMatching(/AbCdef1G2hij is private.*\(ThrottlingException: slow down\).*redrive/),
  });
});

test('an IVS that may not be asked stops the step for good, until somebody gives the permission', async () => {
  await expect(validate({ state: 'denied', reason: 'AccessDeniedException: not you' })).rejects.toMatchObject({
    name: 'ChannelAccessDeniedError',
    message: expect.stringContaining('ivs:GetChannel'),
  });
});

test('an empty recording does not wait for IVS', async () => {
  const empty = makeRecording({ segmentCount: 0, thumbnailCount: 0 });

  await expect(outcomeOf(unreadable, {}, empty)).resolves.toEqual([undefined, 'recording.empty']);
});
