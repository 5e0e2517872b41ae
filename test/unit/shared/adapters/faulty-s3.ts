/** The local S3 server, and in front of it a way that can be made to fail request by request. */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { makeTransferClient } from '../../../../lambdas/shared/adapters/transfer-client.ts';
import type { S3ServerOptions } from '../../../../local/s3/server.ts';
import { startTestServer, stopTestServers, type TestServer } from '../../../local/s3/test-server.ts';
import { immediateRetries } from './s3-endpoint.ts';

/** One request as it passed by. */
export interface PassedRequest {
  /** S3's name for it. */
  readonly operation: string;
  readonly key: string;
  readonly partNumber: number | undefined;
  readonly headers: IncomingMessage['headers'];
}

/** What becomes of a request. */
export type Fault =
  /** Answered with an error, and never done. */
  | { readonly answer: { readonly status: number; readonly code: string } }
  /** Done, but the connection breaks before the answer. */
  | 'lose-answer'
  /** Done, but only so many bytes of the answer's body arrive. */
  | { readonly cutAfterBytes: number }
  /** Done once the promise is fulfilled. */
  | { readonly when: Promise<unknown> };

/** See the file's comment. */
export interface FaultyS3 extends TestServer {
  /** Goes the way that can fail, with the retries of the SDK but without the waits between them. */
  readonly faultyClient: S3Client;
  readonly url: string;
  readonly requests: readonly PassedRequest[];
  /** The most requests of an operation that were under way at once. */
  readonly mostAtOnce: ReadonlyMap<string, number>;
  /** Asked for each request; `undefined` lets it pass. */
  fault: (request: PassedRequest) => Fault | undefined;
}

const stops: (() => Promise<void>)[] = [];

/** Ends all of them. */
export async function stopFaultyS3(): Promise<void> {
  for (const stop of stops.splice(0)) await stop();
  await stopTestServers();
}

/** Starts one on a free port. */
export async function startFaultyS3(options: Partial<S3ServerOptions> = {}): Promise<FaultyS3> {
  const testServer = await startTestServer(options);
  const way = new FaultyWay(testServer.server.port);
  const server = createServer((incoming, outgoing) => void way.pass(incoming, outgoing));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const faultyClient = makeTransferClient({
    endpoint: url,
    region: 'us-west-2',
    forcePathStyle: true,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    retryStrategy: immediateRetries(),
  });
  stops.push(async () => {
    faultyClient.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return Object.assign(way, testServer, { faultyClient, url });
}

/** An object, whole, past the way that can fail. */
export async function readObject({ client, bucket }: FaultyS3, key: string) {
  const { Body, ...object } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
  return { ...object, bytes: Buffer.concat(await chunksOf(Body as Readable)) };
}

/** All that comes; `stream/consumers` goes by way of a Blob, which takes three times as long. */
const chunksOf = (stream: Readable): Promise<Buffer[]> => stream.toArray();

class FaultyWay {
  readonly requests: PassedRequest[] = [];
  readonly mostAtOnce = new Map<string, number>();
  readonly #underWay = new Map<string, number>();
  readonly #port: number;
  fault: (request: PassedRequest) => Fault | undefined = () => undefined;

  constructor(port: number) {
    this.#port = port;
  }

  async pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { operation, key, partNumber } = describe(incoming);
    this.#count(operation, 1);
    outgoing.once('close', () => this.#count(operation, -1));
    const body = await chunksOf(incoming).catch(() => undefined);
    if (body === undefined) return;
    const request = { operation, key, partNumber, headers: incoming.headers };
    this.requests.push(request);
    const fault = this.fault(request);
    if (typeof fault === 'object' && 'answer' in fault) return refuse(outgoing, fault.answer);
    if (typeof fault === 'object' && 'when' in fault) await fault.when;
    await this.#forward(incoming, body, outgoing, fault);
  }

  async #forward(
    incoming: IncomingMessage,
    body: readonly Buffer[],
    outgoing: ServerResponse,
    fault: Fault | undefined,
  ): Promise<void> {
    const { method, url: path, headers } = incoming;
    const forwarded = sendRequest({ host: '127.0.0.1', port: this.#port, method, path, headers });
    const answered = once(forwarded, 'response').catch(() => []) as Promise<IncomingMessage[]>;
    for (const chunk of body) forwarded.write(chunk);
    forwarded.end();
    const [answer] = await answered;
    if (answer === undefined) {
      outgoing.destroy();
      return;
    }
    // The server is stopped in the middle of what nobody waits for any more.
    answer.on('error', () => outgoing.destroy());
    forwarded.on('error', () => outgoing.destroy());
    if (fault === 'lose-answer') {
      await chunksOf(answer);
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 0, answer.rawHeaders);
    if (typeof fault === 'object' && 'cutAfterBytes' in fault) {
      const whole = Buffer.concat(await chunksOf(answer));
      outgoing.write(whole.subarray(0, fault.cutAfterBytes), () => outgoing.destroy());
      return;
    }
    answer.pipe(outgoing);
    outgoing.once('close', () => answer.destroy());
  }

  #count(operation: string, change: number): void {
    const now = (this.#underWay.get(operation) ?? 0) + change;
    this.#underWay.set(operation, now);
    this.mostAtOnce.set(operation, Math.max(now, this.mostAtOnce.get(operation) ?? 0));
  }
}

function describe({ method = '', url = '' }: IncomingMessage) {
  const { pathname, searchParams } = new URL(url, 'http://s3');
  const key = decodeURIComponent(pathname.split('/').slice(2).join('/'));
  const part = searchParams.get('partNumber');
  return { operation: operationOf(method, searchParams), key, partNumber: part === null ? undefined : Number(part) };
}

function operationOf(method: string, query: URLSearchParams): string {
  if (query.has('uploads')) return method === 'POST' ? 'CreateMultipartUpload' : 'ListMultipartUploads';
  if (!query.has('uploadId')) return { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject' }[method] ?? method;
  return { PUT: 'UploadPart', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' }[method] ?? method;
}

function refuse(outgoing: ServerResponse, { status, code }: { status: number; code: string }): void {
  outgoing.writeHead(status, { 'content-type': 'application/xml' });
  outgoing.end(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>said ${code}</Message></Error>`,
  );
}
