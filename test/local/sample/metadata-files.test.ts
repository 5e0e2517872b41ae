import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { playlistEntries, RENDITIONS, readSampleText, SAMPLE_FOLDER, totalMs } from './committed-sample.ts';

const rendition = (path: string, resolution_width: number, resolution_height: number) => ({
  path,
  playlist: 'playlist.m3u8',
  byte_range_playlist: 'byte-range-variant.m3u8',
  resolution_width,
  resolution_height,
});

test('recording-ended.json has the fields of a real one, in their order', () => {
  const text = readSampleText('events/recording-ended.json');

  expect(text).toBe(
    JSON.stringify({
      version: 'v1',
      recording_started_at: '2026-06-23T20:12:41Z',
      recording_ended_at: '2026-06-23T20:13:10Z',
      channel_arn: 'arn:aws:ivs:us-west-2:123456789012:channel/Qm4TzL9cWx2d',
      recording_status: 'RECORDING_ENDED',
      media: {
        hls: {
          duration_ms: 29995,
          path: 'media/hls',
          playlist: 'master.m3u8',
          byte_range_playlist: 'byte-range-multivariant.m3u8',
          renditions: [
            rendition('720p30', 1280, 720),
            rendition('480p30', 852, 480),
            rendition('360p30', 640, 360),
            rendition('160p30', 284, 160),
          ],
        },
        thumbnails: { path: 'media/thumbnails', resolution_width: 1280, resolution_height: 720 },
      },
    }),
  );
});

test('recording-started.json tells neither end nor duration and lists the renditions in another order', () => {
  const { media, ...rest } = JSON.parse(readSampleText('events/recording-started.json'));

  expect(rest).toEqual({
    version: 'v1',
    recording_started_at: '2026-06-23T20:12:41Z',
    channel_arn: 'arn:aws:ivs:us-west-2:123456789012:channel/Qm4TzL9cWx2d',
    recording_status: 'RECORDING_STARTED',
  });
  expect(media.hls.duration_ms).toBeUndefined();
  expect(media.hls.renditions.map((one: { path: string }) => one.path)).toEqual([
    '160p30',
    '720p30',
    '480p30',
    '360p30',
  ]);
});

test.each(RENDITIONS)('duration_ms is the sum of the EXTINF of %s', (name) => {
  const { media } = JSON.parse(readSampleText('events/recording-ended.json'));

  expect(totalMs(playlistEntries(`media/hls/${name}/playlist.m3u8`))).toBe(media.hls.duration_ms);
  expect(totalMs(playlistEntries(`media/hls/${name}/byte-range-variant.m3u8`))).toBe(media.hls.duration_ms);
});

test('the recording consists of exactly the files that IVS writes', () => {
  const media = RENDITIONS.flatMap((name) =>
    ['0.ts', '1.ts', '2.ts', 'byte-range-variant.m3u8', 'playlist.m3u8'].map((file) => `media/hls/${name}/${file}`),
  );

  expect(sampleFiles().sort()).toEqual(
    [
      'events/ivs-check',
      'events/recording-ended.json',
      'events/recording-started.json',
      'media/hls/byte-range-multivariant.m3u8',
      'media/hls/master.m3u8',
      ...media,
      'media/thumbnails/thumb0.jpg',
      'media/thumbnails/thumb1.jpg',
      'media/thumbnails/thumb2.jpg',
    ].sort(),
  );
});

test('all files together stay under 6 MB, and only ivs-check is empty', () => {
  const sizes = sampleFiles().map((file) => ({ file, sizeBytes: statSync(join(SAMPLE_FOLDER, file)).size }));

  const emptyFiles = sizes.filter(({ sizeBytes }) => sizeBytes === 0).map(({ file }) => file);
  const totalBytes = sizes.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

  expect(emptyFiles).toEqual(['events/ivs-check']);
  expect(totalBytes).toBeLessThan(6_000_000);
});

function sampleFiles(): string[] {
  return readdirSync(SAMPLE_FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(SAMPLE_FOLDER.length + 1));
}
