import '../../fixtures/one-realm.ts';
import { CloudFrontClient, CreateInvalidationCommand, GetDistributionCommand } from '@aws-sdk/client-cloudfront';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type CloudFrontApi, startCloudFrontApi } from '../../../local/cloudfront/server.ts';

let api: CloudFrontApi;
let client: CloudFrontClient;

beforeEach(async () => {
  api = await startCloudFrontApi();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  client = new CloudFrontClient({ endpoint: api.url, region: 'us-west-2', credentials, maxAttempts: 1 });
});
afterEach(async () => {
  client.destroy();
  await api.stop();
});

const invalidate = (paths: readonly string[], Quantity = paths.length) =>
  client.send(
    new CreateInvalidationCommand({
      DistributionId: 'E123',
      InvalidationBatch: { CallerReference: 'now', Paths: { Quantity, Items: [...paths] } },
    }),
  );

test('paths that are to be forgotten are noted, whatever is in them', async () => {
  const { Invalidation } = await invalidate(['/ivs/v1/*', '/a&b']);

  expect(Invalidation).toMatchObject({
    Id: expect.stringMatching(/^I[0-9A-F]{12}$/),
    Status: 'Completed',
    InvalidationBatch: { CallerReference: 'now', Paths: { Quantity: 2, Items: ['/ivs/v1/*', '/a&b'] } },
  });
  expect(api.invalidations).toEqual([{ distributionId: 'E123', paths: ['/ivs/v1/*', '/a&b'] }]);
});

test('what CloudFront would refuse is refused', async () => {
  await expect(invalidate(['/a'], 2)).rejects.toThrow('as many paths as Quantity tells');
  await expect(invalidate(['a'])).rejects.toThrow('a slash in front');
  await expect(invalidate(Array.from({ length: 16 }, (_, index) => `/${index}/*`))).rejects.toMatchObject({
    name: 'TooManyInvalidationsInProgress',
  });
  await expect(client.send(new GetDistributionCommand({ Id: 'E123' }))).rejects.toThrow('has only CreateInvalidation');
  expect(api.invalidations).toEqual([]);
});
