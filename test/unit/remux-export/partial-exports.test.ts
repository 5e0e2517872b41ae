/** What is not all of one rendition: sound alone, clips, several recordings. */
import { describe, expect, test } from '@jest/globals';
import { remuxExport } from '../../../lambdas/remux-export/remux-export.ts';
import { type RemuxExportInput, remuxExportInputSchema } from '../../../lambdas/remux-export/schema.ts';
import type { RemuxJob } from '../../../lambdas/shared/recording/planned-export.ts';
import { inspectMp4 } from '../../../media/mp4/inspect-mp4.ts';
import { recordingId } from '../../fixtures/make-recording.ts';
import { input, makeMemoryPorts, nextPlaylistKey, playlistKey, playlistOf } from './memory-ports.ts';

function inputOf(job: Partial<RemuxJob>, format: 'mp4' | 'm4a' = 'mp4'): RemuxExportInput {
  const { planned, ...rest } = input;
  const target = { ...planned.export, format, key: planned.export.key.replace('mp4', format) };
  const remuxJob = { ...planned.remuxJob, ...job };
  return remuxExportInputSchema.parse({ ...rest, planned: { ...planned, export: target, remuxJob } });
}

const inspect = (file: Buffer) =>
  inspectMp4({
    sizeBytes: file.length,
    readRange: async (offset, length) => file.subarray(offset, offset + length),
  });

describe('sound alone', () => {
  test('becomes an M4A with every frame of the audio and none of the video', async () => {
    const { ports, sinks } = makeMemoryPorts();

    const summary = await remuxExport(inputOf({ tracks: 'audio' }, 'm4a'), ports);

    const { brands, tracks } = await inspect(sinks[0]!.file!);
    expect(sinks[0]!.target).toMatchObject({ contentType: 'audio/mp4', key: expect.stringMatching(/small\.m4a$/) });
    expect(brands[0]).toBe('M4A ');
    expect(tracks.map(({ kind, codec }) => [kind, codec])).toEqual([['audio', 'mp4a.40.2']]);
    expect(summary).toMatchObject({ videoFrames: 0, audioFrames: 283, trimmedMs: 0 });
    expect(summary).not.toHaveProperty('videoDurationMs');
  });

  test('of a clip begins where it is wanted, not at a key frame', async () => {
    const { ports, sinks } = makeMemoryPorts();
    const clip = { fromSeconds: 1.5, toSeconds: 4.5 };

    const summary = await remuxExport(inputOf({ tracks: 'audio', clip }, 'm4a'), ports);

    expect(Math.abs((await inspect(sinks[0]!.file!)).durationMs - 3000)).toBeLessThan(100);
    expect(summary.clip).toEqual(clip);
  });
});

describe('a clip', () => {
  test('begins with the last key frame before, ends where it should, and says so', async () => {
    const { ports, sinks, opened } = makeMemoryPorts();

    const summary = await remuxExport(inputOf({ clip: { fromSeconds: 2.7, toSeconds: 4.4 } }), ports);

    // A key frame each second.
    expect(summary.clip).toEqual({ fromSeconds: 2, toSeconds: 4.4 });
    expect(Math.abs(summary.durationMs - 2400)).toBeLessThan(100);
    expect(Math.abs((await inspect(sinks[0]!.file!)).durationMs - 2400)).toBeLessThan(100);
    expect(new Set(opened.map(({ name }) => name))).toEqual(new Set(['1.ts', '2.ts']));
  });

  test.each([
    { toSeconds: 1.5, reach: ['0.ts', '1.ts'] },
    { toSeconds: 2, reach: ['0.ts', '1.ts'] },
    { toSeconds: 2.5, reach: ['0.ts', '1.ts', '2.ts'] },
    { toSeconds: 6, reach: ['0.ts', '1.ts', '2.ts'] },
  ])(
    'to $toSeconds s has nothing fetched ahead that lies further than the segment behind it',
    async ({ toSeconds, reach }) => {
      const { ports, reachable } = makeMemoryPorts();

      await remuxExport(inputOf({ clip: { fromSeconds: 0, toSeconds } }), ports);

      expect(reachable).toEqual(reach);
    },
  );

  test('does not care for segments that it does not need', async () => {
    const { ports } = makeMemoryPorts({ playlist: playlistOf('missing.ts', '1.ts', '2.ts') });

    await expect(remuxExport(inputOf({ clip: { fromSeconds: 2, toSeconds: 6 } }), ports)).resolves.toMatchObject({
      clip: { fromSeconds: 2, toSeconds: 6 },
    });
  });
});

describe('several recordings', () => {
  const join = inputOf({ playlistKeys: [playlistKey, nextPlaylistKey] });

  test('follow each other in one file, each as a part of its own', async () => {
    const { ports, sinks, logged } = makeMemoryPorts();

    const summary = await remuxExport(join, ports);

    expect(summary).toMatchObject({ videoFrames: 180, parts: 2, warnings: [] });
    // Not for a jump of the clock: it may happen to go on.
    expect(logged).toMatchObject([{ parts: [{ cause: 'start' }, { cause: 'tag', segment: 'next00000000/0.ts' }] }]);
    expect(Math.abs((await inspect(sinks[0]!.file!)).durationMs - 12_000)).toBeLessThan(150);
  });

  test('are told apart by name, and each segment by its place among all of them', async () => {
    const { ports, opened } = makeMemoryPorts();

    await remuxExport(join, ports);

    expect(opened.map(({ name, startSeconds }) => [name, startSeconds])).toEqual([
      [`${recordingId}/0.ts`, 0],
      [`${recordingId}/1.ts`, 2],
      [`${recordingId}/2.ts`, 4],
      ['next00000000/0.ts', 6],
      ['next00000000/1.ts', 8],
      ['next00000000/2.ts', 10],
    ]);
  });

  test('give a clip across their border', async () => {
    const { ports } = makeMemoryPorts();

    const summary = await remuxExport(
      { ...inputOf({ playlistKeys: [playlistKey, nextPlaylistKey], clip: { fromSeconds: 4, toSeconds: 8 } }) },
      ports,
    );

    expect(summary).toMatchObject({ clip: { fromSeconds: 4, toSeconds: 8 }, parts: 2 });
    expect(Math.abs(summary.durationMs - 4000)).toBeLessThan(150);
  });

  test('of which one lacks a segment say whose it is', async () => {
    const { ports } = makeMemoryPorts({ nextPlaylist: playlistOf('0.ts', '7.ts') });

    await expect(remuxExport(join, ports)).rejects.toMatchObject({
      name: 'ExportSourceDamagedError',
      message: expect.stringContaining('Segment next00000000/7.ts'),
    });
  });

  test.each([
    ['gone', '', 'cannot be any more: it is missing'],
    ['without an end', playlistOf('0.ts').replace('#EXT-X-ENDLIST\n', ''), 'end-mark-missing'],
  ])('of which the second is %s are refused', async (_, nextPlaylist, words) => {
    const { ports, sinks } = makeMemoryPorts({ nextPlaylist });

    await expect(remuxExport(join, ports)).rejects.toMatchObject({
      name: 'ExportSourceDamagedError',
      message: expect.stringContaining(words),
    });
    expect(sinks).toEqual([]);
  });
});
