import '../../fixtures/one-realm.ts';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { GetChannelCommand, IvsClient } from '@aws-sdk/client-ivs';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startCloudFormationApi } from '../../../local/cloudformation/server.ts';
import { type Gateway, startGateway } from '../../../local/gateway/server.ts';
import { serviceOf } from '../../../local/gateway/signed-service.ts';
import { startS3Server } from '../../../local/s3/server.ts';
import { channelArn, startTestIvs } from '../ivs/an-ivs.ts';

let gateway: Gateway;
let ends: (() => unknown)[];

beforeEach(async () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gateway-'));
  const s3 = await startS3Server({ directory });
  await s3.createBucket('my-recordings');
  const ivs = await startTestIvs({ channels: [{ arn: channelArn('Show'), name: 'show' }] });
  const stack = { name: 'Storage', outputs: {} };
  const cloudFormation = await startCloudFormationApi([stack], { accountId: '123456789012', region: 'us-west-2' });
  gateway = await startGateway({ s3: s3.url, ivs: ivs.server.url, cloudformation: cloudFormation.url });
  ends = [
    () => gateway.stop(),
    () => cloudFormation.stop(),
    () => ivs.stop(),
    () => s3.stop(),
    () => rmSync(directory, { recursive: true }),
  ];
});
afterEach(async () => {
  for (const end of ends) await end();
});

/** A client that has the gateway for its endpoint. */
function made<Client extends { destroy(): void }>(
  ClientOf: new (settings: {
    endpoint: string;
    region: string;
    credentials: { accessKeyId: string; secretAccessKey: string };
    maxAttempts: number;
  }) => Client,
): Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new ClientOf({ endpoint: gateway.url, region: 'us-west-2', credentials, maxAttempts: 1 });
  ends.unshift(() => client.destroy());
  return client;
}

test('one address serves every service, told apart by what a request is signed for', async () => {
  const { channel } = await made(IvsClient).send(new GetChannelCommand({ arn: channelArn('Show') }));
  const { Stacks } = await made(CloudFormationClient).send(new DescribeStacksCommand({}));
  const { KeyCount } = await made(S3Client).send(new ListObjectsV2Command({ Bucket: 'my-recordings' }));

  expect([channel?.name, Stacks?.[0]?.StackName, KeyCount]).toEqual(['show', 'Storage', 0]);
});

test('bodies of many megabytes and odd keys pass unchanged, both ways', async () => {
  const Body = Buffer.alloc(5_000_001, 'abc');
  const object = { Bucket: 'my-recordings', Key: 'a b/ü+&=?.bin' };
  const s3 = made(S3Client);

  await s3.send(new PutObjectCommand({ ...object, Body }));
  const answer = await s3.send(new GetObjectCommand({ ...object, Range: 'bytes=1-' }));
  const received = await answer.Body!.transformToByteArray();

  expect(Buffer.compare(received, Body.subarray(1))).toBe(0);
});

test('a refusal of a service comes as it is', async () => {
  const get = made(IvsClient).send(new GetChannelCommand({ arn: channelArn('None') }));

  await expect(get).rejects.toMatchObject({ name: 'ResourceNotFoundException', $metadata: { httpStatusCode: 404 } });
});

test('a service that is not there is refused by name', async () => {
  const filter = made(CloudWatchLogsClient).send(new FilterLogEventsCommand({ logGroupName: 'x' }));

  await expect(filter).rejects.toMatchObject({
    name: 'UnknownOperationException',
    message: 'The local system has no logs; it has cloudformation, ivs, s3.',
  });
});

test('a request without a signature is refused, and says why', async () => {
  const response = await fetch(gateway.url);

  expect(response.status).toBe(501);
  expect(await response.json()).toMatchObject({ message: expect.stringContaining('not signed') });
});

test.each([
  ['a header', 'AWS4-HMAC-SHA256 Credential=AK/ID/20260624/us-west-2/s3/aws4_request, SignedHeaders=host', '/', 's3'],
  [
    'a URL that was signed beforehand',
    undefined,
    '/b/k?X-Amz-Credential=AKID%2F20260624%2Fus-west-2%2Fs3%2Faws4_request',
    's3',
  ],
  ['nothing', undefined, '/b/k', undefined],
  ['another scheme', 'Basic abc', '/', undefined],
])('the service is read from %s', (_what, authorization, url, service) => {
  expect(serviceOf(authorization, url)).toBe(service);
});
