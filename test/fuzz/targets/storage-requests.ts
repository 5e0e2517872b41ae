import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { AwsChunkedDecoder } from '../../../local/s3/aws-chunked.ts';
import { Buckets } from '../../../local/s3/buckets.ts';
import { parseByteRange } from '../../../local/s3/byte-range.ts';
import { MultipartUploads } from '../../../local/s3/multipart-uploads.ts';
import type { S3Response, S3Service } from '../../../local/s3/operation.ts';
import { parsePartList } from '../../../local/s3/part-list.ts';
import { findOperation } from '../../../local/s3/router.ts';
import { S3Error } from '../../../local/s3/s3-error.ts';
import { gatherHeaders, parseAddress } from '../../../local/s3/s3-request.ts';
import { createMemoryStore } from '../../../local/s3/stores/memory-store.ts';
import { readXml, type XmlElement } from '../../../local/s3/xml-reader.ts';
import { defineTarget } from '../fuzz-target.ts';
import { byteEdits, editBytes } from '../generators/bytes.ts';
import { editText, textEdits } from '../generators/text.ts';

/** A server with one bucket in memory, whose buckets on disk would lie in a folder that is gone. */
async function makeService(): Promise<S3Service> {
  const directory = mkdtempSync(join(tmpdir(), 'fuzz-s3-'));
  const buckets = await Buckets.open(directory);
  rmSync(directory, { recursive: true });
  const store = createMemoryStore();
  for (const key of ['a', 'b/c', 'b/d', 'é/\u{1F3A5}']) store.add({ key, sizeBytes: 100 });
  await buckets.create('bucket', 0, store);
  return {
    buckets,
    uploads: new MultipartUploads(),
    region: 'us-east-1',
    accountId: '123456789012',
    minimumPartBytes: 5,
    now: () => 0,
    announce: () => undefined,
  };
}

const TARGETS = [
  ...['GET /bucket/a', 'GET /bucket/b/c?x-id=GetObject', 'HEAD /bucket/b%2Fd', 'GET /bucket/%C3%A9/%F0%9F%8E%A5'],
  ...['HEAD /bucket', 'GET /', 'PUT /bucket/a', 'DELETE /bucket/none', 'GET /bucket?uploads', 'GET /no-bucket/a'],
  'GET /bucket?list-type=2&prefix=b%2F&delimiter=%2F&max-keys=1&encoding-type=url',
  'GET /bucket?list-type=2&continuation-token=eyJhZnRlciI6ImEifQ&start-after=a',
  'GET /bucket/a?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2F20260623&X-Amz-Date=20260623T201400Z&X-Amz-Expires=60&X-Amz-SignedHeaders=host&X-Amz-Signature=00',
  ...['POST /bucket?delete', 'POST /bucket/new?uploads', 'POST /bucket/new?uploadId=u', 'GET /bucket/a?tagging'],
  'PUT /bucket/new?uploadId=u&partNumber=1',
] as const;
/** Those that go with the target, and any. */
const METHODS = ['', '', '', 'GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH'] as const;
const BODIES = [
  '',
  '<Delete><Object><Key>a&amp;b</Key></Object><Quiet>true</Quiet></Delete>',
  '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"d41d8cd98f00b204e9800998ecf8427e"</ETag></Part></CompleteMultipartUpload>',
] as const;
const HEADERS: readonly (readonly [string, readonly string[]])[] = [
  ['range', ['bytes=0-9', 'bytes=-5', 'bytes=50-', 'bytes=1-2,4-5', 'bytes=9-1', 'bytes=99999999999999999999-']],
  ['if-match', ['"00000000000000000000000000000000"', '*', 'W/"x", "y"']],
  ['if-none-match', ['*', '"x"']],
  ['if-modified-since', ['Tue, 23 Jun 2026 20:14:08 GMT', 'never']],
  ['if-range', ['"x"', 'Tue, 23 Jun 2026 20:14:08 GMT']],
  ['x-amz-copy-source', ['bucket/a', '/bucket/b%2Fc', 'bucket/%zz', 'bucket/a?versionId=1']],
  ['x-amz-checksum-crc32', ['AAAAAA==', 'x']],
  ['x-amz-content-sha256', ['UNSIGNED-PAYLOAD', 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', '00']],
  ['content-length', ['', '-1', '1e3', '99999999999999999999']],
  ['content-md5', ['1B2M2Y8AsgTpgAmY7PhCfg==', '%']],
  ['content-encoding', ['aws-chunked', 'gzip,aws-chunked']],
  ['x-amz-meta-a', ['b', 'é']],
];

const headers = fc.array(
  fc.record({ header: fc.nat(HEADERS.length - 1), value: fc.nat(9), edits: textEdits(['"', ',', 'bytes='], 1) }),
  { maxLength: 2 },
);

const sent = fc.record({
  method: fc.constantFrom(...METHODS),
  target: fc.constantFrom(...TARGETS),
  targetEdits: fc.oneof(fc.constant([]), textEdits(['%2e%2e%2f', '?', '&', '=', '%00'], 2)),
  body: fc.constantFrom(...BODIES),
  bodyEdits: fc.oneof(fc.constant([]), textEdits(['<a>', '</a>', '<!--', '<![CDATA[', '&#x110000;', '&lt;'], 2)),
  headers,
});

let service: Promise<S3Service> | undefined;

/** Requests to the local S3: presigned or not, with ranges, conditions and bodies of XML. */
export const storageRequests = defineTarget({
  name: 's3-request',
  refusals: [S3Error],
  cases: sent,
  run: async ({ method, target, targetEdits, body, bodyEdits, headers }) => {
    service ??= makeService();
    const text = Buffer.from(editText(body, bodyEdits));
    const wire: Record<string, string> = {
      'content-length': `${text.length}`,
      'content-md5': createHash('md5').update(text).digest('base64'),
    };
    for (const { header, value, edits } of headers) {
      const [name, values] = HEADERS[header]!;
      wire[name] = editText(values[value % values.length]!, edits);
    }
    const [own = '', url = ''] = target.split(' ');
    const address = parseAddress(editText(url, targetEdits));
    const request = {
      id: '1',
      method: method || own,
      ...address,
      headers: gatherHeaders(wire, address.query),
      body: (async function* () {
        yield text;
      })(),
    };

    const response = await findOperation(request).run(request, await service);

    const sizeBytes = await sizeOf(response);
    const length = response.headers?.['content-length'];
    assert.ok(response.status >= 200 && response.status < 400);
    if (typeof response.body === 'object') assert.equal(sizeBytes, Number(length));
    return undefined;
  },
});

async function sizeOf({ body }: S3Response): Promise<number> {
  if (typeof body !== 'object') return body?.length ?? 0;
  let sizeBytes = 0;
  for await (const chunk of body.chunks) sizeBytes += chunk.length;
  await body.release();
  return sizeBytes;
}

/** Bodies of XML, by themselves: few of the requests above get as far as to their reader. */
export const storageBodies = defineTarget({
  name: 's3-xml',
  refusals: [S3Error],
  cases: fc.record({
    body: fc.constantFrom(...BODIES.slice(1)),
    edits: textEdits(['<a>', '</a>', '<a/>', '<!--', '-->', '<![CDATA[', ']]>', '&#x110000;', '&#xD800;', '&lt;'], 3),
  }),
  run: ({ body, edits }) => {
    const text = editText(body, edits);
    const root = readXml(text);
    assert.ok(textBytes(root) <= text.length && root.name !== '');
    if (edits.length === 0) assert.equal(root.children.length, body === BODIES[1] ? 2 : 1);
    if (root.name === 'CompleteMultipartUpload') {
      assert.ok(parsePartList(text).every(({ partNumber }) => Number.isInteger(partNumber) && partNumber < 100_000));
    }
    return undefined;
  },
});

const textBytes = ({ text, children }: XmlElement): number =>
  children.reduce((sum, child) => sum + textBytes(child), text.length);

/** Range headers, against an object of any size. */
export const byteRanges = defineTarget({
  name: 's3-range',
  refusals: [S3Error],
  cases: fc.record({
    first: fc.oneof(fc.constant(''), fc.nat(30).map(String), fc.constantFrom('9007199254740993', '00', '1e3')),
    last: fc.oneof(fc.constant(''), fc.nat(30).map(String), fc.constantFrom('18446744073709551616', '007')),
    sizeBytes: fc.nat(20),
    edits: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: textEdits(['bytes='], 1) }),
  }),
  run: ({ first, last, sizeBytes, edits }) => {
    const range = parseByteRange(editText(`bytes=${first}-${last}`, edits), sizeBytes);
    if (range === undefined) return 'the whole object';
    assert.ok(Number.isSafeInteger(range.first) && range.first >= 0 && range.first <= range.last);
    assert.ok(range.last < sizeBytes);
    return undefined;
  },
});

const chunk = (bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from(`${bytes.length.toString(16)};chunk-signature=0f\r\n`), bytes, Buffer.from('\r\n')]);

/** Bodies in the coding by which SDKs send checksums behind what they stream. */
export const chunkedBodies = defineTarget({
  name: 'aws-chunked',
  refusals: [S3Error],
  cases: fc.record({
    sizes: fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }),
    trailers: fc.array(fc.constantFrom('x-amz-checksum-crc32:AAAAAA==', 'a : b', ''), { maxLength: 2 }),
    edits: fc.oneof({ weight: 1, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: byteEdits(2) }),
    pieceBytes: fc.integer({ min: 1, max: 80 }),
  }),
  run: async ({ sizes, trailers, edits, pieceBytes }) => {
    const bodies = sizes.map((size) => Buffer.alloc(size, 'x'));
    const ending = Buffer.from(`0\r\n${trailers.map((line) => `${line}\r\n`).join('')}\r\n`);
    const coded = editBytes(Buffer.concat([...bodies.map(chunk), ending]), edits);
    const decoder = new AwsChunkedDecoder(piecesOf(coded, pieceBytes));

    const bytes = await gather(decoder.decode()).catch((error: unknown) => {
      assert.ok(edits.length > 0, `a whole body is refused: ${error}`);
      throw error;
    });

    assert.ok(bytes.length <= coded.length);
    if (edits.length === 0) assert.deepEqual(bytes, Buffer.concat(bodies));
    return undefined;
  },
});

async function gather(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const gathered: Uint8Array[] = [];
  for await (const piece of pieces) gathered.push(piece);
  return Buffer.concat(gathered);
}

async function* piecesOf(bytes: Buffer, pieceBytes: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}
