import { expect, test } from '@jest/globals';
import { findFfmpeg } from '../../../local/mediaconvert/find-ffmpeg.ts';
import { expectSame } from '../../fixtures/expect-same.ts';
import { eachOnTinyHls, encodedOutput, makeSettings, passthroughOutput } from './test-bench.ts';
import { inspectMp4 } from './tiny-hls.ts';

// The fixture has 15 pictures a second, and a key frame at 0, 2 and 4 s.
const picturesPerSecond = 15;

const bench = eachOnTinyHls();

const fileAt = (key: string) => inspectMp4(bench().s3.objects.get(`exports/${key}`)!.body);

/** The job of a clip of the fixture. */
const runClip = (StartTimecode: string | undefined, EndTimecode?: string, outputs = [passthroughOutput]) =>
  bench().run(makeSettings({ clippings: [{ StartTimecode, EndTimecode }], outputs }));

test.each([
  ['00:00:00:00', 6],
  ['00:00:01:00', 4],
  ['00:00:02:00', 4],
  ['00:00:02:01', 2],
])('a copy from %s begins with the next key frame and has %i seconds', async (start, seconds) => {
  await bench().run(makeSettings({ destination: 's3://exports/whole' }));

  const job = await runClip(start);

  const [clip, whole] = [await fileAt('out/recording.mp4'), await fileAt('whole.mp4')];
  const pictures = seconds * picturesPerSecond;
  expect(job.Status).toBe('COMPLETE');
  expectSame(
    clip.videoPackets.map(({ data }) => data),
    whole.videoPackets.slice(-pictures).map(({ data }) => data),
  );
  expect(Math.abs(clip.durationMs - seconds * 1000)).toBeLessThan(40);
});

test.each([
  ['00:00:01:14', 30],
  ['00:00:01:05', 21],
  ['00:00:59:00', 90],
])('a copy to %s ends with the picture of that number, and has %i', async (end, pictures) => {
  const job = await runClip(undefined, end);

  const { videoPackets, audioPackets } = await fileAt('out/recording.mp4');
  const times = videoPackets.map(({ timestamp }) => timestamp).sort((a, b) => a - b);
  expect(job.Status).toBe('COMPLETE');
  expect(times).toHaveLength(pictures);
  expect(times.at(-1)).toBeCloseTo((pictures - 1) / picturesPerSecond, 3);
  // The last sound of a segment may lie in the next one, which a clip that ends with it does not read.
  expect(Math.abs(audioPackets.at(-1)!.timestamp - pictures / picturesPerSecond)).toBeLessThan(0.15);
});

// The engine counts sound from the first one in the segment, which is up to 0.15 s early in the fixture.
test('sound alone needs no key frame to begin with', async () => {
  const { ContainerSettings, AudioDescriptions } = passthroughOutput;

  await runClip('00:00:01:00', '00:00:02:14', [{ ContainerSettings, AudioDescriptions }]);

  const { durationMs } = await fileAt('out/recording.mp4');
  expect(Math.abs(durationMs - 2000)).toBeLessThan(150);
});

test.each([
  [
    'begins after the end',
    '00:01:00:00',
    undefined,
    'The clipping start timecode [00:01:00:00] was not found in input number [1]',
  ],
  ['begins with a picture that no second has', '00:00:01:15', undefined, 'start timecode [00:00:01:15] was not found'],
  [
    'ends before it begins',
    '00:00:03:00',
    '00:00:02:14',
    'region [00:00:03:00] to [00:00:02:14] was not found in input number [1]',
  ],
  ['has no key frame to begin with', '00:00:01:00', '00:00:01:14', 'No pictures decoded'],
])('1060: a clip that %s', async (_, start, end, message) => {
  const job = await runClip(start, end);

  expect(job).toMatchObject({ Status: 'ERROR', ErrorCode: 1060, ErrorMessage: expect.stringContaining(message) });
});

const ffmpeg = await findFfmpeg({ ffmpegPath: process.env.FFMPEG_PATH, searchPath: process.env.PATH }).catch(
  () => undefined,
);
const testWithFfmpeg = ffmpeg === undefined ? test.skip : test;

testWithFfmpeg('ffmpeg encodes a clip to the picture', async () => {
  const job = await runClip('00:00:01:05', '00:00:02:04', [encodedOutput]);

  const { videoPackets, durationMs } = await fileAt('out/recording.mp4');
  expect(job.Status).toBe('COMPLETE');
  expect(videoPackets).toHaveLength(picturesPerSecond);
  expect(Math.abs(durationMs - 1000)).toBeLessThan(50);
});

testWithFfmpeg('ffmpeg encodes a clip that begins in one input and ends in the next', async () => {
  const putAgain = (name: string) =>
    bench().s3.put(`recordings/again/${name}`, bench().s3.objects.get(`recordings/rec/720p30/${name}`)!.body);
  ['playlist.m3u8', '0.mpegts', '1.mpegts', '2.mpegts'].forEach(putAgain);

  const job = await bench().run(
    makeSettings({
      fileInputs: ['s3://recordings/rec/720p30/playlist.m3u8', 's3://recordings/again/playlist.m3u8'],
      clippings: [{ StartTimecode: '00:00:05:00' }, { EndTimecode: '00:00:00:14' }],
      outputs: [encodedOutput],
    }),
  );

  const { videoPackets, durationMs } = await fileAt('out/recording.mp4');
  expect(job.Status).toBe('COMPLETE');
  expect(videoPackets).toHaveLength(2 * picturesPerSecond);
  expect(Math.abs(durationMs - 2000)).toBeLessThan(100);
});
