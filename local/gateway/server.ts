/**
 * One address for all services, for programs that take a single `--endpoint-url`: requests go on to the service whose
 * name stands in their signature.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse, request as sendRequest } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { serviceOf } from './signed-service.ts';

/** A running gateway. */
export interface Gateway {
  /** For `AWS_ENDPOINT_URL`, or `--endpoint-url`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts it on 127.0.0.1 and a free port. @param targets URLs of the services, by the names that signatures have */
export async function startGateway(targets: Readonly<Record<string, string>>): Promise<Gateway> {
  const server = createServer((request, response) => {
    const target = targetOf(request, targets);
    if (typeof target !== 'string') refuse(response, target.refusal);
    // Whoever asked has gone, or the service has: the connection's end tells it.
    else forward(target, request, response).catch((error: Error) => response.destroy(error));
  });
  // A body may take as long as it likes: the services have limits of their own.
  server.requestTimeout = 0;
  return listenOnLoopback(server);
}

function targetOf(request: IncomingMessage, targets: Readonly<Record<string, string>>): string | { refusal: string } {
  const service = serviceOf(request.headers.authorization, request.url ?? '');
  if (service === undefined)
    return { refusal: 'The request is not signed, so that nothing tells which service it is for.' };
  const target = targets[service];
  if (target !== undefined) return target;
  return { refusal: `The local system has no ${service}; it has ${Object.keys(targets).sort().join(', ')}.` };
}

/** In a form that SDKs of every protocol read as an error. */
function refuse(response: ServerResponse, message: string): void {
  const name = 'UnknownOperationException';
  response.writeHead(501, { 'content-type': 'application/json', 'x-amzn-errortype': name });
  response.end(JSON.stringify({ __type: name, message, Message: message }));
}

async function forward(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { hostname, port } = new URL(target);
  const { url: path, method, rawHeaders: headers } = request;
  // The Host that the caller saw stays: it is what it signed.
  const onward = sendRequest({ hostname, port, method, path, headers });
  const answered = once(onward, 'response');
  await Promise.all([pipeline(request, onward), relay(answered, response)]);
}

async function relay(answered: Promise<unknown[]>, response: ServerResponse): Promise<void> {
  const [answer] = await answered;
  if (!isAnswer(answer)) throw new Error('The service gave no answer.');
  response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  await pipeline(answer, response);
}

const isAnswer = (answer: unknown): answer is IncomingMessage =>
  typeof answer === 'object' && answer !== null && 'rawHeaders' in answer;
