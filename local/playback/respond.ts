import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { type AddedHeaders, addedTo } from './added-headers.ts';
import { chooseContentType } from './content-type.ts';
import { answerByFunction, eventOf, type InvokeFunction } from './function-origin.ts';
import { isMatchingPath } from './path-pattern.ts';
import { readRequestedKey } from './requested-key.ts';
import { type OriginRequest, pickForwardedHeaders, type ReadObject } from './s3-origin.ts';
import { type TrustedKeys, whySignatureRefused } from './signatures.ts';

/**
 * One of the distribution's cache behaviours: which bucket or function serves the paths of a pattern, as in CloudFront;
 * `*` for the default behaviour, which comes last.
 */
export type PlaybackBehaviour = {
  readonly pathPattern: string;
  /** What viewers have to sign with; absent: they need no signature. */
  readonly trustedKeys?: TrustedKeys;
  /** What its response-headers policy adds; absent: nothing. */
  readonly added?: AddedHeaders;
} & ({ readonly bucket: string } | { readonly functionArn: string });

/** What requests are answered from. */
export interface PlaybackSetup {
  /** The first that matches decides, whether it has the object or not. */
  readonly behaviours: readonly PlaybackBehaviour[];
  readonly readObject: ReadObject;
  readonly invokeFunction: InvokeFunction;
}

/** Headers of S3 that CloudFront hands on; `x-amz-…` say nothing to a viewer. */
const passedHeaders = [
  'accept-ranges',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'content-length',
  'content-range',
  'etag',
  'expires',
  'last-modified',
] as const;

/** Statuses of S3 that are the viewer's business as they are. */
const passedStatuses: readonly number[] = [200, 206, 304, 412, 416];

/** Of these an object that does not exist is one, see {@link respond}; the other one that is archived. */
const deniedStatuses: readonly number[] = [403, 404];

/** A response-headers policy adds headers to S3's refusal and leaves its status, on which a browser gives up. */
const preflightRefusal =
  'The buckets have no CORS rule, so preflight requests are refused: read with a plain GET or HEAD, or one Range.';

/**
 * Answers one request as a distribution with origin access control does: S3 answers 403 for a key that does not exist
 * to one who may not list the bucket, so there is no 404 here either.
 */
export async function respond(setup: PlaybackSetup, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '/', headers } = request;
  const key = readRequestedKey(url);
  const behaviour = setup.behaviours.find(({ pathPattern }) => key && isMatchingPath(pathPattern, key));
  // What no pattern names is the default behaviour's.
  const added = addedTo(headers, (behaviour ?? setup.behaviours.at(-1))?.added);
  if (method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS') {
    refuse(response, 403, added, 'This distribution is not configured to allow the HTTP request method that was used.');
    return;
  }
  if (behaviour !== undefined && 'functionArn' in behaviour) {
    const returned = await setup.invokeFunction(behaviour.functionArn, eventOf(request));
    answerByFunction(returned, request, added, response);
    return;
  }
  if (method === 'OPTIONS') {
    refuse(response, 403, added, preflightRefusal);
    return;
  }
  if (key === undefined || behaviour === undefined) {
    refuse(response, 403, added, 'Access Denied');
    return;
  }
  const refusal = behaviour.trustedKeys && whySignatureRefused(request, behaviour.trustedKeys, Date.now());
  if (refusal !== undefined) {
    refuse(response, 403, added, refusal);
    return;
  }
  const originRequest = { bucket: behaviour.bucket, key, method, headers: pickForwardedHeaders(headers) } as const;
  await serve(setup.readObject, originRequest, added, response);
}

async function serve(
  readObject: ReadObject,
  originRequest: OriginRequest,
  added: Record<string, string>,
  response: ServerResponse,
): Promise<void> {
  const viewerLeft = new AbortController();
  response.once('close', () => viewerLeft.abort());
  const object = await readObject(originRequest, viewerLeft.signal);
  const status = object.statusCode ?? 502;
  if (!passedStatuses.includes(status)) {
    object.resume();
    const isDenied = deniedStatuses.includes(status);
    refuse(response, isDenied ? 403 : 502, added, isDenied ? 'Access Denied' : `The origin answered ${status}.`);
    return;
  }
  const contentType = status < 300 ? chooseContentType(originRequest.key, object.headers['content-type']) : undefined;
  response.writeHead(status, {
    ...passOn(object.headers, status),
    ...added,
    ...(contentType && { 'content-type': contentType }),
  });
  await pipeline(object, response);
}

/** An error of S3 has a body of its own, which is read to its end and handed on with its length. */
function passOn(headers: IncomingMessage['headers'], status: number): Record<string, string> {
  const entries = passedHeaders.flatMap((name) => (headers[name] ? [[name, headers[name]]] : []));
  return { ...Object.fromEntries(entries), ...(status >= 400 && { 'content-type': 'application/xml' }) };
}

function refuse(response: ServerResponse, status: number, added: Record<string, string>, reason: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...added }).end(`${reason}\n`);
}
