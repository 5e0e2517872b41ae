import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { createFileSink } from '../../../../media/files/file-sink.ts';
import type { SinkFile } from '../../../../media/files/sink-file.ts';
import type { MakeHead } from '../../../../media/remux/media-sink.ts';
import { countingBytes, useTestFolder } from './files-in-folder.ts';

const folder = useTestFolder();
const create = { isOverwriting: false };

/** A head as a movie's: its own bytes are 1, and 2 in what fills it up. */
const headOf =
  (bytes: number): MakeHead =>
  (atLeastBytes = 0) =>
    new Uint8Array(Math.max(bytes, atLeastBytes)).fill(2).fill(1, 0, bytes);

/** Where in the file the media begins. */
function split(path: string, head: number): { head: Uint8Array; media: Uint8Array } {
  const bytes = readFileSync(path);
  return { head: bytes.subarray(0, head), media: bytes.subarray(head) };
}

const isMedia = (found: Uint8Array, expected: Uint8Array): boolean => Buffer.compare(found, expected) === 0;

test('a small file is head and media, without room between them', async () => {
  const sink = await createFileSink(folder.at('out.mp4'), create);
  await sink.append([countingBytes(10), countingBytes(5, 99)], 1_000_000);

  const sizeBytes = await sink.finish(headOf(100));

  expect(sizeBytes).toBe(115);
  const { head, media } = split(folder.at('out.mp4'), 100);
  expect(head.every((byte) => byte === 1)).toBe(true);
  expect([...media]).toEqual([...countingBytes(10), ...countingBytes(5, 99)]);
});

test('the held bytes are copies, since the arrays are used again', async () => {
  const sink = await createFileSink(folder.at('out.mp4'), create);
  const piece = countingBytes(10);
  await sink.append([piece], 100);
  piece.fill(0);

  await sink.finish(headOf(8));

  expect([...split(folder.at('out.mp4'), 8).media]).toEqual([...countingBytes(10)]);
});

test('room is left for the head by the estimate, and what is too much of it is filled', async () => {
  const media = countingBytes(3_000_001);
  const sink = await createFileSink(folder.at('out.mp4'), { ...create, heldBytes: 1000 });
  for (let at = 0; at < media.length; at += 100_003) await sink.append([media.slice(at, at + 100_003)], 10_000);

  const sizeBytes = await sink.finish(headOf(11_000));

  const roomBytes = sizeBytes - media.length;
  expect(roomBytes).toBeGreaterThan(11_000);
  expect(roomBytes).toBeLessThan(10_000 * 1.125 + 65_536 + 4096);
  const found = split(folder.at('out.mp4'), roomBytes);
  expect(found.head.subarray(0, 11_000).every((byte) => byte === 1)).toBe(true);
  expect(found.head.subarray(11_000).every((byte) => byte === 2)).toBe(true);
  expect(isMedia(found.media, media)).toBe(true);
});

// Room for an estimate of nothing is 65,536 bytes; a block is 1,048,576.
test.each([
  ['by a byte', 65_537, 3_000_001],
  ['by less than a block', 500_000, 3_000_001],
  ['by exactly a block', 65_536 + 1_048_576, 3_000_001],
  ['by more than a block', 2_000_000, 3_000_001],
  ['by more than all the media', 5_000_000, 1_200_000],
  ['with media of whole blocks', 90_000, 3 * 1_048_576],
])('a head that outgrew its room %s moves the media back', async (_, headBytes, mediaBytes) => {
  const media = countingBytes(mediaBytes);
  const sink = await createFileSink(folder.at('out.mp4'), { ...create, heldBytes: 0 });
  for (let at = 0; at < media.length; at += 100_003) await sink.append([media.slice(at, at + 100_003)], 0);

  const sizeBytes = await sink.finish(headOf(headBytes));

  expect(sizeBytes).toBe(headBytes + mediaBytes);
  const found = split(folder.at('out.mp4'), headBytes);
  expect(found.head.every((byte) => byte === 1)).toBe(true);
  expect(isMedia(found.media, media)).toBe(true);
});

test('no file stands under the name, and nothing else in the folder, but one that says it is a part', async () => {
  const sink = await createFileSink(folder.at('out.mp4'), { ...create, heldBytes: 0 });
  await sink.append([countingBytes(10)], 100);

  const underway = readdirSync(folder.at());
  await sink.finish(headOf(8));

  expect(underway).toEqual([expect.stringMatching(/^\.[0-9a-f]{16}\.part$/)]);
  expect(readdirSync(folder.at())).toEqual(['out.mp4']);
});

test.each([0, 1000])('discarding leaves nothing, more than once, with %d bytes held', async (heldBytes) => {
  const sink = await createFileSink(folder.at('out.mp4'), { ...create, heldBytes });
  await sink.append([countingBytes(10)], 100);

  await sink.discard();
  await sink.discard();

  expect(readdirSync(folder.at())).toEqual([]);
});

test('discarding waits for a write that is under way', async () => {
  const sink = await createFileSink(folder.at('out.mp4'), { ...create, heldBytes: 0 });
  const writing = sink.append([countingBytes(5_000_000)], 100);

  await Promise.all([writing, sink.discard()].map((each) => each.catch(() => {})));

  expect(readdirSync(folder.at())).toEqual([]);
});

test('discarding after the end leaves the file', async () => {
  const sink = await createFileSink(folder.at('out.mp4'), create);
  await sink.finish(headOf(8));

  await sink.discard();

  expect(readdirSync(folder.at())).toEqual(['out.mp4']);
});

test('a file that is there is refused and left as it is', async () => {
  writeFileSync(folder.at('out.mp4'), 'mine');

  await expect(createFileSink(folder.at('out.mp4'), create)).rejects.toMatchObject({
    name: 'FileNotWritableError',
    reason: 'exists',
  });
  expect(readFileSync(folder.at('out.mp4'), 'utf8')).toBe('mine');
  expect(readdirSync(folder.at())).toEqual(['out.mp4']);
});

test('a file that came while the new one was made is left as it is', async () => {
  const sink = await createFileSink(folder.at('out.mp4'), create);
  writeFileSync(folder.at('out.mp4'), 'mine');

  await expect(sink.finish(headOf(8))).rejects.toMatchObject({ reason: 'exists' });
  await sink.discard();

  expect(readFileSync(folder.at('out.mp4'), 'utf8')).toBe('mine');
  expect(readdirSync(folder.at())).toEqual(['out.mp4']);
});

test('a file that may be replaced stands until the new one is whole', async () => {
  writeFileSync(folder.at('out.mp4'), 'old');
  const sink = await createFileSink(folder.at('out.mp4'), { isOverwriting: true });

  const underway = readFileSync(folder.at('out.mp4'), 'utf8');
  await sink.finish(headOf(8));

  expect(underway).toBe('old');
  expect(statSync(folder.at('out.mp4')).size).toBe(8);
});

test.each([
  ['a folder of that name', 'folder', 'is-folder'],
  ['no folder to write to', 'none/out.mp4', 'folder-missing'],
  ['a file where a folder should be', 'file/out.mp4', 'folder-missing'],
  ['a name that no disk can hold', `${'x'.repeat(300)}.mp4`, 'name-too-long'],
])('%s is refused, also when overwriting', async (_, name, reason) => {
  mkdirSync(folder.at('folder'));
  writeFileSync(folder.at('file'), '');

  await expect(createFileSink(folder.at(name), { isOverwriting: true })).rejects.toMatchObject({ reason });
});

const systemError = (code: string) => Object.assign(new Error(`${code}: no`), { code, syscall: 'write' });

test.each([
  ['EACCES', 'not-permitted'],
  ['EPERM', 'not-permitted'],
  ['EROFS', 'read-only'],
  ['EMFILE', 'write-failed'],
])('a folder in which no file can be made (%s) is told before anything is read', async (code, reason) => {
  const openFile = () => Promise.reject(systemError(code));

  const creating = createFileSink(folder.at('out.mp4'), { ...create, openFile });

  await expect(creating).rejects.toMatchObject({ name: 'FileNotWritableError', reason });
  await expect(creating).rejects.toThrow(folder.at('out.mp4'));
});

/** A file on a disk with little room: the write that does not fit takes what does, the next one fails. */
async function fileOnDiskOf(path: string, diskBytes: number, code = 'ENOSPC'): Promise<SinkFile> {
  const file = await open(path, 'wx+');
  return {
    read: file.read.bind(file) as SinkFile['read'],
    datasync: () => file.datasync(),
    close: () => file.close(),
    writev: (async (pieces: readonly Uint8Array[], position: number) => {
      const room = diskBytes - position;
      if (room <= 0) throw systemError(code);
      const { bytesWritten } = await file.write(Buffer.concat(pieces).subarray(0, room), { position });
      return { bytesWritten, buffers: pieces };
    }) as SinkFile['writev'],
  };
}

test.each([
  ['ENOSPC', 'disk-full', /: no space is left on its disk; free some or choose another\.$/],
  ['EDQUOT', 'disk-full', /share of its disk is used up/],
  ['EFBIG', 'too-large', /larger than its disk or the limits/],
  ['EIO', 'write-failed', /the operating system answered EIO/],
])('a write that ends in %s is one error, and discarding leaves nothing', async (code, reason, sentence) => {
  const openFile = (path: string) => fileOnDiskOf(path, 250_000, code);
  const sink = await createFileSink(folder.at('out.mp4'), { ...create, heldBytes: 0, openFile });
  await sink.append([countingBytes(100_000)], 0);

  const writing = sink.append([countingBytes(100_000)], 0);

  await expect(writing).rejects.toMatchObject({ name: 'FileNotWritableError', reason });
  await expect(writing).rejects.toThrow(sentence);
  await sink.discard();
  expect(readdirSync(folder.at())).toEqual([]);
});

test('a disk that is full when the head is written, or says so only at the end, is the same error', async () => {
  const openFile = (path: string) => fileOnDiskOf(path, 50);
  const atHead = await createFileSink(folder.at('a.mp4'), { ...create, openFile });
  const late = await createFileSink(folder.at('b.mp4'), {
    ...create,
    openFile: async (path) => ({
      ...(await fileOnDiskOf(path, 1e9)),
      datasync: () => Promise.reject(systemError('ENOSPC')),
    }),
  });

  await expect(atHead.finish(headOf(100))).rejects.toMatchObject({ reason: 'disk-full' });
  await expect(late.finish(headOf(100))).rejects.toMatchObject({ reason: 'disk-full' });

  await Promise.all([atHead.discard(), late.discard()]);
  expect(readdirSync(folder.at())).toEqual([]);
});

test('writes that take only a part are continued', async () => {
  const media = countingBytes(2_500_000);
  const openFile = async (path: string): Promise<SinkFile> => {
    const file = await open(path, 'wx+');
    return {
      read: file.read.bind(file) as SinkFile['read'],
      datasync: () => file.datasync(),
      close: () => file.close(),
      writev: (async (pieces: readonly Uint8Array[], position: number) => {
        const { bytesWritten } = await file.write(Buffer.concat(pieces).subarray(0, 70_001), { position });
        return { bytesWritten, buffers: pieces };
      }) as SinkFile['writev'],
    };
  };
  const sink = await createFileSink(folder.at('out.mp4'), { ...create, heldBytes: 0, openFile });
  await sink.append([media.slice(0, 900_000), media.slice(900_000), new Uint8Array(0)], 0);

  const sizeBytes = await sink.finish(headOf(8));

  expect(isMedia(split(folder.at('out.mp4'), sizeBytes - media.length).media, media)).toBe(true);
});

test('no write is larger than a mebibyte', async () => {
  const sizes: number[] = [];
  const openFile = async (path: string): Promise<SinkFile> => {
    const file = await fileOnDiskOf(path, 1e9);
    return {
      ...file,
      writev: (pieces, position) => {
        sizes.push(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
        return file.writev(pieces, position);
      },
    };
  };
  const sink = await createFileSink(folder.at('out.mp4'), { ...create, heldBytes: 0, openFile });
  await sink.append([countingBytes(3), countingBytes(3_000_000), countingBytes(1_048_576)], 0);
  await sink.finish(headOf(2_000_000));

  expect(Math.max(...sizes)).toBe(1_048_576);
});
