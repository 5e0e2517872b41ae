/** One request of IVS's REST protocol: told apart, admitted, answered. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import type { CallRate } from './call-rate.ts';
import { type OperationContext, operations, taggedResource, tagOperations } from './operations.ts';
import {
  InternalServerException,
  IvsRefusal,
  ThrottlingException,
  UnknownOperationException,
  ValidationException,
} from './request-errors.ts';

/** A call, as the server's owner is told of it. */
export interface IvsCall {
  /** `UpdateChannel`. */
  readonly operation: string;
  readonly request: unknown;
}

/** What admits calls before they are answered. */
export interface Admission {
  readonly rate: CallRate | undefined;
  /** Throws an {@link IvsRefusal} to refuse the call. */
  readonly onCall: (call: IvsCall) => void;
}

/** Answers a request; never throws. */
export async function answerRequest(
  context: OperationContext,
  admission: Admission,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.setHeader('x-amzn-requestid', randomUUID());
  try {
    const body = await perform(context, admission, request);
    if (body === undefined) response.writeHead(204).end();
    else send(response, 200, body);
  } catch (error) {
    const refusal = error instanceof IvsRefusal ? error : new InternalServerException(String(error));
    response.setHeader('x-amzn-errortype', refusal.name);
    send(response, refusal.statusCode, { exceptionMessage: refusal.message });
  }
}

function send(response: ServerResponse, statusCode: number, body: object): void {
  response.writeHead(statusCode, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function perform(
  context: OperationContext,
  admission: Admission,
  request: IncomingMessage,
): Promise<object | undefined> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://ivs');
  const body = parseJson(await text(request));
  const [, encodedArn] = /^\/tags\/([^/]+)$/.exec(pathname) ?? [];
  if (encodedArn !== undefined) {
    const operation = tagOperationOf(request.method);
    admit(admission, { operation, request: body }, context.nowMs);
    const resource = taggedResource(context.resources, decodeURIComponent(encodedArn));
    return tagOperations[operation](resource, body, searchParams.getAll('tagKeys'));
  }
  const operation = pathname.slice(1);
  const run = request.method === 'POST' ? operations.get(operation) : undefined;
  if (run === undefined) {
    throw new UnknownOperationException(
      `${request.method} ${pathname} is not supported by the local IVS; it has ${[...operations.keys()].join(', ')} and the three for tags.`,
    );
  }
  admit(admission, { operation, request: body }, context.nowMs);
  return run(context, body);
}

function admit({ rate, onCall }: Admission, call: IvsCall, nowMs: number): void {
  if (rate?.admits(call.operation, nowMs) === false) throw new ThrottlingException('Rate exceeded.');
  onCall(call);
}

function tagOperationOf(method: string | undefined): keyof typeof tagOperations {
  if (method === 'GET') return 'ListTagsForResource';
  if (method === 'POST') return 'TagResource';
  if (method === 'DELETE') return 'UntagResource';
  throw new UnknownOperationException(`The local IVS has no ${method} of tags.`);
}

/** A request without a body is an empty one. */
function parseJson(body: string): unknown {
  try {
    return body === '' ? {} : JSON.parse(body);
  } catch (cause) {
    throw new ValidationException('The request is not JSON.', { cause });
  }
}
