import type { S3Client } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import { makeListEverything } from '../../../../ops/delete/list-everything.ts';
import { allOf } from '../recordings/a-catalog.ts';

/** A bucket in which each prefix has two pages of versions; what was asked of it. */
function aBucket(Status: string) {
  const asked: string[] = [];
  const client = {
    send: async (command: { input: { Bucket: string; Prefix?: string; KeyMarker?: string } }) => {
      const { Bucket, Prefix, KeyMarker } = command.input;
      asked.push(`${command.constructor.name.replace('Command', '')} ${Bucket} ${Prefix ?? ''}`.trim());
      if (Prefix === undefined) return { Status };
      if (KeyMarker !== undefined) return { DeleteMarkers: [{ Key: `${Prefix}b`, VersionId: 'v2' }] };
      const Versions = [{ Key: `${Prefix}a`, VersionId: 'v1', Size: 1000 }];
      return { Versions, IsTruncated: true, NextKeyMarker: `${Prefix}a`, NextVersionIdMarker: 'v1' };
    },
  };
  return { client: client as unknown as S3Client, asked };
}

test.each(['Enabled', 'Suspended'])(
  'where versions are %s all are listed, with their delete markers, page by page',
  async (status) => {
    const { client } = aBucket(status);

    expect(await allOf(makeListEverything(client)('my-exports', 'C/R/'))).toEqual([
      [{ key: 'C/R/a', versionId: 'v1', sizeBytes: 1000 }],
      [{ key: 'C/R/b', versionId: 'v2', sizeBytes: 0 }],
    ]);
  },
);

test('each bucket is asked once whether it keeps versions, however often it is listed', async () => {
  const { client, asked } = aBucket('Enabled');
  const list = makeListEverything(client);

  for (const bucket of ['my-recordings', 'my-exports', 'my-recordings']) await allOf(list(bucket, 'p/'));

  expect(asked.filter((each) => each.startsWith('GetBucketVersioning'))).toEqual([
    'GetBucketVersioning my-recordings',
    'GetBucketVersioning my-exports',
  ]);
});
