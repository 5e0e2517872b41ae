/**
 * Lambda's API, as far as it is needed here: Invoke, asynchronously as EventBridge and S3 do, or with the answer, and
 * GetFunctionConfiguration with the variables alone.
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listenOnLoopback } from '../listen-on-loopback.ts';
import { FunctionFailedError } from './function-container.ts';
import { FunctionNotFoundError, type LambdaRuntime } from './lambda-runtime.ts';

/** A running server. */
export interface InvokeApi {
  readonly url: string;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

const functionPath = /^\/2015-03-31\/functions\/([^/]+)\/(invocations|configuration)$/;

const refusal = (status: number, code: string, message: string): Answer => ({
  status,
  headers: { 'x-amzn-errortype': code },
  body: { Type: 'User', Message: message },
});

/** Serves Invoke on 127.0.0.1 and a free port. A function is named by its ARN, with or without a version. */
export async function startInvokeApi(runtime: LambdaRuntime): Promise<InvokeApi> {
  const server = createServer((request, response) => {
    answer(runtime, request)
      .catch((error: unknown) => refusal(500, 'ServiceException', String(error)))
      .then((given) => send(response, given), response.destroy.bind(response));
  });
  return listenOnLoopback(server);
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body === undefined ? '' : JSON.stringify(body));
}

async function answer(runtime: LambdaRuntime, request: IncomingMessage): Promise<Answer> {
  const { pathname } = new URL(request.url ?? '', 'http://lambda');
  const [, encoded = '', part] = functionPath.exec(pathname) ?? [];
  const functionArn = decodeURIComponent(encoded);
  try {
    if (request.method === 'GET' && part === 'configuration') return configuration(runtime, functionArn);
    if (request.method === 'POST' && part === 'invocations') return await invokeWithBody(runtime, functionArn, request);
    return refusal(404, 'UnknownOperationException', `The local Lambda has no ${request.method} ${pathname}.`);
  } catch (error) {
    if (!(error instanceof FunctionNotFoundError)) throw error;
    return refusal(404, 'ResourceNotFoundException', error.message);
  }
}

const configuration = (runtime: LambdaRuntime, functionArn: string): Answer => ({
  status: 200,
  body: { FunctionArn: functionArn, Environment: { Variables: runtime.variablesOf(functionArn) } },
});

async function invokeWithBody(runtime: LambdaRuntime, functionArn: string, request: IncomingMessage): Promise<Answer> {
  const event = parseJson(await text(request));
  if (event === undefined) return refusal(400, 'InvalidRequestContentException', 'The payload is no JSON.');
  return invoke(runtime, functionArn, request.headers['x-amz-invocation-type'], event.value);
}

async function invoke(runtime: LambdaRuntime, functionArn: string, type: unknown, event: unknown): Promise<Answer> {
  if (type === 'Event') {
    runtime.invokeAsynchronously(functionArn, event);
    return { status: 202 };
  }
  if (type !== undefined && type !== 'RequestResponse') {
    return refusal(400, 'InvalidParameterValueException', `The local Lambda has no invocation type ${String(type)}.`);
  }
  try {
    return { status: 200, body: await runtime.invoke(functionArn, event) };
  } catch (error) {
    if (!(error instanceof FunctionFailedError)) throw error;
    return { status: 200, headers: { 'x-amz-function-error': 'Unhandled' }, body: error.toPayload() };
  }
}

/** An empty payload is an empty event. */
function parseJson(body: string): { value: unknown } | undefined {
  try {
    return { value: body === '' ? {} : JSON.parse(body) };
  } catch {
    return undefined;
  }
}
