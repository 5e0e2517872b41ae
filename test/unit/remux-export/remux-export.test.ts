import { describe, expect, test } from '@jest/globals';
import { remuxExport } from '../../../lambdas/remux-export/remux-export.ts';
import { remuxSummarySchema } from '../../../lambdas/shared/recording/planned-export.ts';
import { inspectMp4 } from '../../../media/mp4/inspect-mp4.ts';
import { execution } from '../../fixtures/step-ports.ts';
import { input, makeMemoryPorts, playlistKey, playlistOf, tinySegments } from './memory-ports.ts';

const [first, second, third] = tinySegments as [Buffer, Buffer, Buffer];

test('every frame of the rendition becomes one MP4, and the step tells how many', async () => {
  const { ports, sinks, logged, closedSources } = makeMemoryPorts();

  const summary = await remuxExport(input, ports);

  const file = sinks[0]!.file!;
  const readRange = async (offset: number, length: number) => file.subarray(offset, offset + length);
  const inspected = await inspectMp4({ sizeBytes: file.length, readRange });
  expect(summary).toMatchObject({
    sizeBytes: file.length,
    videoFrames: 90,
    // One frame of audio begins before the first picture.
    audioFrames: 282,
    silentFramesInserted: 0,
    parts: 1,
    trimmedMs: 21,
  });
  expect(Math.abs(inspected.durationMs - summary.durationMs)).toBeLessThanOrEqual(1);
  expect(remuxSummarySchema.parse(JSON.parse(JSON.stringify(summary)))).toEqual(summary);
  expect(logged).toMatchObject([{ message: 'Exported.', key: input.planned.export.key, segments: { total: 3 } }]);
  expect(closedSources()).toBe(1);
});

test('the file says what it is, to people and to a run that lost an answer', async () => {
  const { ports, sinks } = makeMemoryPorts();

  await remuxExport(input, ports);

  expect(sinks.map(({ target }) => target)).toEqual([
    {
      bucket: 'my-exports',
      key: 'AbCdef1G2hij/j8Z9O91ndcVs/small.mp4',
      contentType: 'video/mp4',
      metadata: {
        recording: 'AbCdef1G2hij/j8Z9O91ndcVs',
        export: 'small',
        execution: execution.arn,
        'redrive-count': '0',
        'source-bytes': '70688',
      },
      sourceBytes: 70_688,
    },
  ]);
});

test('segments are opened by their keys, with their place in the recording', async () => {
  const { ports, opened } = makeMemoryPorts();

  await remuxExport(input, ports);

  const folder = playlistKey.replace('playlist.m3u8', '');
  expect(opened).toEqual(
    [0, 1, 2].map((index) => ({
      name: `${index}.ts`,
      startSeconds: index * 2,
      stretches: [{ key: `${folder}${index}.ts`, byteRange: undefined }],
    })),
  );
});

test('byte ranges and initialization sections are read where they lie', async () => {
  const playlist = playlistOf('all.ts', 'all.ts', 'all.ts')
    .replace('VERSION:3', 'VERSION:5')
    .replace('#EXTINF', `#EXT-X-MAP:URI="all.ts",BYTERANGE="376@0"\n#EXT-X-BYTERANGE:${first.length}@0\n#EXTINF`)
    .replace(/(all\.ts\n)(#EXTINF)/, `$1#EXT-X-BYTERANGE:${second.length}\n$2`)
    .replace(/(\n#EXTINF:2.000,\nall\.ts\n#EXT-X-ENDLIST)/, `\n#EXT-X-BYTERANGE:${third.length}$1`);
  const { ports, opened } = makeMemoryPorts({ playlist, objects: { 'all.ts': Buffer.concat(tinySegments) } });

  // The tables come twice, which is legal; what matters here is what was asked for.
  await remuxExport(input, ports).catch(() => undefined);

  expect(opened[0]?.stretches.map(({ byteRange }) => byteRange)).toEqual([
    { offset: 0, length: 376 },
    { offset: 0, length: first.length },
  ]);
});

describe('what cannot be exported is told by name, with the playlist and the place', () => {
  test('a segment that is missing', async () => {
    const { ports, sinks, closedSources } = makeMemoryPorts({ objects: { '0.ts': first, '2.ts': third } });

    const remuxing = remuxExport(input, ports);

    await expect(remuxing).rejects.toMatchObject({
      name: 'ExportSourceDamagedError',
      message: expect.stringMatching(
        /^ivs\/.*\/playlist\.m3u8: Segment 1\.ts, 2\.0 s into the recording, is damaged \(segment-missing\): .* redrive this execution, or start a new one with the engine mediaconvert/,
      ),
      cause: expect.objectContaining({ name: 'SegmentDamagedError' }),
    });
    expect(sinks[0]).toMatchObject({ file: undefined, isDiscarded: true });
    expect(closedSources()).toBe(1);
  });

  test.each([
    ['cut in the middle of a packet', second.subarray(0, 10_000)],
    ['cut at a packet', second.subarray(0, 188 * 60)],
    ['empty', Buffer.alloc(0)],
    ['noise', Buffer.alloc(188 * 20, 7)],
  ])('a segment that is %s', async (_, damaged) => {
    const { ports, sinks } = makeMemoryPorts({ objects: { '0.ts': first, '1.ts': damaged, '2.ts': third } });

    await expect(remuxExport(input, ports)).rejects.toMatchObject({ name: 'ExportSourceDamagedError' });
    expect(sinks[0]).toMatchObject({ file: undefined, isDiscarded: true });
  });

  test('a stream of another kind', async () => {
    const fragment = Buffer.concat([Buffer.from([0, 0, 0, 16]), Buffer.from('styp'), Buffer.alloc(188 * 4)]);
    const { ports, sinks } = makeMemoryPorts({ objects: { '0.ts': fragment, '1.ts': second, '2.ts': third } });

    await expect(remuxExport(input, ports)).rejects.toMatchObject({
      name: 'ExportNotCarriableError',
      message: expect.stringContaining(`${playlistKey}: Segment 0.ts`),
    });
    expect(sinks[0]).toMatchObject({ file: undefined, isDiscarded: true });
  });

  test.each([
    ['gone', '', 'it is missing'],
    ['broken', 'x', 'expected'],
    ['leading out of its folder', playlistOf('../0.ts'), 'climbs-out'],
  ])('a playlist that is %s since it was planned with', async (_, playlist, words) => {
    const { ports, sinks } = makeMemoryPorts({ playlist });

    await expect(remuxExport(input, ports)).rejects.toMatchObject({
      name: 'ExportSourceDamagedError',
      message: expect.stringContaining(words),
    });
    expect(sinks).toEqual([]);
  });

  test.each([
    [
      'is encrypted',
      playlistOf('0.ts').replace('#EXTINF', '#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF'),
      'ExportNotCarriableError',
    ],
    ['has no end', playlistOf('0.ts').replace('#EXT-X-ENDLIST\n', ''), 'ExportSourceDamagedError'],
  ])('a playlist that %s by now', async (_, playlist, name) => {
    const { ports } = makeMemoryPorts({ playlist });

    await expect(remuxExport(input, ports)).rejects.toMatchObject({ name });
  });
});

test('when its time is up, it stops by name, says how far it came, and leaves nothing behind', async () => {
  const stop = new AbortController();
  const { ports, sinks, closedSources } = makeMemoryPorts({
    deadline: stop.signal,
    onOpen: ({ name }) => {
      if (name === '2.ts') stop.abort(new Error('time is up'));
    },
  });

  await expect(remuxExport(input, ports)).rejects.toMatchObject({
    name: 'ExportTimeExceededError',
    message: expect.stringMatching(/was \d\d % done when the time of its Lambda was nearly up/),
  });
  expect(sinks[0]).toMatchObject({ file: undefined, isDiscarded: true });
  expect(closedSources()).toBe(1);
});

test('what else goes wrong is not given another name', async () => {
  const trouble = new Error('a bug');
  const { ports } = makeMemoryPorts({
    onOpen: () => {
      throw trouble;
    },
  });

  await expect(remuxExport(input, ports)).rejects.toBe(trouble);
});
