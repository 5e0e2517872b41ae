import type { Operation, S3Response, S3Service } from '../operation.ts';
import { receiveText } from '../request-body.ts';
import { notSupported, S3Error } from '../s3-error.ts';
import type { S3Request } from '../s3-request.ts';
import { element, xmlDocument } from '../xml.ts';
import { childText, readXml, type XmlElement } from '../xml-reader.ts';
import { BODY_HEADERS } from './put-object.ts';

const MOST_KEYS = 1000;

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObject.html */
export const DELETE_OBJECT: Operation = {
  name: 'DeleteObject',
  method: 'DELETE',
  target: 'object',
  run: deleteObject,
};

/** @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_DeleteObjects.html */
export const DELETE_OBJECTS: Operation = {
  name: 'DeleteObjects',
  method: 'POST',
  target: 'bucket',
  markers: ['delete'],
  headers: BODY_HEADERS,
  run: deleteObjects,
};

async function deleteObject(request: S3Request, service: S3Service): Promise<S3Response> {
  await service.buckets.get(request.bucket).remove(request.key);
  return { status: 204 };
}

async function deleteObjects(request: S3Request, service: S3Service): Promise<S3Response> {
  const bucket = service.buckets.get(request.bucket);
  assertHasChecksum(request.headers);
  const root = readXml(await receiveText(request));
  const outcomes: string[] = [];
  for (const key of parseKeys(root)) {
    const failure = await removeOne(() => bucket.remove(key));
    if (failure !== undefined) outcomes.push(describeFailure(key, failure));
    else if (childText(root, 'Quiet') !== 'true') outcomes.push(element('Deleted', [element('Key', key)]));
  }
  return { status: 200, body: xmlDocument('DeleteResult', outcomes) };
}

function assertHasChecksum(headers: Readonly<Record<string, string>>): void {
  if (BODY_HEADERS.some((name) => headers[name] !== undefined) || headers['content-md5'] !== undefined) return;
  throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5 or x-amz-checksum-*.');
}

function parseKeys(root: XmlElement): string[] {
  const objects = root.children.filter(({ name }) => name === 'Object');
  if (root.name !== 'Delete' || objects.length === 0 || objects.length > MOST_KEYS) throw new S3Error('MalformedXML');
  return objects.map((object) => {
    const other = object.children.find(({ name }) => name !== 'Key');
    if (other !== undefined) throw notSupported(`${other.name} in DeleteObjects`);
    const key = childText(object, 'Key');
    if (key === undefined || key === '') throw new S3Error('MalformedXML');
    return key;
  });
}

async function removeOne(remove: () => Promise<void>): Promise<S3Error | undefined> {
  try {
    await remove();
    return undefined;
  } catch (error) {
    // One key's refusal is part of the answer; the others are removed all the same.
    if (error instanceof S3Error) return error;
    throw error;
  }
}

function describeFailure(key: string, { code, message }: S3Error): string {
  return element('Error', [element('Key', key), element('Code', code), element('Message', message)]);
}
