import type { Operation } from './operation.ts';
import { CREATE_BUCKET, GET_BUCKET_VERSIONING, HEAD_BUCKET, LIST_BUCKETS } from './operations/bucket-operations.ts';
import { COMPLETE_MULTIPART_UPLOAD } from './operations/complete-multipart-upload.ts';
import { COPY_OBJECT } from './operations/copy-object.ts';
import { DELETE_OBJECT, DELETE_OBJECTS } from './operations/delete-objects.ts';
import { GET_OBJECT, HEAD_OBJECT } from './operations/get-object.ts';
import { LIST_OBJECTS } from './operations/list-objects.ts';
import { LIST_MULTIPART_UPLOADS, LIST_PARTS } from './operations/list-uploads.ts';
import { PUT_OBJECT } from './operations/put-object.ts';
import { ABORT_MULTIPART_UPLOAD, CREATE_MULTIPART_UPLOAD, UPLOAD_PART } from './operations/upload-parts.ts';
import { notSupported } from './s3-error.ts';
import { isAmazonHeader, type S3Request } from './s3-request.ts';

/** All that this server can do. Where two fit a request, the one that asks for more comes first. */
const OPERATIONS: readonly Operation[] = [
  LIST_BUCKETS,
  CREATE_BUCKET,
  HEAD_BUCKET,
  GET_BUCKET_VERSIONING,
  LIST_MULTIPART_UPLOADS,
  LIST_OBJECTS,
  DELETE_OBJECTS,
  UPLOAD_PART,
  COPY_OBJECT,
  PUT_OBJECT,
  LIST_PARTS,
  GET_OBJECT,
  HEAD_OBJECT,
  ABORT_MULTIPART_UPLOAD,
  DELETE_OBJECT,
  CREATE_MULTIPART_UPLOAD,
  COMPLETE_MULTIPART_UPLOAD,
];

/** Amazon's headers that any request may carry: they sign, trace or name the payer. */
const HARMLESS_HEADERS = [
  'x-amz-algorithm',
  'x-amz-content-sha256',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expected-bucket-owner',
  'x-amz-expires',
  'x-amz-request-payer',
  'x-amz-security-token',
  'x-amz-signature',
  'x-amz-signedheaders',
  'x-amz-user-agent',
];

/** Headers of HTTP that change what a request does; others are ignored, as HTTP has it. */
const MEANINGFUL_HEADERS = [
  'if-match',
  'if-modified-since',
  'if-none-match',
  'if-range',
  'if-unmodified-since',
  'range',
];

type AskedFor = Pick<S3Request, 'method' | 'target' | 'query' | 'headers'>;

/**
 * Finds the operation that a request asks for, and refuses what the operation would silently do otherwise.
 *
 * @throws {S3Error} `NotImplemented`, naming the operation, the sub-resource or the header.
 */
export function findOperation(request: AskedFor): Operation {
  const operation = OPERATIONS.find((candidate) => isAskedFor(candidate, request));
  if (operation === undefined) throw notSupported(nameUnknown(request));
  const known = [...(operation.markers ?? []), ...(operation.query ?? []), 'x-id'];
  const parameter = [...request.query.keys()].find((name) => !known.includes(name) && !isAmazonHeader(name));
  if (parameter !== undefined) throw notSupported(`${operation.name} with ?${parameter}`);
  const header = Object.keys(request.headers).find((name) => !isHeaderKnown(name, operation));
  if (header !== undefined) throw notSupported(`${operation.name} with the header ${header}`);
  return operation;
}

function isAskedFor(operation: Operation, { method, target, query, headers }: AskedFor): boolean {
  if (operation.method !== method || operation.target !== target) return false;
  if (operation.markerHeader !== undefined && headers[operation.markerHeader] === undefined) return false;
  return (operation.markers ?? []).every((name) => query.has(name));
}

function isHeaderKnown(name: string, { headers }: Operation): boolean {
  if (!isAmazonHeader(name) && !MEANINGFUL_HEADERS.includes(name)) return true;
  return name.startsWith('x-amz-meta-') || HARMLESS_HEADERS.includes(name) || (headers ?? []).includes(name);
}

function nameUnknown({ method, target, query }: AskedFor): string {
  const names = [...query.keys()].filter((name) => name !== 'x-id' && !isAmazonHeader(name));
  if (method === 'GET' && target === 'bucket' && !names.some((name) => !LIST_OBJECTS_V1_QUERY.includes(name))) {
    return 'ListObjects (version 1; use ListObjectsV2)';
  }
  return `${method} ${target}${names.length > 0 ? ` with ?${names.join('&')}` : ''}`;
}

const LIST_OBJECTS_V1_QUERY = ['prefix', 'delimiter', 'marker', 'max-keys', 'encoding-type'];
