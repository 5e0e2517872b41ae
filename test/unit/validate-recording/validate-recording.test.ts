import { expect, test } from '@jest/globals';
import { catalogRecordingSchema } from '../../../lambdas/shared/contract/catalog.ts';
import { RecordingDamagedError, StorageUnavailableError } from '../../../lambdas/shared/contract/errors.ts';
import { executionInputSchema, exportInputSchema } from '../../../lambdas/shared/contract/execution-input.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import {
  audioOnly,
  channelArn,
  hd,
  lowest,
  type MadeRecording,
  makeRecording,
  sd,
} from '../../fixtures/make-recording.ts';
import { plainAttributes } from '../../fixtures/plain-attributes.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';

type Options = Parameters<typeof makePorts>[1];

const validate = (recording: MadeRecording, input: object = {}, options: Options = {}) =>
  validateRecording({ input: { recording: recording.reference, ...input }, execution }, makePorts(recording, options));

const source = {
  type: 'ivs-event',
  time: '2026-06-23T20:13:40Z',
  recordingStatus: 'Recording End',
  channelName: 'Morning show',
};

test('a whole recording is announced as playable, with everything a subscriber needs', async () => {
  const recording = makeRecording();

  const output = await validate(recording, { source, metadata: { order: 7 } });

  expect(output.outcome).toBe('playable');
  expect(output.announcement.subject).toBe('Recording ready to play: Morning show');
  expect(notificationSchema.parse(output.announcement.message)).toEqual({
    schemaVersion: '1',
    id: 'AbCdef1G2hij/j8Z9O91ndcVs/recording.playback.ready',
    type: 'recording.playback.ready',
    time: '2026-06-23T21:13:34.000Z',
    recording: {
      channelId: 'AbCdef1G2hij',
      channelArn,
      channelName: 'Morning show',
      recordingId: 'j8Z9O91ndcVs',
      bucket: 'my-recordings',
      prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs',
      startedAt: '2026-06-23T20:12:34Z',
      endedAt: '2026-06-23T20:13:34Z',
      durationMs: 60_000,
      completeness: 'complete',
    },
    playback: {
      access: 'public',
      url: `https://video.example.com/${recording.prefix}/media/hls/master.m3u8`,
      thumbnailUrl: `https://video.example.com/${recording.prefix}/media/thumbnails/thumb0.jpg`,
      thumbnailCount: 2,
      renditions: [
        { name: '720p30', width: 1280, height: 720 },
        { name: '160p30', width: 284, height: 160 },
      ],
    },
    metadata: { order: 7 },
    execution: { arn: execution.arn, redriveCount: 0 },
  });
});

test('the catalog item fits the contract once the state machine has added its own attributes', async () => {
  const { catalog } = await validate(makeRecording(), { source, metadata: { order: 7 } });

  const item = plainAttributes({ ...catalog.key, ...catalog.values });
  const written = { ...item, type: 'recording', status: 'playable', asOf: '2026-06-23T21:13:35Z' };
  expect(catalogRecordingSchema.parse(written)).toEqual(written);
  expect(item).toMatchObject({
    channelId: 'AbCdef1G2hij',
    recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs',
    day: '2026-06-23',
    startedAt: '2026-06-23T20:12:34Z',
    recording: { durationMs: 60_000, completeness: 'complete' },
    findings: [],
    metadata: { order: 7 },
  });
});

test('each default profile becomes an execution of its own, named after recording and export and linked to its parent', async () => {
  const recording = makeRecording();

  const output = await validate(
    recording,
    { source, metadata: { order: 7 } },
    { defaultExports: ['archive', 'small'] },
  );

  expect(output.areExportsWanted).toBe(true);
  expect(output.exports.map(({ executionName }) => executionName)).toEqual([
    'AbCdef1G2hij-j8Z9O91ndcVs-archive',
    'AbCdef1G2hij-j8Z9O91ndcVs-small',
  ]);
  expect(exportInputSchema.parse(output.exports[1]?.input)).toEqual({
    recording: recording.reference,
    export: { name: 'small', rendition: '160p30', format: 'mp4', video: 'copy' },
    source,
    metadata: { order: 7 },
    AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: execution.arn,
  });
});

test('an empty list of exports turns the default off', async () => {
  const output = await validate(makeRecording(), { exports: [] });

  expect(output.areExportsWanted).toBe(false);
  expect(output.exports).toEqual([]);
});

test('an execution under a name of its own starts exports under names of their own', async () => {
  const recording = makeRecording();
  const event = { input: { recording: recording.reference }, execution: { ...execution, name: 'again' } };

  const output = await validateRecording(event, makePorts(recording));

  expect(output.exports[0]?.executionName).toMatch(/^AbCdef1G2hij-j8Z9O91ndcVs-archive-[0-9a-f]{8}$/);
});

test('a recording with nothing in it is announced as empty, and nothing is exported', async () => {
  const recording = makeRecording({ segmentCount: 0, thumbnailCount: 0 });

  const output = await validate(recording, { source });

  expect(output).toMatchObject({ outcome: 'empty', areExportsWanted: false, exports: [] });
  expect(output.catalog.values).not.toHaveProperty('playback');
  const message = notificationSchema.parse(output.announcement.message);
  expect(message).toMatchObject({ type: 'recording.empty', recording: { durationMs: 0 } });
  expect(message.recording).not.toHaveProperty('completeness');
});

test('renditions are told highest first whatever the order in the playlists, audio only last', async () => {
  const recording = makeRecording({ renditions: [lowest, audioOnly, hd, sd] });

  const { announcement } = await validate(recording);

  expect(announcement.message).toMatchObject({
    playback: {
      renditions: [
        { name: '720p30', width: 1280, height: 720 },
        { name: '480p30', width: 852, height: 480 },
        { name: '160p30', width: 284, height: 160 },
        { name: 'audio_only' },
      ],
    },
  });
});

test('a recording without byte-range playlists, as in a metadata file of a failure, is judged all the same', async () => {
  const recording = makeRecording().editMetadata(({ media, ...metadata }) => {
    const { byte_range_playlist: _, ...hls } = media.hls;
    const renditions = hls.renditions.map(({ byte_range_playlist: __, ...rendition }) => rendition);
    return { ...metadata, media: { ...media, hls: { ...hls, renditions } } };
  });

  expect((await validate(recording)).outcome).toBe('playable');
});

test.each([
  [
    'the latest thumbnail when the sequence is empty',
    0,
    { latest_thumbnail: { path: 'media/latest_thumbnail/thumb.jpg' } },
    'media/latest_thumbnail/thumb.jpg',
  ],
  [
    'the first of the sequence when both are there',
    3,
    { thumbnails: { path: 'media/thumbnails' }, latest_thumbnail: { path: 'media/latest_thumbnail/thumb.jpg' } },
    'media/thumbnails/thumb0.jpg',
  ],
  ['none when none is there', 0, { thumbnails: { path: 'media/thumbnails' } }, undefined],
  [
    'none when the latest is named but not there',
    0,
    { latest_thumbnail: { path: 'media/latest_thumbnail/gone.jpg' } },
    undefined,
  ],
  [
    'none when only a longer name than that of the latest is there',
    0,
    { latest_thumbnail: { path: 'media/latest_thumbnail/thumb' } },
    undefined,
  ],
  ['none when thumbnails are off', 0, {}, undefined],
])('the thumbnail is %s', async (_, thumbnailCount, thumbnails, path) => {
  const recording = makeRecording({ thumbnailCount }).editMetadata(({ media: { hls }, ...metadata }) => ({
    ...metadata,
    media: { hls, ...thumbnails },
  }));
  recording.put('media/latest_thumbnail/thumb.jpg', { sizeBytes: 40_000 });

  const { announcement } = await validate(recording);

  const playback = 'playback' in announcement.message ? announcement.message.playback : undefined;
  expect(playback).toHaveProperty('url');
  expect(playback && 'thumbnailUrl' in playback ? playback.thumbnailUrl : undefined).toBe(
    path && `https://video.example.com/${recording.key(path)}`,
  );
});

test('a channel without a name is announced without one', async () => {
  const { announcement } = await validate(makeRecording(), { source: { ...source, channelName: '' } });

  expect(announcement.message.recording).not.toHaveProperty('channelName');
  expect(announcement.subject).toBe('Recording ready to play: AbCdef1G2hij');
});

test('a duration that disagrees with the metadata is a finding, and the playlists are believed', async () => {
  const recording = makeRecording().editMetadata((metadata) => ({
    ...metadata,
    media: { ...metadata.media, hls: { ...metadata.media.hls, duration_ms: 90_000 } },
  }));

  const output = await validate(recording);

  expect(output.announcement.message.recording).toMatchObject({ durationMs: 60_000, completeness: 'complete' });
  expect(plainAttributes(output.catalog.values).findings).toMatchObject([
    { code: 'duration-differs', rendition: '720p30' },
    { code: 'duration-differs', rendition: '160p30' },
  ]);
});

test('everything is asked for once, and the playlists and folders of all renditions', async () => {
  const recording = makeRecording();

  await validate(recording);

  expect(recording.storage.requests.map((request) => request.replace(`${recording.prefix}/`, ''))).toEqual([
    'list events/',
    'read events/recording-ended.json',
    'read media/hls/master.m3u8',
    'keys media/thumbnails/',
    'list media/hls/720p30/',
    'read media/hls/720p30/playlist.m3u8',
    'list media/hls/160p30/',
    'read media/hls/160p30/playlist.m3u8',
  ]);
});

test('the output stays far below the 256 KiB of a state, with all the exports and findings that there can be', async () => {
  const recording = makeRecording({ segmentCount: 3000, renditions: [hd, sd, lowest, audioOnly] });
  const metadata = { note: 'x'.repeat(1000) };
  const exports = Array.from({ length: 20 }, (_, index) => ({
    name: `${'e'.repeat(20)}${index}`,
    rendition: '720p30',
  }));
  for (let index = 0; index < 150; index++) {
    recording.edit(
      'media/hls/master.m3u8',
      (text) => `${text}\n#EXT-X-STREAM-INF:BANDWIDTH=1\nextra-rendition-${index}/playlist.m3u8`,
    );
    recording.putText(
      `media/hls/extra-rendition-${index}/playlist.m3u8`,
      '#EXTM3U\n#EXT-X-TARGETDURATION:12\n#EXTINF:9,\n0.ts\n#EXT-X-ENDLIST\n',
    );
    recording.put(`media/hls/extra-rendition-${index}/0.ts`, { sizeBytes: 1 });
  }

  const output = await validate(recording, { source, metadata, exports });

  expect(executionInputSchema.safeParse({ recording: recording.reference, source, metadata, exports }).success).toBe(
    true,
  );
  expect(plainAttributes(output.catalog.values).findings).toHaveLength(101);
  expect(Buffer.byteLength(JSON.stringify(output))).toBeLessThan(128 * 1024);
});

test('thumbnails are looked for beside the judging, and the judging does not wait for them', async () => {
  const recording = makeRecording();
  const ports = makePorts(recording);
  const asked: string[] = [];
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  const listFolder: typeof ports.listFolder = async (folder) => {
    await turn();
    if (folder.prefix.includes('/hls/')) asked.push('segments listed');
    return ports.listFolder(folder);
  };
  const listFirstKeys: typeof ports.listFirstKeys = async (folder) => {
    asked.push('thumbnails asked for');
    await turn();
    await turn();
    asked.push('thumbnails listed');
    return ports.listFirstKeys(folder);
  };

  await validateRecording(
    { input: { recording: recording.reference }, execution },
    { ...ports, listFolder, listFirstKeys },
  );

  expect(asked).toEqual(['thumbnails asked for', 'segments listed', 'segments listed', 'thumbnails listed']);
});

test('S3 that does not tell of thumbnails fails what could be played, and hides no damage', async () => {
  const whole = makeRecording();
  const damaged = makeRecording();
  damaged.remove('media/hls/master.m3u8');
  const withoutThumbnails = (recording: MadeRecording) => {
    const ports = makePorts(recording);
    const listFirstKeys = () => Promise.reject(new StorageUnavailableError('S3 did not deliver.'));
    return validateRecording({ input: { recording: recording.reference }, execution }, { ...ports, listFirstKeys });
  };

  await expect(withoutThumbnails(whole)).rejects.toThrow(StorageUnavailableError);
  await expect(withoutThumbnails(damaged)).rejects.toThrow(RecordingDamagedError);
});
