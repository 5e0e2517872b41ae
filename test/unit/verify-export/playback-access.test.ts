import { expect, test } from '@jest/globals';
import { catalogExportSchema } from '../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import type { PlaybackPolicy } from '../../../lambdas/shared/contract/playback-access.ts';
import type { ChannelReading } from '../../../lambdas/shared/recording/channel-port.ts';
import { verifyExportInputSchema } from '../../../lambdas/verify-export/schema.ts';
import { verifyExport } from '../../../lambdas/verify-export/verify-export.ts';
import { channelArn, channelId, recordingId } from '../../fixtures/make-recording.ts';
import { plainAttributes } from '../../fixtures/plain-attributes.ts';
import { configuration, execution } from '../../fixtures/step-ports.ts';
import { FakeObject } from '../media/mp4/fake-object.ts';
import { aacTrak, ftyp, mdat, moov, trak } from '../media/mp4/mp4-builder.ts';

const location = { bucket: 'my-exports', key: `${channelId}/${recordingId}/archive.mp4` };
const planned = {
  recording: {
    ...{ channelId, channelArn, recordingId, bucket: 'my-recordings', startedAt: '2026-06-23T20:12:34Z' },
    prefix: `ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}`,
  },
  export: { name: 'archive', format: 'mp4', rendition: '720p30', ...location },
  plan: {
    ...{ engine: 'mediaconvert', engineReason: 'copied', video: 'copy', audio: 'copy' },
    ...{ isAccelerated: false, retries: 0, pauseSeconds: 0, expectedDurationMs: 10_000, durationToleranceMs: 5000 },
  },
  metadata: {},
};
const privateChannel: ChannelReading = { state: 'read', name: undefined, tags: {}, isPrivate: true };

function verify(
  readChannel: (arn: string) => Promise<ChannelReading>,
  policy: Partial<PlaybackPolicy> = {},
  recording: object = planned.recording,
) {
  const object = new FakeObject([
    ...ftyp('isom'),
    ...moov(trak({ timescale: 1000, ticks: 10_000n }), aacTrak({ timescale: 1000, ticks: 10_000n })),
    ...mdat(1000),
  ]);
  return verifyExport(verifyExportInputSchema.parse({ planned: { ...planned, recording }, execution }), {
    configuration: {
      playbackBaseUrl: 'https://video.example.com',
      playbackPolicy: { ...configuration.playbackPolicy, ...policy },
      catalogExpireAfterDays: null,
    },
    readChannel,
    findExport: async (place) => ({ ...place, etag: '"1"', sizeBytes: object.sizeBytes }),
    readExportRange: (_, offset, length) => object.readRange(offset, length),
    putMetrics: () => undefined,
    now: () => new Date('2026-06-23T21:00:00Z'),
  });
}

test('an export of a private channel is announced by where it lies, and has a URL neither there nor in the catalog', async () => {
  const { announcement, catalog } = await verify(async () => privateChannel);

  expect(notificationSchema.parse(announcement.message)).toMatchObject({
    id: 'AbCdef1G2hij/j8Z9O91ndcVs/recording.export.withheld/archive',
    type: 'recording.export.withheld',
    export: { access: 'withheld', ...location },
  });
  const item = { ...plainAttributes({ ...catalog.key, ...catalog.values }), type: 'export', status: 'ready' };
  const written = { ...item, asOf: '2026-06-23T21:00:01Z' };
  expect(catalogExportSchema.parse(written)).toEqual(written);
  expect(written).toMatchObject({ access: 'withheld', export: location });
  expect(JSON.stringify([announcement, written])).not.toContain('video.example.com');
});

test('where signatures are demanded its URL is announced, and IVS is not asked', async () => {
  const { announcement, catalog } = await verify(() => Promise.reject(new Error('asked')), { isSigned: true });

  expect(announcement.message).toMatchObject({
    type: 'recording.export.ready',
    export: { access: 'signed', url: expect.stringContaining('/archive.mp4?v=1') },
  });
  expect(catalog.values.access).toEqual({ S: 'signed' });
});

test('of a channel that is asked for by its ARN', async () => {
  const asked: string[] = [];

  await verify(async (arn) => {
    asked.push(arn);
    return privateChannel;
  });

  expect(asked).toEqual([channelArn]);
});

test.each([
  ['IVS does not tell', planned.recording, 'ThrottlingException: slow down'],
  ['nobody knows the channel', { ...planned.recording, channelArn: undefined }, 'it was not asked'],
])('where %s nothing is announced', async (_, recording, reason) => {
  const unreadable = async () => ({ state: 'unreadable', reason: 'ThrottlingException: slow down' }) as const;

  await expect(verify(unreadable, {}, recording)).rejects.toMatchObject({
    name: 'ChannelUnreadableError',
    message: expect.stringContaining(reason),
  });
});
