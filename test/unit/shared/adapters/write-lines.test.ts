import { expect, test } from '@jest/globals';
import { makeWriteLines } from '../../../../lambdas/shared/adapters/write-lines.ts';
import { s3Error, startS3Endpoint } from './s3-endpoint.ts';

test('values are put as JSON Lines', async () => {
  const endpoint = await startS3Endpoint({});

  await makeWriteLines(endpoint.client, 'lists')('run-1/0.jsonl', [{ a: 1 }, { b: 'é\n' }]);

  await endpoint.close();
  const body = '{"a":1}\n{"b":"é\\n"}\n';
  expect(endpoint.requests).toMatchObject([
    {
      method: 'PUT',
      path: '/lists/run-1/0.jsonl',
      headers: { 'content-type': 'application/jsonl', 'content-length': String(Buffer.byteLength(body)) },
    },
  ]);
});

test('a bucket that may not be written to is named', async () => {
  const endpoint = await startS3Endpoint(s3Error(403, 'AccessDenied'));

  const written = makeWriteLines(endpoint.client, 'lists')('k', [{}]);

  await expect(written).rejects.toMatchObject({
    name: 'StorageAccessDeniedError',
    message: expect.stringContaining('s3://lists/k'),
  });
  await endpoint.close();
});
