import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { makeTestDirectory, startTestServer, stopTestServers } from './test-server.ts';

afterEach(stopTestServers);

test('a new object is told in the words of an S3 event, its key URL-encoded with a plus for a space', async () => {
  const { client, bucket, created } = await startTestServer({ clock: () => Date.parse('2026-06-23T20:12:00.123Z') });

  await client.send(new PutObjectCommand({ Bucket: bucket, Key: 'red flower+ü/a.json', Body: 'hello' }));

  expect(created).toEqual([
    {
      bucket,
      key: 'red flower+ü/a.json',
      body: {
        Records: [
          {
            eventVersion: '2.1',
            eventSource: 'aws:s3',
            awsRegion: 'eu-west-1',
            eventTime: '2026-06-23T20:12:00.123Z',
            eventName: 'ObjectCreated:Put',
            userIdentity: { principalId: expect.any(String) },
            requestParameters: { sourceIPAddress: '127.0.0.1' },
            responseElements: {
              'x-amz-request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
              'x-amz-id-2': expect.any(String),
            },
            s3: {
              s3SchemaVersion: '1.0',
              configurationId: 'local',
              bucket: {
                name: bucket,
                ownerIdentity: { principalId: '123456789012' },
                arn: `arn:aws:s3:::${bucket}`,
              },
              object: {
                key: 'red+flower%2B%C3%BC/a.json',
                size: 5,
                eTag: '5d41402abc4b2a76b9719d911017c592',
                sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
              },
            },
          },
        ],
      },
    },
  ]);
});

test('the event says what made the object, and its sequencer grows though the clock stands still', async () => {
  const { client, bucket, created } = await startTestServer({ clock: () => 1_000_000 });
  const at = { Bucket: bucket, Key: 'k' };
  await client.send(new PutObjectCommand({ ...at, Body: 'x' }));
  await client.send(new CopyObjectCommand({ Bucket: bucket, Key: 'copy', CopySource: `${bucket}/k` }));
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
  const { ETag } = await client.send(new UploadPartCommand({ ...at, UploadId, PartNumber: 1, Body: 'y' }));
  const MultipartUpload = { Parts: [{ PartNumber: 1, ETag }] };
  await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));

  const records = created.flatMap(({ body }) => body.Records);

  expect(records.map(({ eventName }) => eventName)).toEqual([
    'ObjectCreated:Put',
    'ObjectCreated:Copy',
    'ObjectCreated:CompleteMultipartUpload',
  ]);
  const sequencers = records.map(({ s3 }) => s3.object.sequencer);
  expect(sequencers).toEqual([...new Set(sequencers)].sort());
});

test('a refused write is not told', async () => {
  const { client, bucket, created } = await startTestServer();

  const putting = client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x', ChecksumCRC32: 'AAAAAA==' }));

  await expect(putting).rejects.toMatchObject({ name: 'BadDigest' });
  expect(created).toEqual([]);
});

test('an object that lies in a mount can be announced as if it had just been put', async () => {
  const { server, bucket, created } = await startTestServer();
  const directory = await makeTestDirectory();
  await writeFile(join(directory, 'recording-ended.json'), '{}');
  await server.mount({ bucket, prefix: 'rec/events', directory });

  await server.announce(bucket, 'rec/events/recording-ended.json');

  expect(created).toMatchObject([
    {
      bucket,
      key: 'rec/events/recording-ended.json',
      body: { Records: [{ eventName: 'ObjectCreated:Put', s3: { object: { size: 2 } } }] },
    },
  ]);
  await expect(server.announce(bucket, 'rec/events/none.json')).rejects.toMatchObject({ code: 'NoSuchKey' });
});
