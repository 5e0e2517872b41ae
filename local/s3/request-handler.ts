import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { describeError, readRequestBody, sendResponse } from './http-exchange.ts';
import type { S3Response, S3Service } from './operation.ts';
import { findOperation } from './router.ts';
import { S3Error } from './s3-error.ts';
import { gatherHeaders, parseAddress, type S3Request } from './s3-request.ts';

/** How requests are handled, apart from what they do. */
export interface HandlingOptions {
  /** Waited before each request is looked at, to stand for the way to S3. */
  readonly addedLatencyMs: number;
  /** Told of what is neither a refusal nor the caller's doing: a fault of the server or of its disk. */
  readonly onUnexpectedError: (error: unknown) => void;
}

/** Turns HTTP requests into operations and their outcome into answers, and counts them. */
export class RequestHandler {
  readonly #service: S3Service;
  readonly #options: HandlingOptions;
  readonly #counts = new Map<string, number>();

  constructor(service: S3Service, options: HandlingOptions) {
    this.#service = service;
    this.#options = options;
  }

  /** How often each operation was asked for, by its name; `Refused` counts requests for what there is not. */
  counts(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }

  /** Answers one request. Never fails. */
  async handle(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const id = newRequestId();
    outgoing.setHeader('x-amz-request-id', id);
    outgoing.setHeader('x-amz-id-2', randomBytes(48).toString('base64'));
    try {
      const response = await this.#answer(id, incoming, outgoing);
      await sendResponse(incoming.method ?? '', response, outgoing);
    } catch (error) {
      this.#options.onUnexpectedError(error);
    } finally {
      // What is left of a refused body is read away, or the connection would be stuck behind it.
      incoming.resume();
    }
  }

  async #answer(id: string, incoming: IncomingMessage, outgoing: ServerResponse): Promise<S3Response> {
    const { method = '', url = '' } = incoming;
    try {
      if (this.#options.addedLatencyMs > 0) await setTimeout(this.#options.addedLatencyMs);
      return await this.#run(readRequest(id, incoming, outgoing));
    } catch (error) {
      return describeError(this.#toS3Error(error), { id, method }, url.replace(/\?.*$/s, ''));
    }
  }

  async #run(request: S3Request): Promise<S3Response> {
    const operation = this.#route(request);
    const owner = request.headers['x-amz-expected-bucket-owner'];
    if (owner !== undefined && owner !== this.#service.accountId) {
      throw new S3Error('AccessDenied', `The buckets belong to ${this.#service.accountId}, not to ${owner}.`);
    }
    return await operation.run(request, this.#service);
  }

  #route(request: S3Request) {
    try {
      const operation = findOperation(request);
      this.#count(operation.name);
      return operation;
    } catch (error) {
      this.#count('Refused');
      throw error;
    }
  }

  #count(name: string): void {
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  #toS3Error(error: unknown): S3Error {
    if (error instanceof S3Error) return error;
    this.#options.onUnexpectedError(error);
    return new S3Error('InternalError', String(error));
  }
}

/** Sixteen hexadecimal digits, as S3's. */
export function newRequestId(): string {
  return randomBytes(8).toString('hex').toUpperCase();
}

function readRequest(id: string, incoming: IncomingMessage, outgoing: ServerResponse): S3Request {
  const address = parseAddress(incoming.url ?? '');
  return {
    id,
    method: incoming.method ?? '',
    ...address,
    headers: gatherHeaders(incoming.headers, address.query),
    body: readRequestBody(incoming, outgoing),
  };
}
