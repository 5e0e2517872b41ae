import '../../fixtures/one-realm.ts';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type FaultProxy, startFaultProxy } from '../../../local/faults/fault-proxy.ts';
import { FaultRules } from '../../../local/faults/fault-rules.ts';
import { describeCall } from '../../../local/faults/service-call.ts';

let served: string[];
let service: Server;
let rules: FaultRules;
let proxy: FaultProxy;

beforeEach(async () => {
  served = [];
  service = createServer((request, response) => {
    served.push(`${request.method} ${request.url}`);
    if (request.method === 'PUT') request.resume().on('end', () => response.end());
    else response.end('all of the body');
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  rules = new FaultRules();
  proxy = await startFaultProxy('s3', `http://127.0.0.1:${(service.address() as AddressInfo).port}`, rules);
});
afterEach(async () => {
  await proxy.stop();
  service.closeAllConnections();
  await new Promise((resolve) => service.close(resolve));
});

const get = (path = '/bucket/key?x-id=GetObject') => fetch(`${proxy.url}${path}`);

test('a call that no switch is for passes', async () => {
  rules.add({ service: 's3', operation: 'PutObject', fault: 'throttling' });
  rules.add({ service: 'sns', fault: 'throttling' });

  const answer = await get();

  expect([answer.status, await answer.text()]).toEqual([200, 'all of the body']);
});

test.each([
  ['throttling', 503, 'SlowDown'],
  ['server-error', 500, 'InternalError'],
  ['access-denied', 403, 'AccessDenied'],
  ['malformed-answer', 200, '<html>'],
] as const)('%s is answered in place of the service', async (fault, status, text) => {
  rules.add({ service: 's3', operation: 'GetObject', fault });

  const answer = await get();

  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(text);
  expect(served).toEqual([]);
});

test('the answer of a call that was carried out is lost', async () => {
  rules.add({ service: 's3', fault: 'connection-reset' });

  await expect(get()).rejects.toThrow('fetch failed');

  expect(served).toEqual(['GET /bucket/key?x-id=GetObject']);
});

test('half of a body arrives, and of an answer without one it is noted', async () => {
  const fault = rules.add({ service: 's3', fault: 'truncated-body' });

  await expect(get().then((answer) => answer.text())).rejects.toThrow('terminated');
  const put = await fetch(`${proxy.url}/bucket/key?x-id=PutObject`, { method: 'PUT', body: 'x' });

  expect(put.status).toBe(200);
  expect(fault).toMatchObject({ count: 2, withoutBodyCount: 1 });
});

test('a call that is not answered waits until its caller goes away', async () => {
  const stop = new AbortController();
  rules.add({ service: 's3', fault: 'timeout', onFault: () => stop.abort() });

  await expect(fetch(`${proxy.url}/bucket/key`, { signal: stop.signal })).rejects.toThrow('abort');

  expect(served).toEqual([]);
});

test('a switch strikes as often as it says, those calls that it is for, until it is switched off', async () => {
  const twice = rules.add({
    service: 's3',
    fault: 'throttling',
    times: 2,
    matches: ({ path }) => path.includes('/b/'),
  });
  const statuses = async () => [(await get('/a/1')).status, (await get('/b/1')).status];

  const seen = [await statuses(), await statuses(), await statuses()];
  const always = rules.add({ service: 's3', fault: 'throttling' });
  const before = await statuses();
  always.remove();
  const after = await statuses();

  expect(seen).toEqual([
    [200, 503],
    [200, 503],
    [200, 200],
  ]);
  expect([before, after]).toEqual([
    [503, 503],
    [200, 200],
  ]);
  expect([twice.count, always.count]).toEqual([2, 2]);
});

test.each([
  ['s3', 'GET', '/bucket?list-type=2&prefix=a', {}, '', 'ListObjectsV2'],
  ['s3', 'POST', '/bucket/key?uploads', {}, '', 'CreateMultipartUpload'],
  ['s3', 'POST', '/bucket/key?uploadId=1', {}, '', 'CompleteMultipartUpload'],
  ['s3', 'PUT', '/bucket/key?partNumber=1&uploadId=1&x-id=UploadPart', {}, '', 'UploadPart'],
  ['s3', 'HEAD', '/bucket/key', {}, '', 'HeadObject'],
  ['sns', 'POST', '/', {}, 'Action=Publish&Message=x', 'Publish'],
  ['dynamodb', 'POST', '/', { 'x-amz-target': 'DynamoDB_20120810.UpdateItem' }, '{}', 'UpdateItem'],
  ['sfn', 'POST', '/', { 'x-amz-target': 'AWSStepFunctions.StartExecution' }, '{}', 'StartExecution'],
  ['mediaconvert', 'POST', '/2017-08-29/jobs', {}, '{}', 'CreateJob'],
  ['mediaconvert', 'GET', '/2017-08-29/jobs/1-a', {}, '', 'GetJob'],
  ['mediaconvert', 'DELETE', '/2017-08-29/jobs/1-a', {}, '', 'CancelJob'],
  ['lambda', 'POST', '/2015-03-31/functions/f/invocations', {}, '{}', 'Invoke'],
] as const)('%s %s %s is known by the name of its operation', (name, method, path, headers, body, operation) => {
  expect(describeCall(name, { method, path, headers }, body).operation).toBe(operation);
});
