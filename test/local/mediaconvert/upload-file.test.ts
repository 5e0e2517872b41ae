import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createLocalS3Client } from '../../../local/mediaconvert/s3-objects.ts';
import { uploadFile } from '../../../local/mediaconvert/upload-file.ts';
import { S3Fake } from './s3-fake.ts';

const partBytes = 16 * 1024 * 1024;

let s3: S3Fake;
let client: S3Client;
let directory: string;
let path: string;

beforeEach(async () => {
  s3 = await S3Fake.start();
  client = createLocalS3Client(s3.url, 'us-east-1');
  directory = await mkdtemp(join(tmpdir(), 'upload-test-'));
  path = join(directory, 'out.mp4');
  await writeFile(path, 'starts');
  await truncate(path, 2 * partBytes + 5);
});

afterEach(async () => {
  client.destroy();
  await s3.stop();
  await rm(directory, { recursive: true });
});

const upload = (signal = new AbortController().signal, onProgress: (fraction: number) => void = () => {}) =>
  uploadFile(
    client,
    { path, location: { bucket: 'exports', key: 'a.mp4' }, contentType: 'video/mp4' },
    onProgress,
    signal,
  );

test('a large file arrives whole, in parts', async () => {
  const fractions: number[] = [];

  await upload(undefined, (fraction) => fractions.push(fraction));

  const { body } = s3.objects.get('exports/a.mp4')!;
  expect(body.length).toBe(2 * partBytes + 5);
  expect(body.toString('latin1', 0, 6)).toBe('starts');
  expect(fractions).toHaveLength(3);
  expect(fractions.at(-1)).toBe(1);
});

test('an upload that is aborted leaves neither object nor parts', async () => {
  const controller = new AbortController();
  const secondPart = s3.hold((_, __, query) => query.get('partNumber') === '2');

  const uploading = upload(controller.signal);
  await secondPart.reached;
  controller.abort(new Error('enough'));

  await expect(uploading).rejects.toThrow();
  secondPart.release();
  expect(s3.objects.size).toBe(0);
  expect(s3.uploads.size).toBe(0);
});

test('an upload of which a part fails leaves nothing and tells the first error', async () => {
  s3.intervene = async (_, __, query) => (query.get('partNumber') === '2' ? 403 : undefined);

  const uploading = upload();

  await expect(uploading).rejects.toMatchObject({ name: 'AccessDenied' });
  expect(s3.objects.size).toBe(0);
  expect(s3.uploads.size).toBe(0);
});
