import { expect, test } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { planExportInputSchema } from '../../../lambdas/plan-export/schema.ts';
import { hd, lowest, type MadeRecording, makeRecording, playlistOf } from '../../fixtures/make-recording.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';

type Options = Parameters<typeof makePorts>[1];

async function refusalOf(recording: MadeRecording, wanted: object = {}, options: Options = {}): Promise<Error> {
  const input = { recording: recording.reference, ...wanted };
  const event = planExportInputSchema.parse({ input, state: input, execution });
  const result = await planExport(event, makePorts(recording, options)).catch((error: unknown) => error);
  if (result instanceof Error) return result;
  throw new Error(`Expected a refusal, found ${JSON.stringify(result)}`);
}

test.each<[string, object, Options, string, string]>([
  ['a misspelt key', { exports: [] }, {}, 'ExecutionInputInvalidError', '"exports"'],
  ['an unknown profile', { export: 'x' }, {}, 'ExportProfileUnknownError', 'known: archive, small'],
  ['no export and no default', {}, { defaultExports: [] }, 'ExecutionInputInvalidError', 'names no export'],
  ['a bucket that is not served', {}, { recordingsBuckets: ['other'] }, 'BucketNotConfiguredError', 'expected other'],
  [
    'a channel that is not served',
    {},
    { channelArns: ['arn:aws:ivs:us-west-2:123456789012:channel/x'] },
    'ChannelNotConfiguredError',
    'AbCdef1G2hij',
  ],
])('%s is refused before anything is read', async (_, wanted, options, name, words) => {
  const recording = makeRecording();

  expect(await refusalOf(recording, wanted, options)).toMatchObject({ name, message: expect.stringContaining(words) });
  expect(recording.storage.requests).toEqual([]);
});

test('what remux said is quoted at a length that fits into a cause', async () => {
  const recording = makeRecording();
  const state = {
    input: { recording: recording.reference, export: { name: 'x', rendition: 'highest', engine: 'remux' } },
    plan: {
      ...{ engine: 'remux', engineReason: 'wanted', video: 'copy', audio: 'copy', expectedDurationMs: 9000 },
      ...{ durationToleranceMs: 500, isAccelerated: false, retries: 0, pauseSeconds: 0 },
    },
    refusal: { Error: 'ExportNotCarriableError', Cause: 'x'.repeat(40_000) },
    refusedIn: { redriveCount: 0 },
  };
  const event = planExportInputSchema.parse({
    input: state.input,
    state,
    execution: { ...execution, redriveCount: 0 },
  });

  const refusal = planExport(event, makePorts(recording));

  await expect(refusal).rejects.toMatchObject({ name: 'ExportNotCarriableError', message: 'x'.repeat(8000) });
});

test.each([
  ['text', 'archive'],
  ['a list', [1]],
  ['nothing', null],
])('an input that is %s is refused by name', async (_, input) => {
  const event = planExportInputSchema.parse({ input, state: input, execution });

  await expect(planExport(event, makePorts(makeRecording()))).rejects.toMatchObject({
    name: 'ExecutionInputInvalidError',
  });
});

test('a rendition that is not there is refused with those that are', async () => {
  const refusal = await refusalOf(makeRecording(), { export: { rendition: '1080p60' } });

  expect(refusal.name).toBe('RenditionNotFoundError');
  expect(refusal.message).toContain('no rendition 1080p60; there are: 720p30, 160p30');
});

test('a recording without renditions says so', async () => {
  const refusal = await refusalOf(makeRecording({ renditions: [] }).remove('media/hls/master.m3u8'));

  expect(refusal).toMatchObject({
    name: 'RenditionNotFoundError',
    message: expect.stringContaining('there are: none'),
  });
});

const fragmented =
  '#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-MAP:URI="init.mp4"\n#EXTINF:4,\n0.mp4\n#EXT-X-ENDLIST\n';

test.each([
  ['fragmented MP4', fragmented, 'fragmented MP4'],
  ['fragmented MP4 without a map', fragmented.replace(/#EXT-X-MAP.*\n/, ''), 'fragmented MP4'],
  ['encrypted', playlistOf(2).replace('#EXTINF', '#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF'), 'encrypted'],
  ['of a later version', playlistOf(2).replace('VERSION:3', 'VERSION:5'), 'EXT-X-VERSION is 5'],
  ['not finished', playlistOf(2).replace('#EXT-X-ENDLIST', ''), 'no EXT-X-ENDLIST'],
  ['without segments', playlistOf(0), 'names no segment'],
  ['not a playlist', 'x', 'cannot be read'],
])('a rendition that is %s is refused with the reason, before a job is made', async (_, text, words) => {
  const recording = makeRecording().putText('media/hls/720p30/playlist.m3u8', text);

  expect(await refusalOf(recording)).toMatchObject({
    name: 'ExportNotPossibleError',
    message: expect.stringContaining(words),
  });
});

test('a playlist that is missing is refused by its key', async () => {
  const recording = makeRecording().remove('media/hls/720p30/playlist.m3u8');

  const refusal = await refusalOf(recording);

  expect(refusal.name).toBe('ExportNotPossibleError');
  expect(refusal.message).toContain(`${recording.key('media/hls/720p30/playlist.m3u8')}: it is missing`);
});

test('version 4, which byte ranges need, is accepted', async () => {
  const recording = makeRecording().edit('media/hls/720p30/playlist.m3u8', (text) =>
    text.replace('VERSION:3', 'VERSION:4'),
  );
  const input = { recording: recording.reference };

  await expect(planExport({ input, state: {}, execution }, makePorts(recording))).resolves.toBeDefined();
});

test.each<[string, (recording: MadeRecording) => unknown, string]>([
  ['no metadata file', (recording) => recording.remove('events/recording-ended.json'), 'RecordingMetadataMissingError'],
  [
    'a broken metadata file',
    (recording) => recording.putText('events/recording-ended.json', '{}'),
    'RecordingMetadataInvalidError',
  ],
  [
    'an archived metadata file',
    (recording) => recording.put('events/recording-ended.json', { sizeBytes: 9, storageClass: 'GLACIER' }),
    'RecordingArchivedError',
  ],
  [
    'a playlist that can be read beside archived segments',
    (recording) => recording.put('media/hls/720p30/3.ts', { sizeBytes: 2_000_000, storageClass: 'GLACIER' }),
    'RecordingArchivedError',
  ],
  [
    'a playlist beyond all bounds',
    (recording) => recording.put('media/hls/720p30/playlist.m3u8', { sizeBytes: 2 ** 27 }),
    'RecordingDamagedError',
  ],
])('%s is refused at once, for an export is wanted of a recording that has ended', async (_, spoil, name) => {
  const recording = makeRecording({ renditions: [hd, lowest] });
  spoil(recording);

  const refusal = await refusalOf(
    recording,
    { source: { type: 'ivs-event', time: recording.endedAt.toISOString() } },
    { now: recording.endedAt },
  );

  expect(refusal.name).toBe(name);
});

test.each([
  ['restored', 'media/hls/720p30/3.ts', { sizeBytes: 2_000_000, storageClass: 'GLACIER', isRestored: true }],
  ['of another rendition', 'media/hls/160p30/3.ts', { sizeBytes: 200_000, storageClass: 'GLACIER' }],
])('an archived segment that is %s keeps no export from being made', async (_, path, object) => {
  const recording = makeRecording().put(path, object);
  const input = { recording: recording.reference };

  await expect(planExport({ input, state: {}, execution }, makePorts(recording))).resolves.toBeDefined();
});
