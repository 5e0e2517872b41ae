import { describe, expect, test } from '@jest/globals';
import { catalogRecordingSchema } from '../../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { parseMediaPlaylist } from '../../../media/hls/media-playlist.ts';
import { parseMultivariantPlaylist } from '../../../media/hls/multivariant-playlist.ts';
import {
  audioOnly,
  hd,
  lowest,
  type MadeRecording,
  makeRecording,
  playlistOf,
  sd,
} from '../../fixtures/make-recording.ts';
import { plainAttributes } from '../../fixtures/plain-attributes.ts';
import { execution, makePorts, minutesAfter } from '../../fixtures/step-ports.ts';

type Options = Parameters<typeof makePorts>[1];

const validate = (recording: MadeRecording, input: object = {}, options: Options = {}) =>
  validateRecording({ input: { recording: recording.reference, ...input }, execution }, makePorts(recording, options));

const folder = 'AbCdef1G2hij/j8Z9O91ndcVs/playback/';
const url = `https://video.example.com/${folder}master.m3u8`;

/** What the message about a partial recording says. */
async function announce(recording: MadeRecording) {
  const { announcement } = await validate(recording);
  const message = notificationSchema.parse(announcement.message);
  if (message.type !== 'recording.playback.ready') throw new Error(`Expected playback, found ${message.type}.`);
  const { missing } = message.playback;
  if (missing === undefined) throw new Error('Expected something to be missing.');
  return { message, missing, subject: announcement.subject };
}

/** Paths of the segments that the repaired playlist of a rendition names, below the recording's HLS folder. */
function segmentsOf(recording: MadeRecording, rendition: string): string[] {
  const text = recording.storage.written.get(`${folder}renditions/${rendition}/playlist.m3u8`) ?? '';
  const root = `/${recording.key('media/hls/')}`;
  return parseMediaPlaylist(text).segments.map(({ uri }) => uri.slice(root.length));
}

describe('a recording with segments missing', () => {
  const make = () =>
    makeRecording({ renditions: [hd, sd] })
      .remove('media/hls/720p30/1.ts', 'media/hls/720p30/2.ts', 'media/hls/480p30/2.ts')
      .put('media/hls/480p30/4.ts', { sizeBytes: 0 });

  test('is announced as partial, with the URL of the repaired playlists and what is missing', async () => {
    const { message, missing, subject } = await announce(make());

    expect(subject).toBe('Recording ready to play, in part: AbCdef1G2hij');
    expect(message).toMatchObject({
      id: expect.stringMatching(/^AbCdef1G2hij\/j8Z9O91ndcVs\/recording\.playback\.ready\/partial-[0-9a-f]{12}$/),
      recording: { completeness: 'partial', durationMs: 50_000 },
      playback: { url, renditions: [{ name: '720p30' }, { name: '480p30' }] },
    });
    expect(missing).toEqual({
      seconds: 30,
      skippedSeconds: 10,
      ranges: [
        { rendition: '720p30', startSeconds: 10, seconds: 10, replacedBy: '480p30' },
        { rendition: '720p30', startSeconds: 20, seconds: 10 },
        { rendition: '480p30', startSeconds: 20, seconds: 10 },
        { rendition: '480p30', startSeconds: 40, seconds: 10, replacedBy: '720p30' },
      ],
      rangesLeftOut: 0,
      renditionsLeftOut: [],
    });
  });

  test('is in the catalog with the same, with every finding, and with the time of its judgement', async () => {
    const { catalog, announcement } = await validate(make());

    const item = plainAttributes({ ...catalog.key, ...catalog.values });
    const written = { ...item, type: 'recording', status: 'playable', asOf: '2026-06-23T21:13:35Z' };
    expect(catalogRecordingSchema.parse(written)).toEqual(written);
    const { access, ...playback } = 'playback' in announcement.message ? announcement.message.playback : {};
    expect(item).toMatchObject({
      judgedAt: announcement.message.time,
      recording: { completeness: 'partial' },
      access,
      playback,
      findings: [
        { code: 'segment-missing', rendition: '720p30', fromSeconds: 10, durationSeconds: 20 },
        { code: 'segment-missing', rendition: '480p30', fromSeconds: 20, durationSeconds: 10 },
        { code: 'segment-empty', rendition: '480p30', fromSeconds: 40, durationSeconds: 10 },
      ],
    });
  });

  test('gets playlists that name only what is there, by absolute paths, the multivariant one last', async () => {
    const recording = make();

    await validate(recording);

    const { written } = recording.storage;
    expect([...written.keys()]).toEqual([
      `${folder}renditions/720p30/playlist.m3u8`,
      `${folder}renditions/480p30/playlist.m3u8`,
      `${folder}master.m3u8`,
    ]);
    const { variants } = parseMultivariantPlaylist(written.get(`${folder}master.m3u8`) ?? '');
    expect(variants.map(({ uri, bandwidth }) => [uri, bandwidth])).toEqual([
      ['renditions/720p30/playlist.m3u8', hd.bandwidth],
      ['renditions/480p30/playlist.m3u8', sd.bandwidth],
    ]);
    expect(segmentsOf(recording, '720p30')).toEqual([
      '720p30/0.ts',
      '480p30/1.ts',
      '720p30/3.ts',
      '720p30/4.ts',
      '720p30/5.ts',
    ]);
    expect(segmentsOf(recording, '480p30')).toEqual([
      '480p30/0.ts',
      '480p30/1.ts',
      '480p30/3.ts',
      '720p30/4.ts',
      '480p30/5.ts',
    ]);
  });

  test('still gets its exports', async () => {
    const { exports, areExportsWanted } = await validate(make());

    expect(areExportsWanted).toBe(true);
    expect(exports).toMatchObject([{ input: { export: { name: 'archive' } } }]);
  });
});

test('a recording whose end is not marked is played to where its playlists end', async () => {
  const recording = makeRecording();
  for (const { name } of [hd, lowest]) {
    recording.edit(`media/hls/${name}/playlist.m3u8`, (text) => text.replace('#EXT-X-ENDLIST\n', ''));
  }

  const { message, missing } = await announce(recording);

  expect(message.recording.durationMs).toBe(60_000);
  expect(missing).toMatchObject({ seconds: 0, skippedSeconds: 0, ranges: [] });
  const text = recording.storage.written.get(`${folder}renditions/720p30/playlist.m3u8`) ?? '';
  expect(parseMediaPlaylist(text)).toMatchObject({ playlistType: 'VOD', hasEndList: true });
});

test('what the metadata promises behind an end that is not marked is missing', async () => {
  const recording = makeRecording({ segmentCount: 20 });
  const cut = (segmentCount: number) => playlistOf(segmentCount).replace('#EXT-X-ENDLIST\n', '');
  recording.putText('media/hls/720p30/playlist.m3u8', cut(10)).putText('media/hls/160p30/playlist.m3u8', cut(12));

  const { message, missing } = await announce(recording);

  expect(message.recording.durationMs).toBe(120_000);
  expect(missing).toMatchObject({
    seconds: 100,
    skippedSeconds: 80,
    ranges: [
      { rendition: '720p30', startSeconds: 100, seconds: 20, replacedBy: '160p30' },
      { rendition: '720p30', startSeconds: 120, seconds: 80 },
      { rendition: '160p30', startSeconds: 120, seconds: 80 },
    ],
  });
});

test('a playlist that ends a little before what the metadata promises lacks nothing', async () => {
  const recording = makeRecording().edit('media/hls/720p30/playlist.m3u8', (text) =>
    text.replace('#EXT-X-ENDLIST\n', ''),
  );
  recording.editMetadata((metadata) => ({
    ...metadata,
    media: { ...metadata.media, hls: { ...metadata.media.hls, duration_ms: 65_000 } },
  }));

  expect((await announce(recording)).missing.ranges).toEqual([]);
});

test('what IVS reports as failed is partial at once, since nothing more will come, though nothing is missing', async () => {
  const recording = makeRecording({ status: 'failed' });

  const { announcement, catalog } = await validate(recording, {}, { now: minutesAfter(recording, 1) });

  expect(announcement.message).toMatchObject({
    recording: { completeness: 'partial', durationMs: 60_000 },
    playback: { url, missing: { seconds: 0, ranges: [], renditionsLeftOut: [] } },
  });
  expect(plainAttributes(catalog.values).findings).toMatchObject([{ code: 'ivs-reported-failure' }]);
  expect(segmentsOf(recording, '720p30')).toHaveLength(6);
});

test.each<[string, (recording: MadeRecording) => MadeRecording]>([
  ['its playlist is missing', (recording) => recording.remove('media/hls/480p30/playlist.m3u8')],
  [
    'its playlist is cut off',
    (recording) => recording.edit('media/hls/480p30/playlist.m3u8', (text) => text.slice(0, -20)),
  ],
  [
    'none of its segments is there',
    (recording) => {
      recording.storage.removeAll((key) => /480p30\/\d+\.ts$/.test(key));
      return recording;
    },
  ],
])('a rendition is not offered, and told, when %s', async (_, spoil) => {
  const recording = spoil(makeRecording({ renditions: [hd, sd, lowest] }));

  const { message, missing } = await announce(recording);

  expect(message.playback.renditions.map(({ name }) => name)).toEqual(['720p30', '160p30']);
  expect(missing).toMatchObject({ seconds: 0, ranges: [], renditionsLeftOut: ['480p30'] });
  const { variants } = parseMultivariantPlaylist(recording.storage.written.get(`${folder}master.m3u8`) ?? '');
  expect(variants).toHaveLength(2);
  expect(recording.storage.written.has(`${folder}renditions/480p30/playlist.m3u8`)).toBe(false);
});

test('sound alone does not stand in for pictures', async () => {
  const recording = makeRecording({ renditions: [hd, audioOnly] }).remove('media/hls/720p30/3.ts');

  const { missing } = await announce(recording);

  expect(missing).toMatchObject({
    skippedSeconds: 10,
    ranges: [{ rendition: '720p30', startSeconds: 30, seconds: 10 }],
  });
  expect(segmentsOf(recording, 'audio_only')).toHaveLength(6);
});

test('the segments of another codec do not stand in', async () => {
  const hevc = { ...hd, name: '720p60', codecs: 'hvc1.1.6.L93.B0,mp4a.40.2' };

  const { missing } = await announce(makeRecording({ renditions: [hevc, sd] }).remove('media/hls/720p60/3.ts'));

  expect(missing).toMatchObject({ skippedSeconds: 10 });
});

test('names that a URL has to encode are encoded once', async () => {
  const odd = { ...hd, name: 'p%20q' };
  const recording = makeRecording({ renditions: [odd, sd] }).remove('media/hls/480p30/1.ts');
  const text = playlistOf(2).replace('\n0.ts', '\na%20%C3%A9.ts');
  recording
    .editMetadata((metadata) => ({
      ...metadata,
      media: { ...metadata.media, hls: { ...metadata.media.hls, renditions: metadata.media.hls.renditions.slice(1) } },
    }))
    .putText('media/hls/p q/playlist.m3u8', text)
    .put('media/hls/p q/a é.ts', { sizeBytes: 1 })
    .put('media/hls/p q/1.ts', { sizeBytes: 1 });

  await validate(recording);

  const { written } = recording.storage;
  const { variants } = parseMultivariantPlaylist(written.get(`${folder}master.m3u8`) ?? '');
  expect(variants[0]?.uri).toBe('renditions/p%20q/playlist.m3u8');
  const { segments } = parseMediaPlaylist(written.get(`${folder}renditions/p q/playlist.m3u8`) ?? '');
  expect(segments[0]?.uri).toBe(`/${recording.key('media/hls/p%20q/a%20%C3%A9.ts')}`);
});

describe('the id of the news', () => {
  const idOf = async (recording: MadeRecording) => (await validate(recording)).announcement.message.id;
  const spoilt = () => makeRecording().remove('media/hls/720p30/1.ts', 'media/hls/720p30/4.ts');

  test('is the same when a re-run finds the same', async () => {
    expect(await idOf(spoilt())).toBe(await idOf(spoilt()));
  });

  test('is another when more of the recording has arrived, and the plain one once it is complete', async () => {
    const ids = [
      await idOf(spoilt()),
      await idOf(spoilt().put('media/hls/720p30/1.ts', { sizeBytes: 1 })),
      await idOf(makeRecording().remove('media/hls/160p30/playlist.m3u8')),
      await idOf(makeRecording({ status: 'failed' })),
      await idOf(makeRecording()),
    ];

    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.at(-1)).toBe('AbCdef1G2hij/j8Z9O91ndcVs/recording.playback.ready');
  });

  test('tells two losses apart that are too far down the list to be listed', async () => {
    const everyOther = (last: number) => {
      const recording = makeRecording({ segmentCount: 400 });
      for (let index = 0; index <= last; index += 2) recording.remove(`media/hls/720p30/${index}.ts`);
      return recording;
    };

    expect(await idOf(everyOther(300))).not.toBe(await idOf(everyOther(302)));
  });
});

test('once the missing pieces have arrived, it is complete, at the URL of IVS, and nothing is said to be missing', async () => {
  const recording = makeRecording().remove('media/hls/720p30/1.ts');
  await validate(recording);
  recording.put('media/hls/720p30/1.ts', { sizeBytes: 1 });
  recording.storage.written.clear();

  const { announcement } = await validate(recording);

  expect(announcement.message).toMatchObject({
    recording: { completeness: 'complete', durationMs: 60_000 },
    playback: { url: `https://video.example.com/${recording.key('media/hls/master.m3u8')}` },
  });
  expect('playback' in announcement.message && announcement.message.playback).not.toHaveProperty('missing');
  expect(recording.storage.written.size).toBe(0);
});

test('a long list of what is missing is cut short, but not the sums', async () => {
  const recording = makeRecording({ segmentCount: 1000, segmentSeconds: 2, renditions: [hd] });
  for (let index = 0; index < 1000; index += 2) recording.remove(`media/hls/720p30/${index}.ts`);

  const { missing } = await announce(recording);

  expect(missing.ranges).toHaveLength(100);
  expect(missing).toMatchObject({ seconds: 1000, skippedSeconds: 1000, rangesLeftOut: 400 });
});

test('a finding shows so much of a name that nobody could have written, and no more', async () => {
  const recording = makeRecording().edit('media/hls/720p30/playlist.m3u8', (text) =>
    text.replace('\n3.ts', `\n${'x'.repeat(100_000)}`),
  );

  const { catalog } = await validate(recording);

  expect(JSON.stringify(catalog).length).toBeLessThan(10_000);
});

test('the worst that can be told stays far below the 256 KiB of a state', async () => {
  const recording = makeRecording({ segmentCount: 2000, renditions: [hd, sd, lowest, audioOnly] });
  for (let index = 0; index < 2000; index += 2) {
    for (const { name } of [hd, sd, lowest, audioOnly]) recording.remove(`media/hls/${name}/${index}.ts`);
  }

  const output = await validate(recording, { metadata: { note: 'x'.repeat(1000) } });

  expect(plainAttributes(output.catalog.values).findings).toHaveLength(101);
  expect(Buffer.byteLength(JSON.stringify(output))).toBeLessThan(128 * 1024);
});

test('a judgement is as old as what it rests on, however long it takes to write the playlists', async () => {
  const recording = makeRecording().remove('media/hls/720p30/1.ts');
  const begun = minutesAfter(recording, 60);
  let now = begun;
  const ports = {
    ...makePorts(recording),
    now: () => now,
    writePlaylist: async () => {
      now = minutesAfter(recording, 90);
    },
  };

  const { catalog, announcement } = await validateRecording(
    { input: { recording: recording.reference }, execution },
    ports,
  );

  expect(catalog.values.judgedAt).toEqual({ S: begun.toISOString() });
  expect(announcement.message.time).toBe(begun.toISOString());
});

test('a playlist that cannot be written fails the step by its name', async () => {
  const recording = makeRecording().remove('media/hls/720p30/1.ts');
  const denied = Object.assign(new Error('denied'), { name: 'StorageAccessDeniedError' });
  const ports = { ...makePorts(recording), writePlaylist: () => Promise.reject(denied) };

  const validation = validateRecording({ input: { recording: recording.reference }, execution }, ports);

  await expect(validation).rejects.toBe(denied);
});
