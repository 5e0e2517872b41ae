/** The step as it is deployed: its bundle in a worker thread, S3 to S3, with all that may go wrong on the way. */
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { inspectMp4 } from '../../../media/mp4/inspect-mp4.ts';
import { type BundleExport, RemuxBundle } from './remux-bundle.ts';

jest.setTimeout(60_000);

let bundle: RemuxBundle;
beforeAll(async () => {
  bundle = await RemuxBundle.start();
});
beforeEach(() => {
  bundle.s3.fault = () => undefined;
});
afterAll(async () => {
  const left = await bundle.uploadsLeft();
  await bundle.stop();

  expect(left).toEqual(leftByKill);
});

/** Keys of uploads that nobody could take back. */
const leftByKill: string[] = [];

// 1.9 MB each: held back are 5 MiB, and a part has as many, so that these make three.
const times = 6;
const frames = { videoFrames: times * 882, audioFrames: times * 1406, parts: times };

async function inspect(made: BundleExport) {
  const { bytes, Metadata } = await made.read();
  const readRange = async (offset: number, length: number) => bytes.subarray(offset, offset + length);
  return { Metadata, bytes, ...(await inspectMp4({ sizeBytes: bytes.length, readRange })) };
}

test('a recording becomes one whole object, in parts', async () => {
  const made = await bundle.makeExport(times);

  const summary = await bundle.invoke(made.event());

  const { bytes, durationMs, Metadata } = await inspect(made);
  const parts = bundle.s3.requests.filter(({ operation, key }) => operation === 'UploadPart' && key === made.key);
  expect(summary).toMatchObject({ ...frames, sizeBytes: bytes.length });
  expect(Math.abs(durationMs - times * 29_995)).toBeLessThan(1000);
  expect(parts.length).toBeGreaterThan(2);
  expect(Metadata).toMatchObject({ recording: 'Qm4TzL9cWx2d/h7RkV3sNp8Ya', export: 'archive', 'redrive-count': '0' });
});

test('made again, it is the same file, byte for byte', async () => {
  const made = await bundle.makeExport(3);

  await bundle.invoke(made.event());
  const first = await made.read();
  await bundle.invoke(made.event(1));
  const second = await made.read();

  expect(second.bytes.equals(first.bytes)).toBe(true);
  expect(second.Metadata).toMatchObject({ 'redrive-count': '1' });
});

test('a Lambda that is killed leaves an upload behind, and nothing under the name; a redrive makes the whole file', async () => {
  const made = await bundle.makeExport(times);
  const { promise: isUnderWay, resolve } = Promise.withResolvers<void>();
  bundle.s3.fault = ({ partNumber }) => {
    if (partNumber !== 2) return undefined;
    resolve();
    return { when: new Promise(() => {}) };
  };
  const killed = bundle.startContainer();
  const invocation = killed.invoke(made.event()).catch((error: unknown) => error);
  await isUnderWay;
  await killed.stop();

  expect(await invocation).toMatchObject({ errorType: 'Runtime.ExitError' });
  expect(await made.uploadsLeft()).toBe(1);
  await expect(made.read()).rejects.toMatchObject({ name: 'NoSuchKey' });

  bundle.s3.fault = () => undefined;
  const summary = await bundle.invoke(made.event(1));

  expect(summary).toMatchObject(frames);
  expect((await inspect(made)).bytes.length).toBe((summary as { sizeBytes: number }).sizeBytes);
  // The lifecycle rule removes it.
  expect(await made.uploadsLeft()).toBe(1);
  leftByKill.push(made.key);
});

test('an answer to the completion that is lost costs nothing: the file is recognised', async () => {
  const made = await bundle.makeExport(times);
  let left = 1;
  bundle.s3.fault = ({ operation }) =>
    operation === 'CompleteMultipartUpload' && left-- > 0 ? 'lose-answer' : undefined;

  const summary = await bundle.invoke(made.event());

  expect(summary).toMatchObject(frames);
  expect((await inspect(made)).bytes.length).toBe((summary as { sizeBytes: number }).sizeBytes);
});

test('segments that break off are read to their end', async () => {
  const made = await bundle.makeExport(2);
  let count = 0;
  bundle.s3.fault = ({ operation, key, headers }) => {
    const isCut = operation === 'GetObject' && key.endsWith('.ts') && headers.range === undefined && count++ % 2 === 0;
    return isCut ? { cutAfterBytes: 123_457 } : undefined;
  };

  const summary = await bundle.invoke(made.event());

  expect(summary).toMatchObject({ videoFrames: 2 * 882, audioFrames: 2 * 1406 });
});

test('an S3 that will not take a part fails the step by a name that is retried, and leaves nothing behind', async () => {
  const made = await bundle.makeExport(times);
  bundle.s3.fault = ({ partNumber }) =>
    partNumber === 2 ? { answer: { status: 404, code: 'NoSuchUpload' } } : undefined;

  const invocation = bundle.invoke(made.event());

  await expect(invocation).rejects.toMatchObject({ errorType: 'StorageUnavailableError' });
  expect(await made.uploadsLeft()).toBe(0);
});

test('shortly before its time is up it stops itself, by name, and takes back what it sent', async () => {
  const made = await bundle.makeExport(times);
  bundle.s3.fault = ({ partNumber }) => (partNumber === 2 ? { when: new Promise(() => {}) } : undefined);

  // 15 s of it are for cleaning up.
  const invocation = bundle.startContainer(16).invoke(made.event());

  await expect(invocation).rejects.toMatchObject({ errorType: 'ExportTimeExceededError' });
  expect(await made.uploadsLeft()).toBe(0);
  await expect(made.read()).rejects.toMatchObject({ name: 'NoSuchKey' });
});
