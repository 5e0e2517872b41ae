/** What there is under a prefix, with every version of it where the bucket keeps them. */
import {
  GetBucketVersioningCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { listObjects } from '../../lambdas/shared/adapters/list-objects.ts';
import type { DeletePorts, DoomedObject } from './delete-ports.ts';

/** Makes {@link DeletePorts.listObjects}. Of a recording it is asked some seven times: each bucket is looked at once a command. */
export function makeListEverything(s3: S3Client): DeletePorts['listObjects'] {
  const known = new Map<string, boolean>();
  return async function* listEverything(bucket, prefix) {
    const isVersioned = known.get(bucket) ?? (await hasVersions(s3, bucket));
    known.set(bucket, isVersioned);
    yield* isVersioned ? listVersions(s3, bucket, prefix) : listPlain(s3, bucket, prefix);
  };
}

/** Also where versions are only suspended: the earlier ones are still there. */
async function hasVersions(s3: S3Client, Bucket: string): Promise<boolean> {
  const { Status } = await s3.send(new GetBucketVersioningCommand({ Bucket }));
  return Status !== undefined;
}

async function* listPlain(s3: S3Client, bucket: string, prefix: string): AsyncGenerator<DoomedObject[]> {
  for await (const page of listObjects(s3, { bucket, prefix }))
    yield page.map(({ key, sizeBytes }) => ({ key, sizeBytes, versionId: undefined }));
}

async function* listVersions(s3: S3Client, Bucket: string, Prefix: string): AsyncGenerator<DoomedObject[]> {
  let page: ListObjectVersionsCommandOutput | undefined;
  do {
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = page ?? {};
    page = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix, KeyMarker, VersionIdMarker }));
    const versions = (page.Versions ?? []).map(({ Key: key = '', VersionId: versionId, Size: sizeBytes = 0 }) => ({
      key,
      versionId,
      sizeBytes,
    }));
    const markers = (page.DeleteMarkers ?? []).map(({ Key: key = '', VersionId: versionId }) => ({
      key,
      versionId,
      sizeBytes: 0,
    }));
    yield [...versions, ...markers];
  } while (page.IsTruncated === true);
}
