import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { findFfmpeg } from '../../../local/mediaconvert/find-ffmpeg.ts';
import { expectSame } from '../../fixtures/expect-same.ts';
import { eachOnTinyHls, encodedOutput, makeSettings, passthroughOutput } from './test-bench.ts';
import { inspectMp4, tinyFacts, tinyPlaylist, tinySegments, tinyUrl } from './tiny-hls.ts';
import { writeTransportStream } from './write-transport-stream.ts';

const bench = eachOnTinyHls();

const otherUrl = 's3://recordings/other/playlist.m3u8';

/** Another recording of the same pictures and sounds. */
function putAgain(): void {
  bench().s3.put('recordings/other/playlist.m3u8', tinyPlaylist);
  for (const [index, segment] of tinySegments.entries()) bench().s3.put(`recordings/other/${index}.mpegts`, segment);
}

/** Another recording of one segment. */
function putOther(segment: Buffer): void {
  bench().s3.put('recordings/other/playlist.m3u8', '#EXTM3U\n#EXTINF:10.267,\n0.ts\n#EXT-X-ENDLIST\n');
  bench().s3.put('recordings/other/0.ts', segment);
}

const output = () => inspectMp4(bench().s3.objects.get('exports/out/recording.mp4')!.body);

test('several inputs become one file, one after the other, with every frame', async () => {
  putAgain();

  const job = await bench().run(makeSettings({ fileInputs: [tinyUrl, otherUrl] }));

  const { videoPackets, durationMs } = await output();
  expect(job).toMatchObject({ Status: 'COMPLETE', Messages: { Warning: [] } });
  expect(videoPackets).toHaveLength(2 * tinyFacts.videoPackets);
  expect(Math.abs(durationMs - 2 * tinyFacts.durationMs)).toBeLessThan(50);
  expectSame(
    videoPackets.slice(tinyFacts.videoPackets).map(({ data }) => data),
    videoPackets.slice(0, tinyFacts.videoPackets).map(({ data }) => data),
  );
});

test('a clip of several inputs begins in the first and ends in the last', async () => {
  putAgain();

  const job = await bench().run(
    makeSettings({
      fileInputs: [tinyUrl, tinyUrl, otherUrl],
      clippings: [{ StartTimecode: '00:00:04:00' }, undefined, { EndTimecode: '00:00:01:14' }],
    }),
  );

  const { videoPackets } = await output();
  expect(job.Status).toBe('COMPLETE');
  expect(videoPackets).toHaveLength(30 + 90 + 30);
});

test('1404 names the input that does not exist, before any segment is fetched', async () => {
  const job = await bench().run(makeSettings({ fileInputs: [tinyUrl, otherUrl] }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1404, ErrorMessage: expect.stringContaining(otherUrl) });
  expect(bench().s3.requests.filter((request) => request.endsWith('.mpegts'))).toEqual([]);
});

test('1056 names the playlist of the segment that is missing', async () => {
  putAgain();
  bench().s3.objects.delete('recordings/other/1.mpegts');

  const job = await bench().run(makeSettings({ fileInputs: [tinyUrl, otherUrl] }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1056, ErrorMessage: expect.stringContaining(otherUrl) });
});

test('1020: one of the inputs has no pictures', async () => {
  putOther(await writeTransportStream(['audio']));

  const job = await bench().run(makeSettings({ fileInputs: [tinyUrl, otherUrl] }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1020, ErrorMessage: expect.stringContaining(otherUrl) });
});

test('1021: one of the inputs has no sound', async () => {
  putOther(await writeTransportStream(['video']));

  const job = await bench().run(makeSettings({ fileInputs: [tinyUrl, otherUrl] }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1021 });
});

test('1040: the output would take the place of the second input', async () => {
  putAgain();
  const outputs = [{ ...passthroughOutput, Extension: 'm3u8' }];

  const job = await bench().run(
    makeSettings({ fileInputs: [tinyUrl, otherUrl], destination: 's3://recordings/other/playlist', outputs }),
  );

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1040, ErrorMessage: expect.stringContaining(otherUrl) });
});

/** Of the sample recording: 284x160 at 30 a second, where the fixture has 160x90 at 15. */
const otherSize = readFileSync(new URL('../../../local/sample/h7RkV3sNp8Ya/media/hls/160p30/0.ts', import.meta.url));

test('1040: inputs of different sizes cannot be copied into one file', async () => {
  putOther(otherSize);

  const job = await bench().run(makeSettings({ fileInputs: [tinyUrl, otherUrl] }));

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1040, ErrorMessage: expect.stringContaining('160x90') });
});

const ffmpeg = await findFfmpeg({ ffmpegPath: process.env.FFMPEG_PATH, searchPath: process.env.PATH }).catch(
  () => undefined,
);
const testWithFfmpeg = ffmpeg === undefined ? test.skip : test;

testWithFfmpeg('ffmpeg encodes inputs of different sizes to the size of the first', async () => {
  putOther(otherSize);
  const { Height: _, ...VideoDescription } = encodedOutput.VideoDescription!;

  const job = await bench().run(
    makeSettings({ fileInputs: [tinyUrl, otherUrl], outputs: [{ ...encodedOutput, VideoDescription }] }),
  );

  const [detail] = job.OutputGroupDetails?.[0]?.OutputDetails ?? [];
  expect(job.ErrorMessage).toBeUndefined();
  expect(detail?.VideoDetails).toEqual({ WidthInPx: tinyFacts.width, HeightInPx: tinyFacts.height });
  expect(Math.abs((detail?.DurationInMs ?? 0) - tinyFacts.durationMs - 10_267)).toBeLessThan(200);
});
