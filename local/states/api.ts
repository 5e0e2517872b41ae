import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { API_ACTIONS } from './api-actions.ts';
import type { StatesEngine } from './engine.ts';
import { StatesApiError } from './errors.ts';

/** A running server. */
export interface StatesApi {
  /** Such as `http://127.0.0.1:49152`, for `AWS_ENDPOINT_URL_SFN`. */
  readonly endpoint: string;
  close(): Promise<void>;
}

const TARGET_PREFIX = 'AWSStepFunctions.';

/**
 * Serves an engine as the Step Functions API, AWS JSON 1.0, on the loopback interface.
 * Signatures are not checked. Actions that we do not have are refused by name, `UnknownOperationException`.
 * @param options.port a free one unless given
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/Welcome.html
 */
export async function startStatesApi(
  engine: StatesEngine,
  options: { readonly port?: number } = {},
): Promise<StatesApi> {
  const server = createServer((request, response) => {
    answer(engine, request, response).catch((error) => response.destroy(error));
  });
  const { url, stop } = await listenOnLoopback(server, options.port);
  return { endpoint: url, close: stop };
}

async function answer(engine: StatesEngine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { status, body } = await perform(engine, request);
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() });
  response.end(JSON.stringify(body));
}

async function perform(engine: StatesEngine, request: IncomingMessage): Promise<{ status: number; body: unknown }> {
  try {
    return { status: 200, body: actionOf(request)(engine, await bodyOf(request)) };
  } catch (error) {
    if (error instanceof StatesApiError) return { status: 400, body: { __type: error.code, message: error.message } };
    const message = error instanceof Error ? error.stack : String(error);
    return { status: 500, body: { __type: 'InternalFailure', message } };
  }
}

function actionOf(request: IncomingMessage) {
  const target = `${request.headers['x-amz-target'] ?? ''}`;
  const action = target.startsWith(TARGET_PREFIX) ? API_ACTIONS.get(target.slice(TARGET_PREFIX.length)) : undefined;
  if (action !== undefined) return action;
  throw new StatesApiError('UnknownOperationException', `The local Step Functions API has no action '${target}'.`);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  try {
    return await json(request);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new StatesApiError('ValidationException', `The request's body is no JSON: ${error.message}`);
  }
}
