import { describe, expect, test } from '@jest/globals';
import { catalogExportSchema } from '../../../lambdas/shared/contract/catalog.ts';
import type { Reading } from '../../../lambdas/shared/contract/metrics.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import type { PlannedExport, RemuxSummary } from '../../../lambdas/shared/recording/planned-export.ts';
import { verifyExportInputSchema } from '../../../lambdas/verify-export/schema.ts';
import { type VerifyExportPorts, verifyExport } from '../../../lambdas/verify-export/verify-export.ts';
import { channelArn, channelId, recordingId } from '../../fixtures/make-recording.ts';
import { plainAttributes } from '../../fixtures/plain-attributes.ts';
import { execution } from '../../fixtures/step-ports.ts';
import { FakeObject } from '../media/mp4/fake-object.ts';
import { aacTrak, ftyp, mdat, moov, type Pieces, trak } from '../media/mp4/mp4-builder.ts';

const key = `${channelId}/${recordingId}/archive.mp4`;

const planned = (expectedDurationMs = 10_000): PlannedExport => ({
  recording: {
    channelId,
    channelArn,
    recordingId,
    bucket: 'my-recordings',
    prefix: `ivs/v1/123456789012/${channelId}/2026/6/23/20/12/${recordingId}`,
    startedAt: '2026-06-23T20:12:34Z',
    durationMs: expectedDurationMs,
  },
  export: { name: 'archive', format: 'mp4', rendition: '720p30', bucket: 'my-exports', key },
  plan: {
    engine: 'mediaconvert',
    engineReason: 'copied',
    video: 'copy',
    audio: 'copy',
    isAccelerated: false,
    retries: 0,
    pauseSeconds: 0,
    expectedDurationMs,
    durationToleranceMs: Math.max(5000, expectedDurationMs / 1000),
  },
  metadata: { order: 7 },
});

/** A file whose video lasts `videoMs` and whose audio lasts `audioMs`. */
const mp4 = (videoMs = 10_000, audioMs = 10_005): Pieces => [
  ...ftyp('isom'),
  ...moov(trak({ timescale: 1000, ticks: BigInt(videoMs) }), aacTrak({ timescale: 1000, ticks: BigInt(audioMs) })),
  ...mdat(1000),
];

function portsOver(
  pieces: Pieces | undefined,
): VerifyExportPorts & { readonly object: FakeObject; readonly metrics: Reading[] } {
  const metrics: Reading[] = [];
  const object = new FakeObject(pieces ?? []);
  return {
    configuration: {
      playbackBaseUrl: 'https://video.example.com',
      playbackPolicy: { isSigned: false, privateChannels: 'withhold', deletedChannels: 'withhold' },
      catalogExpireAfterDays: null,
    },
    readChannel: async () => ({ state: 'read', name: undefined, tags: {}, isPrivate: false }),
    findExport: async (place) =>
      pieces === undefined ? undefined : { ...place, etag: '"d41d8cd9+1"', sizeBytes: object.sizeBytes },
    readExportRange: (_, offset, length) => object.readRange(offset, length),
    putMetrics: (readings) => metrics.push(...readings),
    now: () => new Date('2026-06-23T21:00:00Z'),
    object,
    metrics,
  };
}

test('a good export is announced with a URL that changes with its content', async () => {
  const ports = portsOver(mp4());

  const { announcement } = await verifyExport({ planned: planned(), execution }, ports);

  expect(announcement.subject).toBe('Export ready: AbCdef1G2hij');
  expect(notificationSchema.parse(announcement.message)).toEqual({
    schemaVersion: '1',
    id: 'AbCdef1G2hij/j8Z9O91ndcVs/recording.export.ready/archive',
    type: 'recording.export.ready',
    time: '2026-06-23T21:00:00.000Z',
    recording: planned().recording,
    export: {
      name: 'archive',
      format: 'mp4',
      access: 'public',
      url: `https://video.example.com/${key}?v=d41d8cd9%2B1`,
      bucket: 'my-exports',
      key,
      sizeBytes: ports.object.sizeBytes,
      durationMs: 10_005,
      rendition: '720p30',
      codecs: ['avc1.4D401F', 'mp4a.40.2'],
      width: 1280,
      height: 720,
      video: 'copy',
      engine: 'mediaconvert',
      engineReason: 'copied',
    },
    metadata: { order: 7 },
    execution: { arn: execution.arn, redriveCount: 0 },
  });
});

test('the catalog item is one of its own beside that of the recording, and fits the contract', async () => {
  const { catalog } = await verifyExport({ planned: planned(), execution }, portsOver(mp4()));

  const item = plainAttributes({ ...catalog.key, ...catalog.values });
  const written = { ...item, type: 'export', status: 'ready', asOf: '2026-06-23T21:00:01Z' };
  expect(catalogExportSchema.parse(written)).toEqual(written);
  expect(item).toMatchObject({
    verifiedAt: '2026-06-23T21:00:00.000Z',
    recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs#export#archive',
    day: '2026-06-23',
    exportName: 'archive',
  });
});

test('the time of the verification is that before the file was looked at, since it may be replaced meanwhile', async () => {
  let minute = 0;
  const ports = { ...portsOver(mp4()), now: () => new Date(Date.UTC(2026, 5, 23, 21, minute)) };
  const findExport: typeof ports.findExport = (place) => {
    minute += 1;
    return portsOver(mp4()).findExport(place);
  };

  const { catalog, announcement } = await verifyExport({ planned: planned(), execution }, { ...ports, findExport });

  expect(catalog.values.verifiedAt).toEqual({ S: '2026-06-23T21:00:00.000Z' });
  expect(announcement.message.time).toBe('2026-06-23T21:00:00.000Z');
});

test('little is read of a file, however large', async () => {
  const ports = portsOver([...ftyp('isom'), ...moov(trak(), aacTrak()), ...mdat(2_000_000_000)]);

  await verifyExport({ planned: planned(), execution }, ports);

  expect(ports.object.ranges.reduce((sum, { length }) => sum + length, 0)).toBeLessThan(100_000);
});

test('an export that is not there is missing, whatever the engine said', async () => {
  await expect(verifyExport({ planned: planned(), execution }, portsOver(undefined))).rejects.toMatchObject({
    name: 'ExportMissingError',
    message: expect.stringContaining(`s3://my-exports/${key} is not there, though mediaconvert reported success`),
  });
});

test.each<[string, Pieces]>([
  ['is cut off', [...ftyp('isom'), ...moov(trak()), Uint8Array.of(0, 0, 4, 0), Buffer.from('mdat'), 10]],
  ['is empty', []],
  ['is no MP4', [Buffer.from('<?xml version="1.0"?><Error>')]],
  ['has neither video nor audio', [...ftyp('isom'), ...moov(trak({ handler: 'text' })), ...mdat(10)]],
])('a file that %s is damaged, by its key', async (_, pieces) => {
  await expect(verifyExport({ planned: planned(), execution }, portsOver(pieces))).rejects.toMatchObject({
    name: 'ExportDamagedError',
    message: expect.stringContaining(`s3://my-exports/${key} is not a whole MP4`),
    cause: expect.objectContaining({ name: 'Mp4DamagedError' }),
  });
});

test.each([
  ['5 s short', 55_000, 60_000, true],
  ['5.001 s short', 54_999, 60_000, false],
  ['5 s long', 65_000, 60_000, true],
  ['5.001 s long', 65_001, 60_000, false],
  ['0.1 % short of two hours', 7_192_800, 7_200_000, true],
  ['more than that', 7_192_799, 7_200_000, false],
])('an export %s: %i ms for %i ms', async (_, foundMs, expectedMs, isAccepted) => {
  const verification = verifyExport({ planned: planned(expectedMs), execution }, portsOver(mp4(foundMs, 1000)));

  if (isAccepted) await expect(verification).resolves.toBeDefined();
  else {
    await expect(verification).rejects.toMatchObject({
      name: 'ExportDurationMismatchError',
      message: expect.stringContaining(`lasts ${foundMs} ms; expected ${expectedMs} ms within`),
    });
  }
});

test('the longest track counts: in real recordings the audio outlasts the video', async () => {
  const verification = verifyExport({ planned: planned(171_546), execution }, portsOver(mp4(160_000, 171_626)));

  await expect(verification).resolves.toBeDefined();
});

describe('an export by remux', () => {
  const summaryOf = ({ object }: { readonly object: FakeObject }, wish: Partial<RemuxSummary> = {}): RemuxSummary => ({
    sizeBytes: object.sizeBytes,
    durationMs: 10_005,
    videoDurationMs: 10_000,
    audioDurationMs: 10_005,
    videoFrames: 300,
    audioFrames: 469,
    silentFramesInserted: 3,
    parts: 2,
    trimmedMs: 0,
    warnings: ['realigned (2 times): …'],
    ...wish,
  });

  function verify(wish: Partial<RemuxSummary> = {}, expectedDurationMs = 10_000) {
    const ports = portsOver(mp4());
    const { plan, ...rest } = planned(expectedDurationMs);
    const remuxed = summaryOf(ports, wish);
    const input = {
      planned: { ...rest, plan: { ...plan, engine: 'remux', engineReason: 'it can' } as const, remuxed },
      execution,
    };
    return verifyExport(verifyExportInputSchema.parse(input), ports);
  }

  test('is announced with its engine, and its figures are in the output and in the catalog, not in the message', async () => {
    const { announcement, catalog, remuxed } = await verify();

    expect(announcement.message).toMatchObject({ export: { engine: 'remux', engineReason: 'it can' } });
    expect(notificationSchema.parse(announcement.message)).toEqual(announcement.message);
    expect(JSON.stringify(announcement)).not.toContain('silentFrames');
    expect(remuxed).toMatchObject({ silentFramesInserted: 3, warnings: ['realigned (2 times): …'] });
    const item = plainAttributes({ ...catalog.key, ...catalog.values });
    const written = { ...item, type: 'export', status: 'ready', asOf: '2026-06-23T21:00:01Z' };
    expect(catalogExportSchema.parse(written)).toEqual(written);
    expect(item.export).toMatchObject({
      remuxed: { videoFrames: 300, audioFrames: 469, silentFramesInserted: 3, parts: 2, trimmedMs: 0, warningCount: 1 },
    });
  });

  test('may differ from the playlist, of which remux knows better', async () => {
    await expect(verify({}, 60_000)).resolves.toBeDefined();
  });

  test.each([
    ['duration', { durationMs: 10_056 }, 'lasts 10005 ms; expected 10056 ms within 50 ms'],
    ['size', { sizeBytes: 7 }, 'bytes; expected 7. It is not the file that was made'],
  ])('that has another %s than remux said is not the one that it made', async (_, wish, words) => {
    await expect(verify(wish)).rejects.toMatchObject({
      name: 'ExportDurationMismatchError',
      message: expect.stringContaining(words),
    });
  });
});

test('what else goes wrong while reading is not taken for damage', async () => {
  const broken = new Error('out of order');
  const ports = { ...portsOver(mp4()), readExportRange: () => Promise.reject(broken) };

  await expect(verifyExport({ planned: planned(), execution }, ports)).rejects.toBe(broken);
});

test('a prefix that is none is refused by name', async () => {
  const spoilt = { ...planned(), recording: { ...planned().recording, prefix: 'x' } };

  await expect(verifyExport({ planned: spoilt, execution }, portsOver(mp4()))).rejects.toMatchObject({
    name: 'ExecutionInputInvalidError',
  });
});

describe('metrics of a verified export', () => {
  const dimensions = { StateMachine: 'process-recording', Engine: 'mediaconvert' };
  const startedAt = '2026-06-23T20:59:55.000Z';
  const measure = async (order: PlannedExport, changes: object = {}) => {
    const ports = portsOver(mp4());
    await verifyExport({ planned: order, execution: { ...execution, startedAt, ...changes } }, ports);
    return ports.metrics;
  };

  test('tell its length, what its minutes cost, and seconds of media for each second of making', async () => {
    const [reading] = await measure(planned());

    expect(reading).toEqual({
      dimensions,
      values: { ExportedMedia: 10.005, ExportCost: expect.closeTo((10.005 / 60) * 0.0075), ExportRatio: 10.005 / 5 },
    });
  });

  test('know what an encode costs', async () => {
    const { plan, ...rest } = planned();

    const [reading] = await measure({ ...rest, plan: { ...plan, video: 'h264' } });

    expect(reading?.values.ExportCost).toBeCloseTo((10.005 / 60) * 0.015);
  });

  test.each([
    ['was redriven', { redriveCount: 1 }],
    ['began by an old definition, which tells no start', { startedAt: undefined }],
  ])('leave the ratio out when the execution %s', async (_what, changes) => {
    const [reading] = await measure(planned(), changes);

    expect(Object.keys(reading?.values ?? {})).toEqual(['ExportedMedia', 'ExportCost']);
  });

  test('are not put out for a file that is refused', async () => {
    const ports = portsOver(mp4(3000, 3000));

    await expect(verifyExport({ planned: planned(), execution }, ports)).rejects.toThrow('lasts');

    expect(ports.metrics).toEqual([]);
  });
});
