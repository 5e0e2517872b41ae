/** A function URL as an origin: a request becomes an event, and what the function returns the response. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod/mini';

/** Invokes a function with an event, and gives what it returns. */
export type InvokeFunction = (functionArn: string, event: unknown) => Promise<unknown>;

/**
 * The form with a status code; the shorter ones, which a function may return as well, are refused.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
 */
const returnedSchema = z.strictObject({
  statusCode: z.number(),
  headers: z._default(z.record(z.string(), z.string()), {}),
  body: z._default(z.string(), ''),
});

/** What a response-headers policy adds to the answer of a preflight request, besides the headers for any answer. */
const preflightHeaders = {
  'access-control-allow-methods': 'GET, HEAD, OPTIONS',
  'access-control-allow-headers': '*',
  'access-control-max-age': '3600',
};

/** Answers a request by what a function returns. */
export function answerByFunction(
  returned: unknown,
  { method }: Pick<IncomingMessage, 'method'>,
  added: Readonly<Record<string, string>>,
  response: ServerResponse,
): void {
  const { statusCode, headers, body } = returnedSchema.parse(returned);
  const isPreflight = method === 'OPTIONS' && 'access-control-allow-origin' in added;
  const isWithBody = method !== 'HEAD' && statusCode !== 204 && statusCode !== 304;
  response.writeHead(statusCode, {
    ...headers,
    ...added,
    ...(isPreflight && preflightHeaders),
    ...(isWithBody && { 'content-length': Buffer.byteLength(body) }),
  });
  response.end(isWithBody ? body : '');
}

/**
 * The event of a request, payload format 2.0. The path goes on as it came, without being decoded, and so does the whole
 * query, which CloudFront cuts to what the API reads.
 */
export function eventOf({ method = 'GET', url = '/', headers, socket }: IncomingMessage): object {
  const [path = '/', ...query] = url.split('?');
  const condition = headers['if-none-match'];
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: query.join('?'),
    headers: { ...(condition === undefined ? {} : { 'if-none-match': condition }), via: '2.0 local (CloudFront)' },
    requestContext: { http: { method, path, protocol: 'HTTP/1.1', sourceIp: socket.remoteAddress ?? '' } },
    isBase64Encoded: false,
  };
}
