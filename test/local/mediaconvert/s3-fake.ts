import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the fake holds for a key. */
export interface FakeObject {
  readonly body: Buffer;
  readonly contentType: string | undefined;
}

type Intervention = (method: string, key: string, query: URLSearchParams) => Promise<number | undefined>;

/**
 * An S3 server of a few lines: GET with Range, PUT, and multipart uploads, for objects in memory. `intervene` runs
 * before a request is carried out: it may hold it up, or return a status to answer with instead.
 */
export class S3Fake {
  /** By `bucket/key`. */
  readonly objects = new Map<string, FakeObject>();
  /** Parts of uploads under way, by upload id. */
  readonly uploads = new Map<string, Map<number, Buffer>>();
  readonly requests: string[] = [];
  intervene: Intervention = async () => undefined;
  url = '';
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<S3Fake> {
    const fake = new S3Fake();
    await new Promise<void>((resolve) => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    fake.url = `http://127.0.0.1:${(fake.#server.address() as AddressInfo).port}`;
    return fake;
  }

  put(key: string, body: string | Buffer): void {
    this.objects.set(key, { body: Buffer.from(body), contentType: undefined });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }

  /** Holds up the first request for which `isMeant` is true. `reached` resolves when it has come. */
  hold(isMeant: (method: string, key: string, query: URLSearchParams) => boolean) {
    const reached = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    this.intervene = async (...request) => {
      if (isMeant(...request)) {
        reached.resolve();
        await released.promise;
      }
      return undefined;
    };
    return { reached: reached.promise, release: released.resolve };
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '/', this.url);
    const key = decodeURIComponent(pathname.slice(1));
    const method = request.method ?? '';
    this.requests.push(`${method} ${key}`);
    const chunks = await request.toArray().catch(() => undefined);
    const status = await this.intervene(method, key, searchParams);
    if (status !== undefined) {
      answerError(response, status, status === 403 ? 'AccessDenied' : 'InternalError');
    } else if (chunks !== undefined) {
      this.#carryOut(method, key, searchParams, Buffer.concat(chunks), request, response);
    }
  }

  #carryOut(
    method: string,
    key: string,
    query: URLSearchParams,
    body: Buffer,
    { headers }: IncomingMessage,
    response: ServerResponse,
  ): void {
    const uploadId = query.get('uploadId');
    if (method === 'GET') {
      this.#get(key, headers.range, response);
    } else if (uploadId !== null) {
      this.#continueUpload(method, key, uploadId, query, body, response);
    } else if (method === 'POST') {
      const id = `upload-${this.uploads.size + 1}`;
      this.uploads.set(id, new Map());
      const xml = `<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`;
      response.end(xml);
    } else {
      this.objects.set(key, { body, contentType: headers['content-type'] });
      response.setHeader('etag', '"etag"').end();
    }
  }

  #continueUpload(
    method: string,
    key: string,
    uploadId: string,
    query: URLSearchParams,
    body: Buffer,
    response: ServerResponse,
  ): void {
    const parts = this.uploads.get(uploadId);
    if (method === 'PUT') {
      parts?.set(Number(query.get('partNumber')), body);
      response.setHeader('etag', '"etag"').end();
      return;
    }
    this.uploads.delete(uploadId);
    if (method === 'POST') {
      this.objects.set(key, { body: Buffer.concat([...(parts?.values() ?? [])]), contentType: undefined });
      response.end('<CompleteMultipartUploadResult><ETag>"etag"</ETag></CompleteMultipartUploadResult>');
    } else {
      response.writeHead(204).end();
    }
  }

  #get(key: string, range: string | undefined, response: ServerResponse): void {
    const object = this.objects.get(key);
    if (object === undefined) {
      answerError(response, 404, 'NoSuchKey');
      return;
    }
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
    const body = start === undefined ? object.body : object.body.subarray(Number(start), Number(end) + 1);
    response.writeHead(start === undefined ? 200 : 206, { 'content-length': body.length }).end(body);
  }
}

function answerError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
