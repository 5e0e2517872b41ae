/** The small parts that hold the system together. */
import '../../fixtures/one-realm.ts';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, test } from '@jest/globals';
import { functionsToNotify } from '../../../local/system/bucket-notifications.ts';
import { StartedParts } from '../../../local/system/embedded-services.ts';
import { endpointEnvironment } from '../../../local/system/endpoints.ts';
import { FunctionLog } from '../../../local/system/function-log.ts';
import { uploadFolder } from '../../../local/system/upload-folder.ts';
import { WorkUnderWay } from '../../../local/system/work-under-way.ts';
import type { BucketNotificationModel } from '../../../local/template/system-model.ts';

describe("a bucket's notifications", () => {
  const notification: BucketNotificationModel = {
    bucket: 'recordings',
    events: ['s3:ObjectCreated:*'],
    prefix: 'ivs/v1/',
    suffix: '/events/recording-ended.json',
    functionArn: 'start-processing',
  };
  const created = (bucket: string, key: string, eventName = 'ObjectCreated:Put') =>
    ({ bucket, key, body: { Records: [{ eventName }] } }) as unknown as Parameters<typeof functionsToNotify>[1];
  const key = 'ivs/v1/1/c/2026/6/23/20/12/r/events/recording-ended.json';

  test.each([
    ['the object that is meant', created('recordings', key), ['start-processing']],
    ['an upload in parts', created('recordings', key, 'ObjectCreated:CompleteMultipartUpload'), ['start-processing']],
    ['another bucket', created('exports', key), []],
    ['another folder', created('recordings', key.replace('ivs/v1', 'copies')), []],
    ['another file', created('recordings', key.replace('ended', 'started')), []],
    ['another kind of event', created('recordings', key, 'ObjectRemoved:Delete'), []],
  ])('of %s reach whom they are for', (_what, event, expected) => {
    expect(functionsToNotify([notification], event)).toEqual(expected);
  });

  test('of one cause only do not cover the others', () => {
    const puts = { ...notification, events: ['s3:ObjectCreated:Put'] };

    expect(functionsToNotify([puts], created('recordings', key))).toEqual(['start-processing']);
    expect(functionsToNotify([puts], created('recordings', key, 'ObjectCreated:Copy'))).toEqual([]);
  });
});

describe('parts that were started', () => {
  const makeParts = (...failing: string[]) => {
    const stopped: string[] = [];
    const parts = new StartedParts();
    for (const name of ['first', 'second', 'third']) {
      parts.keep({
        stop: async () => {
          stopped.push(name);
          if (failing.includes(name)) throw new Error(`${name} does not stop`);
        },
      });
    }
    return { parts, stopped };
  };

  test('are stopped once, the last first', async () => {
    const { parts, stopped } = makeParts();

    await parts.stop();
    await parts.stop();

    expect(stopped).toEqual(['third', 'second', 'first']);
  });

  test('are all stopped, though one of them fails to', async () => {
    const { parts, stopped } = makeParts('third');

    await expect(parts.stop()).rejects.toThrow('third does not stop');

    expect(stopped).toEqual(['third', 'second', 'first']);
  });

  test('are stopped when the next one does not start', async () => {
    const { parts, stopped } = makeParts();

    const start = parts.orStop(async () => {
      throw new Error('no port');
    });

    await expect(start).rejects.toThrow('no port');
    expect(stopped).toHaveLength(3);
  });
});

test('work under way is waited for, with what it sets off, and what it throws is told', async () => {
  const work = new WorkUnderWay();
  const done: string[] = [];
  const errors: unknown[] = [];
  const first = async () => {
    await Promise.resolve();
    work.add(second(), (error) => errors.push(error));
    done.push('first');
  };
  const second = async () => {
    await Promise.resolve();
    done.push('second');
    throw new Error('trouble');
  };
  work.add(first(), (error) => errors.push(error));

  await work.settle();

  expect(done).toEqual(['first', 'second']);
  expect(errors).toMatchObject([{ message: 'trouble' }]);
  expect(work.isBusy).toBe(false);
});

test('a folder is uploaded with its metadata files last, and empty files as well', async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-upload-'));
  for (const [file, text] of [
    ['events/recording-ended.json', '{}'],
    ['media/hls/0.ts', 'x'.repeat(70_000)],
    ['media/hls/1.ts', ''],
    ['zebra', 'left out'],
  ] as const) {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  }
  const puts: [key: string, sizeBytes: number, promisedBytes: number][] = [];
  const s3 = {
    send: async ({ input }: { input: { Key: string; ContentLength: number; Body: Buffer | Readable } }) => {
      const body = Buffer.isBuffer(input.Body) ? input.Body : await buffer(input.Body);
      puts.push([input.Key, body.length, input.ContentLength]);
    },
  };

  await uploadFolder(s3 as never, { directory, bucket: 'b', prefix: 'p' }, (file) => file === 'zebra');

  rmSync(directory, { recursive: true });
  expect(puts).toEqual([
    ['p/media/hls/0.ts', 70_000, 70_000],
    ['p/media/hls/1.ts', 0, 0],
    ['p/events/recording-ended.json', 2, 2],
  ]);
});

test('the log of a function is kept in a file whole, and its last 200 lines at hand', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-log-'));
  const log = new FunctionLog(path.join(directory, 'logs'));
  for (let line = 0; line < 205; line += 1) log.add('fn', `line ${line}`);

  const lines = log.linesOf('fn');

  rmSync(directory, { recursive: true });
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([200, 'line 5', 'line 204']);
  expect(log.linesOf('other')).toEqual([]);
});

test('the environment names every service, and credentials that mean nothing', () => {
  const url = (port: number) => `http://127.0.0.1:${port}`;
  const environment = endpointEnvironment(
    {
      s3: url(1),
      sns: url(2),
      sqs: url(3),
      dynamodb: url(4),
      sfn: url(5),
      mediaconvert: url(6),
      eventbridge: url(7),
      lambda: url(8),
      ivs: url(9),
      cloudformation: url(10),
      logs: url(11),
      cloudfront: url(12),
    },
    url(13),
    'us-west-2',
  );

  expect(environment).toMatchObject({
    AWS_ENDPOINT_URL_S3: url(1),
    AWS_ENDPOINT_URL_SFN: url(5),
    AWS_ENDPOINT_URL: url(13),
    AWS_REGION: 'us-west-2',
  });
  expect(Object.keys(environment).filter((name) => name.startsWith('AWS_ENDPOINT_URL_'))).toHaveLength(12);
});
