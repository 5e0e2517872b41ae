import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { SFNClient } from '@aws-sdk/client-sfn';
import * as fc from 'fast-check';
import { makeReadHistoryBackwards } from '../../../lambdas/shared/adapters/execution-history.ts';
import { makeFindMetadata, makeListFolders } from '../../../lambdas/shared/adapters/list-folders.ts';
import { makeRecordingStorage } from '../../../lambdas/shared/adapters/recording-storage.ts';
import { makeS3Client } from '../../../lambdas/shared/adapters/s3-client.ts';
import { translateServiceErrors } from '../../../lambdas/shared/adapters/service-errors.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editText, type TextEdit, textEdits } from '../generators/text.ts';
import { withStackFrames } from '../stack-traces.ts';

const errorXml = (code: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>why</Message><RequestId>1</RequestId></Error>`;
const CODES = ['NoSuchKey', 'AccessDenied', 'SlowDown', 'InternalError', 'InvalidObjectState', 'constructor', ''];

const ANSWERS: readonly string[] = [
  ...CODES.map(errorXml),
  `<ListBucketResult><KeyCount>1</KeyCount><IsTruncated>false</IsTruncated><Contents><Key>a/events/recording-ended.json</Key><LastModified>2026-06-23T20:14:08.000Z</LastModified><Size>7</Size></Contents><CommonPrefixes><Prefix>a/2/</Prefix></CommonPrefixes></ListBucketResult>`,
  '{"events":[{"id":1,"previousEventId":0,"type":"ExecutionStarted","timestamp":1782245561.5}]}',
  '{"__type":"ThrottlingException","message":"Rate exceeded"}',
  '{"__type":"com.amazonaws.swf.service.v2.model#ExecutionDoesNotExist","Message":"none"}',
  '',
];

interface Answer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

let answer: () => Answer;
/** Stands in the place of the network: all that the SDK makes of an answer is done as ever. */
const network = {
  handle: async () => ({ response: answer() }),
  updateHttpClientConfig: () => undefined,
  httpHandlerConfigs: () => ({}),
};
const settings = {
  region: 'us-west-2',
  maxAttempts: 1,
  credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
  requestHandler: network,
  // Nobody reads the signature, and it takes longer than all the rest.
  signer: { sign: async <Request>(request: Request): Promise<Request> => request },
};
/** What makes requests, which nobody reads here either, and takes two fifths of the time. */
const OF_REQUESTS = [
  ...['getUserAgentMiddleware', 'hostHeaderMiddleware', 'recursionDetectionMiddleware', 'contentLengthMiddleware'],
  ...['addExpectContinueMiddleware', 'validateBucketNameMiddleware'],
];
const s3 = makeS3Client(settings);
const stepFunctions = new SFNClient(settings);
for (const { middlewareStack } of [s3, stepFunctions]) for (const name of OF_REQUESTS) middlewareStack.remove(name);
const storage = makeRecordingStorage(s3);
const readHistory = makeReadHistoryBackwards(stepFunctions);
const place = { bucket: 'my-recordings', prefix: 'a/' };

async function drain(pages: AsyncIterable<readonly string[]>): Promise<void> {
  for await (const names of pages) assert.ok(names.every((name) => typeof name === 'string'));
}

const READERS: readonly (() => Promise<unknown>)[] = [
  () => storage.readText({ bucket: place.bucket, key: 'k', maxSizeBytes: 100 }),
  async () => {
    const { sizes } = await storage.listFolder(place);
    assert.ok([...sizes.values()].every((sizeBytes) => Number.isInteger(sizeBytes) && sizeBytes >= 0));
  },
  () => drain(makeListFolders(s3)(place)),
  () => makeFindMetadata(s3)(place),
  () => translateServiceErrors('the history', () => readHistory('arn:aws:states:us-west-2:123456789012:execution:a:b')),
];

interface AnswerCase {
  readonly reader: number;
  readonly text: number;
  readonly edits: readonly TextEdit[];
  readonly statusCode: number;
  readonly headers: Record<string, string>;
}

/** Answers of S3 and Step Functions, whole or mangled, through the real client: what comes of them has a name. */
export const serviceAnswers = defineTarget({
  name: 'service-answer',
  refusals: [],
  cases: fc.record({
    reader: fc.nat(READERS.length - 1),
    text: fc.nat(ANSWERS.length - 1),
    edits: textEdits(['<Error>', '</Contents>', '<![CDATA[', '<!DOCTYPE a [<!ENTITY b "c">]>', '"__type":'], 2),
    statusCode: fc.constantFrom(200, 200, 200, 400, 403, 404, 429, 500, 503),
    headers: fc.dictionary(
      fc.constantFrom('content-type', 'content-length', 'x-amzn-errortype', 'last-modified', 'etag'),
      fc.constantFrom('application/xml', '0', '-1', '99999999999999999999', 'ThrottlingException:http://x', '', 'x'),
      { maxKeys: 2, noNullPrototype: true },
    ),
  }) as fc.Arbitrary<AnswerCase>,
  run: async ({ reader, text, edits, statusCode, headers }) => {
    const body = editText(ANSWERS[text]!, edits);
    let answers = 0;
    answer = () => {
      // Pages that say they go on do so twice; S3 does not lead in a circle.
      const isLast = answers++ > 1;
      return isLast
        ? noMore()
        : { statusCode, headers: { ...headers, 'x-amz-request-id': 'TX1' }, body: Readable.from([Buffer.from(body)]) };
    };
    const error = await errorOf(READERS[reader]!);
    if (error === undefined) return undefined;
    if (LIKE_BUGS.includes(error.name)) {
      answers = 0;
      // Cases run without stacks (fuzz-worker.ts).
      requireSdks(await withStackFrames(10, () => errorOf(READERS[reader]!)));
    }
    return nameOf(error);
  },
});

const noMore = (): Answer => ({
  statusCode: 404,
  headers: {},
  body: Readable.from([Buffer.from(errorXml('NoSuchKey'))]),
});

async function errorOf(read: () => Promise<unknown>): Promise<Error | undefined> {
  try {
    await read();
    return undefined;
  } catch (error) {
    if (error instanceof assert.AssertionError) throw error;
    assert.ok(error instanceof Error && error.name !== '', String(error));
    return error;
  }
}

/** A bug of ours has one of these names. */
const LIKE_BUGS = ['TypeError', 'RangeError', 'ReferenceError'];

/** The SDK's own reader throws them for what is no XML or JSON. */
function requireSdks(error: Error | undefined): void {
  assert.ok(error !== undefined, 'the same answer is read a second time');
  const isSdks = /node_modules|deserialization/i.test(error.stack ?? '') && !/\/lambdas\//.test(ownFrame(error));
  assert.ok(isSdks, error.stack);
}

/** Where an error was thrown. */
const ownFrame = ({ stack = '' }: Error): string =>
  stack.split('\n').find((line) => line.trim().startsWith('at ')) ?? '';

/** S3 may answer with any code at all: only names of ours are told apart. */
const nameOf = ({ name }: Error): string => (/^[A-Z]\w*Error$|Exception$/.test(name) ? name : 'another name');
