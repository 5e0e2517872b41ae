import { createHash } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  GetBucketVersioningCommand,
  GetObjectAclCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  ListObjectsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { afterEach, expect, test } from '@jest/globals';
import { startTestServer, stopTestServers } from './test-server.ts';

afterEach(stopTestServers);

const AT = { Bucket: 'recordings', Key: 'k' };
const TAGS = { TagSet: [{ Key: 'a', Value: 'b' }] };
const COPY_PART = { ...AT, UploadId: 'u', PartNumber: 1, CopySource: 'recordings/k' };

test.each([
  ['ListObjects (version 1', new ListObjectsCommand({ Bucket: 'recordings' })],
  ['?versions', new ListObjectVersionsCommand({ Bucket: 'recordings' })],
  [
    '?versioning',
    new PutBucketVersioningCommand({ Bucket: 'recordings', VersioningConfiguration: { Status: 'Enabled' } }),
  ],
  ['DELETE bucket', new DeleteBucketCommand({ Bucket: 'recordings' })],
  ['?acl', new GetObjectAclCommand(AT)],
  ['?tagging', new PutObjectTaggingCommand({ ...AT, Tagging: TAGS })],
  ['?versionId', new GetObjectCommand({ ...AT, VersionId: 'x' })],
  ['?partNumber', new GetObjectCommand({ ...AT, PartNumber: 1 })],
  ['?response-content-type', new GetObjectCommand({ ...AT, ResponseContentType: 'a/b' })],
  ['x-amz-tagging', new PutObjectCommand({ ...AT, Body: 'x', Tagging: 'a=b' })],
  ['x-amz-acl: public-read', new PutObjectCommand({ ...AT, Body: 'x', ACL: 'public-read' })],
  ['encryption: aws:kms', new PutObjectCommand({ ...AT, Body: 'x', ServerSideEncryption: 'aws:kms' })],
  ['object-lock-mode', new PutObjectCommand({ ...AT, Body: 'x', ObjectLockMode: 'GOVERNANCE' })],
  ['x-amz-write-offset-bytes', new PutObjectCommand({ ...AT, Body: 'x', WriteOffsetBytes: 5 })],
  ['x-amz-checksum-md5', new PutObjectCommand({ ...AT, Body: 'x', ChecksumMD5: 'AAAA' })],
  ['if-match', new DeleteObjectCommand({ ...AT, IfMatch: '"x"' })],
  ['x-amz-copy-source', new UploadPartCopyCommand(COPY_PART)],
])('%s is refused by name', async (name, command) => {
  const { client } = await startTestServer();

  // The union of the commands' types is more than `send` can take apart.
  const sending = client.send(command as GetObjectCommand);

  await expect(sending).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining(name),
    $metadata: { httpStatusCode: 501 },
  });
});

test('a bucket never had versions, which is told and cannot be changed', async () => {
  const { client, bucket } = await startTestServer();

  const { Status } = await client.send(new GetBucketVersioningCommand({ Bucket: bucket }));

  expect(Status).toBeUndefined();
});

test('the key of the customer is refused, so that nothing that should be secret is stored plainly', async () => {
  const { server, bucket } = await startTestServer();
  const headers = { 'x-amz-server-side-encryption-customer-algorithm': 'AES256' };

  const answer = await fetch(`${server.url}/${bucket}/k`, { method: 'PUT', body: 'x', headers });

  expect([answer.status, await answer.text()]).toEqual([501, expect.stringContaining('customer-algorithm')]);
});

test('a request without authorization is served, and so is a presigned one', async () => {
  const { server, bucket } = await startTestServer();
  const signature = 'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=c&X-Amz-Date=d&X-Amz-Expires=60';
  const url = `${server.url}/${bucket}/k?x-id=PutObject&${signature}&X-Amz-SignedHeaders=host&X-Amz-Signature=s`;

  const put = await fetch(`${url}&x-amz-meta-by=test`, { method: 'PUT', body: 'hello' });
  const get = await fetch(`${server.url}/${bucket}/k`);

  expect(put.status).toBe(200);
  expect([get.status, get.headers.get('x-amz-meta-by'), await get.text()]).toEqual([200, 'test', 'hello']);
});

test('an error has the body that S3 gives it', async () => {
  const { server, bucket } = await startTestServer();

  const answer = await fetch(`${server.url}/${bucket}/a%26b`);

  expect(answer.headers.get('content-type')).toBe('application/xml');
  expect(await answer.text()).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message><Key>a&amp;b</Key><Resource>/${bucket}/a%26b</Resource><RequestId>${answer.headers.get('x-amz-request-id')}</RequestId></Error>`,
  );
});

test('a path that is no UTF-8 is refused, and a body that is no XML', async () => {
  const { server, bucket } = await startTestServer();

  const path = await fetch(`${server.url}/${bucket}/%ff`);
  const text = '<Delete><Object>';
  const headers = { 'content-md5': createHash('md5').update(text).digest('base64') };
  const body = await fetch(`${server.url}/${bucket}?delete`, { method: 'POST', body: text, headers });

  expect([path.status, await path.text()]).toEqual([400, expect.stringContaining('InvalidURI')]);
  expect([body.status, await body.text()]).toEqual([400, expect.stringContaining('MalformedXML')]);
});

test('buckets are made once, under names that S3 takes, in the region of the server', async () => {
  const { client } = await startTestServer();
  const create = (Bucket: string) => client.send(new CreateBucketCommand({ Bucket }));

  await create('exports');
  const listed = await client.send(new ListBucketsCommand());
  const head = await client.send(new HeadBucketCommand({ Bucket: 'exports' }));

  expect(listed.Buckets?.map(({ Name }) => Name)).toEqual(['exports', 'recordings']);
  expect(head.BucketRegion).toBe('eu-west-1');
  await expect(create('exports')).rejects.toMatchObject({ name: 'BucketAlreadyOwnedByYou' });
  await expect(create('No')).rejects.toMatchObject({ name: 'InvalidBucketName' });
  await expect(create('a..b')).rejects.toMatchObject({ name: 'InvalidBucketName' });
  await expect(client.send(new HeadBucketCommand({ Bucket: 'nowhere' }))).rejects.toMatchObject({ name: 'NotFound' });
});

test('a caller who expects another owner is refused', async () => {
  const { client, bucket } = await startTestServer();
  const head = (ExpectedBucketOwner: string) =>
    client.send(new PutObjectCommand({ Bucket: bucket, Key: 'k', Body: 'x', ExpectedBucketOwner }));

  await head('123456789012');

  await expect(head('210987654321')).rejects.toMatchObject({ name: 'AccessDenied' });
});
