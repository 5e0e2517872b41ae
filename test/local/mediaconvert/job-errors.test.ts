import { expect, test } from '@jest/globals';
import { AAC, AUDIO_PID, HEVC, withoutPid, withVideoType } from './patch-transport-stream.ts';
import { eachOnTinyHls, makeSettings, passthroughOutput } from './test-bench.ts';
import { putTinyHls, tinyPlaylist, tinySegments, tinyUrl } from './tiny-hls.ts';
import { writeTransportStream } from './write-transport-stream.ts';

const bench = eachOnTinyHls();

test('1404: the playlist does not exist', async () => {
  const job = await bench().run(makeSettings({ fileInput: 's3://recordings/rec/none.m3u8' }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1404 });
  expect(job.ErrorMessage).toContain('s3://recordings/rec/none.m3u8');
  expect(job.Timing?.FinishTime).toBeDefined();
});

test('1010: the playlist is not finished', async () => {
  putTinyHls(bench().s3, tinyPlaylist.replace('#EXT-X-ENDLIST', '').replace('#EXT-X-PLAYLIST-TYPE:VOD', ''));

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1010, ErrorMessage: expect.stringContaining(tinyUrl) });
});

test('1056: a segment is missing', async () => {
  bench().s3.objects.delete('recordings/rec/720p30/1.mpegts');

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1056 });
  expect(job.ErrorMessage).toContain('s3://recordings/rec/720p30/1.mpegts');
});

test.each([
  ['is empty', ''],
  ['is no transport stream', '<html>'.repeat(100)],
])('1056: a segment %s', async (_, content) => {
  bench().s3.put('recordings/rec/720p30/1.mpegts', content);

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1056, ErrorMessage: expect.stringContaining('1.mpegts') });
});

test('3400: the playlist is larger than 16 MB', async () => {
  putTinyHls(bench().s3, tinyPlaylist.padEnd(16 * 1024 * 1024 + 1, '\n'));

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 3400, ErrorMessage: expect.stringContaining('16 MB') });
});

test('3400: the URL of a segment is longer than 900 characters', async () => {
  putTinyHls(bench().s3, tinyPlaylist.replace('1.mpegts', `${'x'.repeat(900)}.mpegts`));

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 3400, ErrorMessage: expect.stringContaining('900') });
});

test('1401: S3 denies the playlist', async () => {
  bench().s3.intervene = async (_, key) => (key.endsWith('.m3u8') ? 403 : undefined);

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1401, ErrorMessage: expect.stringContaining(tinyUrl) });
});

test('1401: S3 denies the output', async () => {
  bench().s3.intervene = async (method) => (method === 'PUT' ? 403 : undefined);

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1401 });
  expect(job.ErrorMessage).toContain('s3://exports/out/recording.mp4');
});

test('1517: S3 fails to take the output', async () => {
  bench().s3.intervene = async (method) => (method === 'PUT' ? 501 : undefined);

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1517 });
  expect(job.ErrorMessage).toContain('s3://exports/out/recording.mp4');
});

async function putSingleSegment(tracks: readonly ('video' | 'audio')[]): Promise<void> {
  putTinyHls(bench().s3, '#EXTM3U\n#EXTINF:2.0,\n0.mpegts\n#EXT-X-ENDLIST\n');
  bench().s3.put('recordings/rec/720p30/0.mpegts', await writeTransportStream(tracks));
}

test('1020: an output with video of an input without', async () => {
  await putSingleSegment(['audio']);

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1020, ErrorMessage: expect.stringContaining(tinyUrl) });
});

test('1021: an output with sound of an input without', async () => {
  await putSingleSegment(['video']);

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1021 });
  expect(job.ErrorMessage).toContain('Audio Selector 1');
});

test('1040: a selector that insists on a track which the input does not have', async () => {
  const job = await bench().run(makeSettings({ audioSelector: { SelectorType: 'TRACK', Tracks: [2] } }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1040 });
  expect(job.ErrorMessage).toContain('Audio track [2] not found in input container');
});

test('an input without sound does for an output without', async () => {
  await putSingleSegment(['video']);
  const { AudioDescriptions: _, ...videoOnly } = passthroughOutput;

  const job = await bench().run(makeSettings({ outputs: [videoOnly] }));

  expect(job.Status).toBe('COMPLETE');
});

test('1040: the output would take the place of the input', async () => {
  const job = await bench().run(
    makeSettings({
      destination: 's3://recordings/rec/720p30/playlist',
      outputs: [{ ...passthroughOutput, Extension: 'm3u8' }],
    }),
  );

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1040, ErrorMessage: expect.stringContaining(tinyUrl) });
});

test('1040: the sound changes its format after a discontinuity', async () => {
  const twice = tinyPlaylist.replace(
    '#EXT-X-ENDLIST',
    '#EXT-X-DISCONTINUITY\n#EXTINF:2.0,\nother.mpegts\n#EXT-X-ENDLIST',
  );
  putTinyHls(bench().s3, twice);
  bench().s3.put(
    'recordings/rec/720p30/other.mpegts',
    await writeTransportStream(['video', 'audio'], { sampleRate: 44_100 }),
  );

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1040 });
  expect(job.ErrorMessage).toMatch(/48000 Hz.*44100 Hz/);
});

test('1030: a codec that cannot be copied', async () => {
  bench().s3.put('recordings/rec/720p30/0.mpegts', withVideoType(tinySegments[0]!, HEVC));

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1030, ErrorMessage: expect.stringContaining('found HEVC') });
});

test('1040: another audio track than the first, which the engine does not copy', async () => {
  bench().s3.put('recordings/rec/720p30/0.mpegts', withVideoType(tinySegments[0]!, AAC));
  const { ContainerSettings, AudioDescriptions } = passthroughOutput;
  const settings = makeSettings({
    outputs: [{ ContainerSettings, AudioDescriptions }],
    audioSelector: { SelectorType: 'TRACK', Tracks: [2] },
  });

  const job = await bench().run(settings);

  expect(job).toMatchObject({
    Status: 'ERROR',
    ErrorCode: 1040,
    ErrorMessage: expect.stringContaining('[2] is selected'),
  });
});

test('1021: sound that is announced and never comes', async () => {
  putTinyHls(bench().s3, '#EXTM3U\n#EXTINF:2.0,\n0.mpegts\n#EXT-X-ENDLIST\n');
  bench().s3.put('recordings/rec/720p30/0.mpegts', withoutPid(tinySegments[0]!, AUDIO_PID));

  const job = await bench().run(makeSettings());

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1021 });
  expect(job.ErrorMessage).toContain('Audio Selector 1');
});
