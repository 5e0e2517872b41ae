import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { type FileSegment, fileSegmentOpener } from '../../../../media/files/file-segments.ts';
import type { SegmentReader } from '../../../../media/remux/segment-source.ts';
import { countingBytes, useTestFolder } from './files-in-folder.ts';

const folder = useTestFolder();
const signal = new AbortController().signal;

const segment = (path: string, other: Partial<FileSegment> = {}): FileSegment => ({
  name: '7.ts',
  startSeconds: 70,
  path,
  byteRange: undefined,
  map: undefined,
  ...other,
});

async function readAll(reader: SegmentReader, chunkBytes: number): Promise<number[]> {
  const read: number[] = [];
  const target = new Uint8Array(chunkBytes);
  for (;;) {
    const count = await reader.read(target);
    if (count === 0) return read;
    read.push(...target.subarray(0, count));
  }
}

async function contentOf(file: FileSegment, { chunkBytes = 100, isTolerant = false } = {}): Promise<number[]> {
  const reader = await fileSegmentOpener([file], isTolerant)(0, signal);
  try {
    return await readAll(reader, chunkBytes);
  } finally {
    await reader.close();
  }
}

test.each([1, 3, 999, 1000, 1001])('a file is read whole into buffers of %d bytes', async (chunkBytes) => {
  const bytes = countingBytes(1000);
  const path = folder.write('0.ts', bytes);

  expect(await contentOf(segment(path), { chunkBytes })).toEqual([...bytes]);
});

test('nothing but the byte range is read', async () => {
  const bytes = countingBytes(1000);
  const path = folder.write('all.ts', bytes);

  const read = await contentOf(segment(path, { byteRange: { offset: 188, length: 376 } }), { chunkBytes: 77 });

  expect(read).toEqual([...bytes.subarray(188, 564)]);
});

test('the bytes of EXT-X-MAP come first, whole or their range, of the same file or another', async () => {
  const map = folder.write('init.ts', countingBytes(50, 9));
  const path = folder.write('all.ts', countingBytes(1000));
  const byteRange = { offset: 10, length: 20 };

  const whole = await contentOf(segment(path, { byteRange, map: { path: map, byteRange: undefined } }));
  const ranged = await contentOf(segment(path, { map: { path, byteRange } }), { chunkBytes: 7 });

  expect(whole).toEqual([...countingBytes(50, 9), ...countingBytes(1000).subarray(10, 30)]);
  expect(ranged).toEqual([...countingBytes(1000).subarray(10, 30), ...countingBytes(1000)]);
});

test('an empty file ends at once', async () => {
  expect(await contentOf(segment(folder.write('0.ts', '')))).toEqual([]);
});

test('a file that is missing is named, with its time', async () => {
  const opening = contentOf(segment(folder.at('no.ts')));

  await expect(opening).rejects.toMatchObject({
    name: 'SegmentDamagedError',
    reason: 'segment-missing',
    place: { segment: '7.ts', seconds: 70 },
    message: `Segment 7.ts, 70.0 s into the recording, is damaged (segment-missing): expected a file at ${folder.at('no.ts')}, found none.`,
  });
});

test('a missing map counts as the segment missing', async () => {
  const map = { path: folder.at('no.ts'), byteRange: undefined };

  const opening = contentOf(segment(folder.write('0.ts', 'x'), { map }));

  await expect(opening).rejects.toMatchObject({ reason: 'segment-missing' });
});

test('a folder in place of a file is no segment', async () => {
  mkdirSync(folder.at('0.ts'));

  await expect(contentOf(segment(folder.at('0.ts')))).rejects.toMatchObject({ reason: 'segment-missing' });
});

test('a named pipe that nobody writes to is refused and not waited for', async () => {
  execFileSync('mkfifo', [folder.at('0.ts')]);

  await expect(contentOf(segment(folder.at('0.ts')))).rejects.toMatchObject({ reason: 'segment-missing' });
});

test('a file that ends before its byte range does is told, unless losses are tolerated', async () => {
  const file = segment(folder.write('0.ts', countingBytes(100)), { byteRange: { offset: 90, length: 20 } });

  await expect(contentOf(file)).rejects.toMatchObject({
    reason: 'packet-truncated',
    message: expect.stringContaining('expected bytes 90 to 110 of '),
  });
  expect(await contentOf(file, { isTolerant: true })).toHaveLength(10);
});

test('a reader may be closed more than once, and before it was read', async () => {
  const reader = await fileSegmentOpener([segment(folder.write('0.ts', 'x'))], false)(0, signal);

  await reader.close();
  await reader.close();

  expect(await reader.read(new Uint8Array(1))).toBe(0);
});
