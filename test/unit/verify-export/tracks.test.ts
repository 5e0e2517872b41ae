/** Whether a file holds what was ordered, and what of that is told. */
import { describe, expect, test } from '@jest/globals';
import { catalogExportSchema } from '../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import type { PlannedExport, RemuxSummary } from '../../../lambdas/shared/recording/planned-export.ts';
import { verifyExportInputSchema } from '../../../lambdas/verify-export/schema.ts';
import { verifyExport } from '../../../lambdas/verify-export/verify-export.ts';
import { channelId, recordingId } from '../../fixtures/make-recording.ts';
import { plainAttributes } from '../../fixtures/plain-attributes.ts';
import { execution } from '../../fixtures/step-ports.ts';
import { FakeObject } from '../media/mp4/fake-object.ts';
import { aacTrak, avcC, ftyp, mdat, moov, type Pieces, trak, visualEntry } from '../media/mp4/mp4-builder.ts';

interface Order {
  readonly target?: Partial<PlannedExport['export']>;
  readonly plan?: Partial<PlannedExport['plan']>;
  readonly remuxed?: Partial<RemuxSummary>;
}

const prefix = `ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}`;

function verify(pieces: Pieces, { target, plan, remuxed }: Order) {
  const object = new FakeObject(pieces);
  const { format = 'mp4', name = 'archive' } = target ?? {};
  const key = `${channelId}/${recordingId}/${name}.${format}`;
  const summary = { sizeBytes: object.sizeBytes, durationMs: 10_000, ...counted, ...remuxed };
  const planned = {
    recording: { channelId, recordingId, bucket: 'my-recordings', prefix, startedAt: '2026-06-23T20:12:34Z' },
    export: { name, format, rendition: '720p30', bucket: 'my-exports', key, ...target },
    plan: { ...convert, ...plan },
    metadata: {},
    ...(remuxed === undefined ? {} : { remuxed: summary }),
  };
  return verifyExport(verifyExportInputSchema.parse({ planned, execution }), {
    configuration: {
      playbackBaseUrl: 'https://video.example.com',
      playbackPolicy: { isSigned: true, privateChannels: 'withhold', deletedChannels: 'withhold' },
      catalogExpireAfterDays: null,
    },
    readChannel: () => Promise.reject(new Error('asked')),
    findExport: async (place) => ({ ...place, etag: '"1"', sizeBytes: object.sizeBytes }),
    readExportRange: (_, offset, length) => object.readRange(offset, length),
    putMetrics: () => undefined,
    now: () => new Date('2026-06-23T21:00:00Z'),
  });
}

const convert: PlannedExport['plan'] = {
  engine: 'mediaconvert',
  engineReason: 'wanted',
  video: 'copy',
  audio: 'copy',
  isAccelerated: false,
  retries: 0,
  pauseSeconds: 0,
  expectedDurationMs: 10_000,
  durationToleranceMs: 1000,
};
const counted = {
  videoFrames: 300,
  audioFrames: 469,
  silentFramesInserted: 0,
  parts: 1,
  trimmedMs: 0,
  warnings: [],
};

const time = { timescale: 1000, ticks: 10_000n };
const file = (...tracks: Pieces[]): Pieces => [...ftyp('isom'), ...moov(...tracks), ...mdat(1000)];
const picture = (width = 1280, height = 720) => trak({ ...time, entry: visualEntry('avc1', width, height, avcC()) });
const sound = () => aacTrak(time);

const exportOf = async (pieces: Pieces, order: Order) => {
  const { announcement, catalog } = await verify(pieces, order);
  const message = notificationSchema.parse(announcement.message);
  const item = plainAttributes({ ...catalog.key, ...catalog.values });
  const written = { ...item, type: 'export', status: 'ready', asOf: '2026-06-23T21:00:01Z' };
  expect(catalogExportSchema.parse(written)).toEqual(written);
  if (message.type !== 'recording.export.ready') throw new Error(`Expected a ready export, found ${message.type}.`);
  const { export: told } = message;
  const { access, ...file } = told;
  expect(item).toMatchObject({ access, export: file });
  return told;
};

describe('message and catalog tell', () => {
  test('codecs, video first, and size, whichever track comes first in the file', async () => {
    const told = await exportOf(file(sound(), picture(854, 480)), {
      plan: { video: 'h264', audio: 'aac' },
      target: { size: { width: 854, height: 480 } },
    });

    expect(told).toMatchObject({ codecs: ['avc1.4D401F', 'mp4a.40.2'], width: 854, height: 480, video: 'h264' });
  });

  test('no size and no word on video of sound alone', async () => {
    const told = await exportOf(file(sound()), { plan: { video: 'none' }, target: { format: 'm4a' } });

    expect(told).toMatchObject({ format: 'm4a', codecs: ['mp4a.40.2'], key: expect.stringMatching(/archive\.m4a$/) });
    expect(told).not.toHaveProperty('video');
    expect(told).not.toHaveProperty('width');
  });

  test('which recordings a join has', async () => {
    const joinedWith = [prefix.replace(recordingId, 'next')];

    const told = await exportOf(file(picture(), sound()), { target: { name: 'archive-join2-1f6a3c', joinedWith } });

    expect(told).toMatchObject({ name: 'archive-join2-1f6a3c', joinedWith });
  });

  test('what was asked for of a clip that MediaConvert copied, which does not tell its key frame', async () => {
    const clip = { fromSeconds: 15.3, toSeconds: 25.3 };

    const told = await exportOf(file(picture(), sound()), { target: { clip } });

    expect(told.clip).toEqual({ ...clip, times: 'requested' });
  });

  test.each([
    { what: 'it encoded', plan: { video: 'h264', audio: 'aac' }, pieces: file(picture(), sound()) },
    { what: 'has sound alone', plan: { video: 'none' }, pieces: file(sound()) },
  ] as const)('what a clip holds that $what, since that is cut anywhere', async ({ plan, pieces }) => {
    const clip = { fromSeconds: 15.3, toSeconds: 25.3 };

    const told = await exportOf(pieces, { plan, target: { clip } });

    expect(told.clip).toEqual({ ...clip, times: 'actual' });
  });

  test('what a clip really holds, of one by remux', async () => {
    const told = await exportOf(file(picture(), sound()), {
      plan: { engine: 'remux' },
      target: { clip: { fromSeconds: 15.3, toSeconds: 25 } },
      remuxed: { clip: { fromSeconds: 15, toSeconds: 25 } },
    });

    expect(told.clip).toEqual({ fromSeconds: 15, toSeconds: 25, times: 'actual' });
  });
});

describe('a file is refused', () => {
  test.each<[string, Pieces, Order, string]>([
    ['without video', file(sound()), {}, 'expected video, found none'],
    ['without audio', file(picture()), {}, 'expected audio, found none'],
    [
      'with video where sound alone was wanted',
      file(picture(), sound()),
      { plan: { video: 'none' }, target: { format: 'm4a' } },
      'expected sound alone, found video (avc1.4D401F)',
    ],
    [
      'of another size than it was to have',
      file(picture(1280, 720), sound()),
      { plan: { video: 'h264' }, target: { size: { width: 854, height: 480 } } },
      'expected 854x480, found 1280x720',
    ],
    ['without video by remux, which counted pictures', file(sound()), { remuxed: {} }, 'expected video'],
  ])('%s', async (_, pieces, order, words) => {
    await expect(verify(pieces, order)).rejects.toMatchObject({
      name: 'ExportDamagedError',
      message: expect.stringContaining(words),
    });
  });
});

test.each<[string, Pieces, Order]>([
  ['no audio, when none was planned', file(picture()), { plan: { audio: 'none' } }],
  ['audio, when it was not known of', file(picture(), sound()), { plan: { audio: 'none' } }],
  ['no video, when remux found none', file(sound()), { remuxed: { videoFrames: 0 } }],
  ['no audio, when remux found none', file(picture()), { remuxed: { audioFrames: 0 } }],
])('a file may have %s', async (_, pieces, order) => {
  await expect(verify(pieces, order)).resolves.toBeDefined();
});

test.each([
  [11_000, true],
  [11_001, false],
  [8999, false],
])('a file of MediaConvert may last as planned, within what planning allows: %i ms', async (ticks, isAccepted) => {
  const pieces = file(trak({ timescale: 1000, ticks: BigInt(ticks) }), aacTrak({ timescale: 1000, ticks: 1000n }));

  const verification = verify(pieces, {});

  if (isAccepted) await expect(verification).resolves.toBeDefined();
  else await expect(verification).rejects.toMatchObject({ name: 'ExportDurationMismatchError' });
});
