import '../../../fixtures/one-realm.ts';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { S3Client } from '@aws-sdk/client-s3';
import { makeS3Client } from '../../../../lambdas/shared/adapters/s3-client.ts';

/** What the endpoint answers to one request. */
export interface S3Answer {
  readonly status?: number;
  readonly headers?: Record<string, string | number>;
  readonly body?: string | Buffer;
  /** Sends the body and then breaks the connection, before the length that the headers promise. */
  readonly isCut?: boolean;
  /** Sends the body and then nothing, until the client goes away. */
  readonly isEndless?: boolean;
}

/** One request as it came in. */
export interface S3Request {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  /** When the answer has been sent, or the client has gone away. */
  readonly closed: Promise<unknown>;
}

/** An S3 on loopback that answers as it is told: one answer for each request, the last one again and again. */
export async function startS3Endpoint(...answers: S3Answer[]) {
  const requests: S3Request[] = [];
  const server = createServer((incoming, response) => {
    const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://s3');
    const answer = answers[Math.min(requests.length, answers.length - 1)] ?? {};
    const { method = '', headers } = incoming;
    requests.push({ method, path: pathname, query: searchParams, headers, closed: once(response, 'close') });
    const body = Buffer.from(answer.body ?? '');
    response.writeHead(answer.status ?? 200, {
      'content-length': body.length,
      'x-amz-request-id': 'TX1',
      ...answer.headers,
    });
    if (answer.isCut) response.write(body, () => response.destroy());
    else if (answer.isEndless) response.write(body);
    else response.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const client = makeTestClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const close = async (): Promise<void> => {
    client.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { client, requests, close };
}

function makeTestClient(endpoint: string): S3Client {
  return makeS3Client({
    endpoint,
    region: 'us-west-2',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    retryStrategy: immediateRetries(),
  });
}

/** The SDK's own strategy, three attempts for what the SDK takes for passing, without the waits between them. */
export function immediateRetries(): NonNullable<Parameters<typeof makeS3Client>[0]>['retryStrategy'] {
  const token = (retryCount: number) => ({ getRetryCount: () => retryCount, getRetryDelay: () => 0 });
  return {
    acquireInitialRetryToken: async () => token(0),
    refreshRetryTokenForRetry: async (previous, { errorType }) => {
      const retryCount = previous.getRetryCount() + 1;
      if (retryCount > 2 || !['THROTTLING', 'TRANSIENT'].includes(errorType)) throw new Error('No more attempts.');
      return token(retryCount);
    },
    recordSuccess: () => {},
  };
}

/** An error's answer. */
export const s3Error = (status: number, code: string, more = ''): S3Answer => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>said ${code}</Message>${more}</Error>`,
});

/** One page of a listing, as S3 writes it. */
export function listing(contents: readonly string[], { token = '', encodingType = 'url' } = {}): S3Answer {
  const next = token === '' ? '' : `<NextContinuationToken>${token}</NextContinuationToken>`;
  const encoding = encodingType === '' ? '' : `<EncodingType>${encodingType}</EncodingType>`;
  const head = `<Name>b</Name><Prefix>p/</Prefix>${next}${encoding}<KeyCount>${contents.length}</KeyCount><MaxKeys>1000</MaxKeys>`;
  const body = `<IsTruncated>${token !== ''}</IsTruncated>${contents.join('')}`;
  return {
    headers: { 'content-type': 'application/xml' },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${head}${body}</ListBucketResult>`,
  };
}

/** One object of a listing. */
export const listed = (
  key: string,
  size: number | string = 1,
  more = '<StorageClass>STANDARD</StorageClass>',
): string =>
  `<Contents><Key>${key}</Key><LastModified>2026-06-23T20:12:34.000Z</LastModified><ETag>&quot;d41d8cd9&quot;</ETag><Size>${size}</Size>${more}</Contents>`;
