import { refuseUnless } from '../object-headers.ts';
import type { Operation, S3Response, S3Service } from '../operation.ts';
import { receiveText } from '../request-body.ts';
import { notSupported, S3Error } from '../s3-error.ts';
import type { S3Request } from '../s3-request.ts';
import { element, xmlDocument } from '../xml.ts';
import { readXml } from '../xml-reader.ts';
import { BODY_HEADERS } from './put-object.ts';

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucket.html */
export const CREATE_BUCKET: Operation = {
  name: 'CreateBucket',
  method: 'PUT',
  target: 'bucket',
  headers: [...BODY_HEADERS, 'x-amz-acl', 'x-amz-object-ownership'],
  run: createBucket,
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_HeadBucket.html */
export const HEAD_BUCKET: Operation = { name: 'HeadBucket', method: 'HEAD', target: 'bucket', run: headBucket };

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
export const LIST_BUCKETS: Operation = { name: 'ListBuckets', method: 'GET', target: 'service', run: listBuckets };

/**
 * No bucket here has versions, nor ever had.
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketVersioning.html
 */
export const GET_BUCKET_VERSIONING: Operation = {
  name: 'GetBucketVersioning',
  method: 'GET',
  target: 'bucket',
  markers: ['versioning'],
  run: getBucketVersioning,
};

async function createBucket(request: S3Request, service: S3Service): Promise<S3Response> {
  refuseUnless(request.headers, 'x-amz-acl', ['private']);
  refuseUnless(request.headers, 'x-amz-object-ownership', ['BucketOwnerEnforced']);
  checkConfiguration(await receiveText(request), service.region);
  await service.buckets.create(request.bucket, service.now());
  return { status: 200, headers: { location: `/${request.bucket}` } };
}

function checkConfiguration(text: string, region: string): void {
  if (text === '') return;
  const root = readXml(text);
  if (root.name !== 'CreateBucketConfiguration') throw new S3Error('MalformedXML');
  for (const { name, text: value } of root.children) {
    if (name !== 'LocationConstraint') throw notSupported(`${name} in CreateBucketConfiguration`);
    if (value !== region) {
      throw new S3Error(
        'IllegalLocationConstraintException',
        `The ${value} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      );
    }
  }
}

async function headBucket(request: S3Request, service: S3Service): Promise<S3Response> {
  service.buckets.get(request.bucket);
  return { status: 200, headers: { 'x-amz-bucket-region': service.region } };
}

async function getBucketVersioning(request: S3Request, service: S3Service): Promise<S3Response> {
  service.buckets.get(request.bucket);
  return { status: 200, body: xmlDocument('VersioningConfiguration', []) };
}

async function listBuckets(_request: S3Request, { buckets, region, accountId }: S3Service): Promise<S3Response> {
  const described = buckets
    .all()
    .map(({ name, createdAtMs }) =>
      element('Bucket', [
        element('Name', name),
        element('CreationDate', new Date(createdAtMs).toISOString()),
        element('BucketRegion', region),
      ]),
    );
  const owner = element('Owner', [element('ID', accountId)]);
  return { status: 200, body: xmlDocument('ListAllMyBucketsResult', [element('Buckets', described), owner]) };
}
