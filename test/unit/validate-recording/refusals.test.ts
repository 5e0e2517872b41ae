import { expect, test } from '@jest/globals';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { hd, lowest, type MadeRecording, makeRecording, playlistOf } from '../../fixtures/make-recording.ts';
import { execution, makePorts, minutesAfter } from '../../fixtures/step-ports.ts';

type Options = Parameters<typeof makePorts>[1];

async function refusalOf(recording: MadeRecording, input: object = {}, options: Options = {}): Promise<Error> {
  const event = { input: { recording: recording.reference, ...input }, execution };
  const result = await validateRecording(event, makePorts(recording, options)).catch((error: unknown) => error);
  if (result instanceof Error) return result;
  throw new Error(`Expected a refusal, found ${JSON.stringify(result)}`);
}

test('an input is refused with all its faults and an example of a right one', async () => {
  const recording = makeRecording();

  const refusal = await refusalOf(recording, {
    recording: { bucket: 'my-recordings', prefix: '/ivs/v1/' },
    exprots: [],
    exports: [{ rendition: 'a/b' }],
  });

  expect(refusal.name).toBe('ExecutionInputInvalidError');
  expect(refusal.message).toContain('recording.prefix: is not the prefix of an IVS recording');
  expect(refusal.message).toContain('"exprots"');
  expect(refusal.message).toContain('exports[0]');
  expect(refusal.message).toContain('{"recording":{"bucket":"my-recordings","prefix":"ivs/v1/123456789012/');
});

test.each([
  ['nothing', undefined],
  ['text', 'j8Z9O91ndcVs'],
  ['a list', []],
])('an input that is %s is refused by name', async (_, input) => {
  const validation = validateRecording({ input, execution }, makePorts(makeRecording()));

  await expect(validation).rejects.toMatchObject({ name: 'ExecutionInputInvalidError' });
});

test.each<[string, object, Options, string, string]>([
  [
    'a bucket that is not served',
    {},
    { recordingsBuckets: ['a-bucket', 'b-bucket'] },
    'BucketNotConfiguredError',
    'expected a-bucket or b-bucket',
  ],
  [
    'a channel that is not served',
    {},
    { channelArns: ['arn:aws:ivs:us-west-2:123456789012:channel/other'] },
    'ChannelNotConfiguredError',
    'channel AbCdef1G2hij',
  ],
  [
    "another account's channel of the same id",
    {},
    { channelArns: ['arn:aws:ivs:us-west-2:210987654321:channel/AbCdef1G2hij'] },
    'ChannelNotConfiguredError',
    'account 123456789012',
  ],
  [
    'two exports of one name',
    { exports: ['archive', { name: 'archive', rendition: '160p30' }] },
    {},
    'ExecutionInputInvalidError',
    'more than one export named archive',
  ],
  [
    'a wish whose rendition is no name',
    { exports: [{ rendition: '_source' }] },
    {},
    'ExecutionInputInvalidError',
    'Give it a name',
  ],
])('%s is refused before anything is read', async (_, input, options, name, words) => {
  const recording = makeRecording();

  const refusal = await refusalOf(recording, input, options);

  expect(refusal).toMatchObject({ name, message: expect.stringContaining(words) });
  expect(recording.storage.requests).toEqual([]);
});

test('a configured channel is served', async () => {
  const recording = makeRecording();
  const ports = makePorts(recording, { channelArns: [recording.shape.channelArn] });

  const output = await validateRecording({ input: { recording: recording.reference }, execution }, ports);

  expect(output.outcome).toBe('playable');
});

const sentAt = (time: Date) => ({ source: { type: 'ivs-event', time: time.toISOString() } });

test.each([
  ['one millisecond short of ten minutes after the event', 600_000 - 1, 'RecordingNotReadyError'],
  ['ten minutes after the event', 600_000, 'RecordingMetadataMissingError'],
])('without a metadata file, %s, it is a %s', async (_, age, name) => {
  const recording = makeRecording().remove('events/recording-ended.json');
  const now = minutesAfter(recording, 30);

  const refusal = await refusalOf(recording, sentAt(new Date(now.getTime() - age)), { now });

  expect(refusal).toMatchObject({
    name,
    message: expect.stringContaining('recording-ended.json nor recording-failed.json'),
  });
});

test('without a metadata file and without an event there is nothing to wait for', async () => {
  const recording = makeRecording().remove('events/recording-ended.json');

  const refusal = await refusalOf(recording, {}, { now: recording.endedAt });

  expect(refusal.name).toBe('RecordingMetadataMissingError');
  expect(refusal.message).toContain('may still be running');
});

test('a prefix without anything is told apart from a recording that still runs', async () => {
  const recording = makeRecording();
  recording.storage.removeAll(() => true);

  expect((await refusalOf(recording)).message).toContain('Check the prefix.');
});

test('a metadata file that vanishes between listing and reading is missing', async () => {
  const recording = makeRecording();
  const ports = { ...makePorts(recording), readText: async () => undefined };

  const validation = validateRecording({ input: { recording: recording.reference }, execution }, ports);

  await expect(validation).rejects.toMatchObject({ name: 'RecordingMetadataMissingError' });
});

test.each<[string, (recording: MadeRecording) => unknown, string]>([
  ['is not JSON', (recording) => recording.putText('events/recording-ended.json', '{"version":'), 'is not JSON'],
  ['lacks a field', (recording) => recording.editMetadata(({ media: _, ...metadata }) => metadata), 'media: '],
  [
    'climbs out of the recording',
    (recording) =>
      recording.edit('events/recording-ended.json', (text) => text.replace('"master.m3u8"', '"../master.m3u8"')),
    'media.hls.playlist: ',
  ],
  [
    'belongs to another channel',
    (recording) =>
      recording.editMetadata((metadata) => ({
        ...metadata,
        channel_arn: 'arn:aws:ivs:us-west-2:123456789012:channel/other',
      })),
    'expected channel AbCdef1G2hij',
  ],
  [
    "belongs to another account's channel",
    (recording) =>
      recording.editMetadata((metadata) => ({
        ...metadata,
        channel_arn: 'arn:aws:ivs:us-west-2:210987654321:channel/AbCdef1G2hij',
      })),
    'of account 123456789012',
  ],
  [
    'has no channel',
    (recording) => recording.editMetadata((metadata) => ({ ...metadata, channel_arn: 'x' })),
    'names the channel x',
  ],
  ['is huge', (recording) => recording.put('events/recording-ended.json', { sizeBytes: 65_537 }), 'has 65537 bytes'],
])('a metadata file that %s is refused, and the message says where', async (_, spoil, words) => {
  const recording = makeRecording();
  spoil(recording);

  const refusal = await refusalOf(recording);

  expect(refusal).toMatchObject({ name: 'RecordingMetadataInvalidError', message: expect.stringContaining(words) });
});

test.each<[string, (recording: MadeRecording) => unknown, string]>([
  ['a segment', (recording) => recording.remove('media/hls/720p30/3.ts'), '3.ts is missing'],
  ['a playlist', (recording) => recording.remove('media/hls/160p30/playlist.m3u8'), 'playlist.m3u8 is missing'],
  [
    'the end mark',
    (recording) => recording.edit('media/hls/720p30/playlist.m3u8', (text) => text.replace('#EXT-X-ENDLIST', '')),
    'no EXT-X-ENDLIST',
  ],
  [
    'the end of a playlist',
    (recording) => recording.edit('media/hls/720p30/playlist.m3u8', (text) => text.slice(0, -20)),
    'cannot be played',
  ],
])(
  'while %s is missing and the end is not ten minutes ago, it is tried again, and then played',
  async (_, spoil, words) => {
    const recording = makeRecording();
    spoil(recording);
    const event = { input: { recording: recording.reference }, execution };

    const early = await refusalOf(recording, {}, { now: new Date(minutesAfter(recording, 10).getTime() - 1) });
    const writtenEarly = recording.storage.written.size;
    const late = await validateRecording(event, makePorts(recording, { now: minutesAfter(recording, 10) }));

    expect(early).toMatchObject({ name: 'RecordingNotReadyError', message: expect.stringContaining(words) });
    expect(writtenEarly).toBe(0);
    expect(late.announcement.message).toMatchObject({ recording: { completeness: 'partial' } });
  },
);

test.each<[string, (recording: MadeRecording) => unknown, string]>([
  ['the multivariant playlist', (recording) => recording.remove('media/hls/master.m3u8'), 'master.m3u8 is missing'],
  ['all media', (recording) => recording.removeMedia(), 'master.m3u8 is missing'],
])(
  'while %s is missing and the end is not ten minutes ago, it is tried again, and then refused',
  async (_, spoil, words) => {
    const recording = makeRecording();
    spoil(recording);

    const early = await refusalOf(recording, {}, { now: new Date(minutesAfter(recording, 10).getTime() - 1) });
    const late = await refusalOf(recording, {}, { now: minutesAfter(recording, 10) });

    expect(early).toMatchObject({ name: 'RecordingNotReadyError', message: expect.stringContaining(words) });
    expect(late).toMatchObject({ name: 'RecordingDamagedError', message: expect.stringContaining(words) });
  },
);

test('a recording that promises media and has none yet is tried again before it is called empty', async () => {
  const recording = makeRecording({ thumbnailCount: 0 });
  recording.storage.removeAll((key) => key.endsWith('.ts'));
  for (const { name } of [hd, lowest]) recording.putText(`media/hls/${name}/playlist.m3u8`, playlistOf(0));

  const early = await refusalOf(recording, {}, { now: minutesAfter(recording, 9) });
  const late = await validateRecording({ input: { recording: recording.reference }, execution }, makePorts(recording));

  expect(early.name).toBe('RecordingNotReadyError');
  expect(late).toMatchObject({
    outcome: 'empty',
    catalog: { values: { findings: { L: [{ M: { code: { S: 'duration-differs' } } }] } } },
  });
});

test('nothing is written of a recording that is refused', async () => {
  const recording = makeRecording();
  recording.storage.removeAll((key) => key.endsWith('.ts'));

  await refusalOf(recording);

  expect(recording.storage.written.size).toBe(0);
});

test('a damaged recording is refused with the first findings of all renditions', async () => {
  const recording = makeRecording().remove('media/hls/160p30/playlist.m3u8');
  recording.storage.removeAll((key) => key.includes('720p30') && key.endsWith('.ts'));

  const refusal = await refusalOf(recording);

  expect(refusal.name).toBe('RecordingDamagedError');
  expect(refusal.message).toContain('720p30: 6 segments (0.ts to 5.ts) are missing, 60 s from 0 s on');
  expect(refusal.message).toContain('160p30: ivs/v1/123456789012/');
});

test('a recording of which only what goes along with a variant can be played is damaged', async () => {
  const media = '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="a",URI="audio/playlist.m3u8"';
  const recording = makeRecording().edit('media/hls/master.m3u8', (text) =>
    text.replace('#EXTM3U', `#EXTM3U\n${media}`),
  );
  recording.storage.removeAll((key) => key.endsWith('.ts'));
  recording.putText('media/hls/audio/playlist.m3u8', playlistOf(1)).put('media/hls/audio/0.ts', { sizeBytes: 1 });

  const refusal = await refusalOf(recording);

  expect(refusal).toMatchObject({ name: 'RecordingDamagedError', message: expect.stringContaining('variant streams') });
  expect(recording.storage.written.size).toBe(0);
});

test('a recording of which nothing can be played is damaged for a named reason', async () => {
  const recording = makeRecording();
  recording.storage.removeAll((key) => key.endsWith('.ts'));

  const refusal = await refusalOf(recording);

  expect(refusal.name).toBe('RecordingDamagedError');
  expect(refusal.message).toContain(
    'none of the 2 renditions can be played (720p30: 6 segments (0.ts to 5.ts) are missing',
  );
});

test('a playlist that is too large is refused before it is read', async () => {
  const recording = makeRecording().put('media/hls/720p30/playlist.m3u8', { sizeBytes: 64 * 1024 * 1024 + 1 });

  const refusal = await refusalOf(recording);

  expect(refusal).toMatchObject({
    name: 'RecordingDamagedError',
    message: expect.stringContaining('has 67108865 bytes'),
  });
});

test.each([
  ['the metadata file', 'events/recording-ended.json', 'GLACIER'],
  ['a segment', 'media/hls/160p30/4.ts', 'DEEP_ARCHIVE'],
])('%s in an archive is refused with its key and storage class', async (_, path, storageClass) => {
  const recording = makeRecording().put(path, { sizeBytes: 100, storageClass });

  const refusal = await refusalOf(recording);

  expect(refusal.name).toBe('RecordingArchivedError');
  expect(refusal.message).toContain(`${recording.key(path)} is in the storage class ${storageClass}`);
});

test('restored segments are as good as any', async () => {
  const recording = makeRecording().put('media/hls/160p30/4.ts', {
    sizeBytes: 100,
    storageClass: 'GLACIER',
    isRestored: true,
  });

  const output = await validateRecording(
    { input: { recording: recording.reference }, execution },
    makePorts(recording),
  );

  expect(output.outcome).toBe('playable');
});
