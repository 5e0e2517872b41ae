/** Tells which operation of which service a request asks for. */
import type { IncomingHttpHeaders } from 'node:http';
import type { Endpoints } from '../system/endpoints.ts';

/** A service that the functions and the state machines call. */
export type ServiceName = Exclude<keyof Endpoints, 'cloudformation' | 'cloudfront' | 'logs'>;

/** A request on its way to a service. */
export interface ServiceCall {
  readonly service: ServiceName;
  /** The API's name for it, such as `GetObject`; of a request that is not known, its method. */
  readonly operation: string;
  readonly method: string;
  /** With the query, still percent-encoded. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Empty for S3, whose bodies may be large. */
  readonly body: string;
}

type Request = Omit<ServiceCall, 'service' | 'operation' | 'body'>;

/** Describes a request to `service`. */
export const describeCall = (service: ServiceName, request: Request, body: string): ServiceCall => ({
  service,
  operation: operationOf(service, request, body) ?? request.method,
  ...request,
  body,
});

function operationOf(service: ServiceName, { method, path, headers }: Request, body: string): string | undefined {
  const url = new URL(path, 'http://127.0.0.1');
  if (service === 's3') return s3Operation(method, url);
  if (service === 'mediaconvert') return mediaConvertOperation(method, url.pathname);
  if (service === 'lambda') return url.pathname.endsWith('/invocations') ? 'Invoke' : undefined;
  if (service === 'ivs') return url.pathname.slice(1);
  const target = headers['x-amz-target'];
  // AWS JSON names it in a header, the query protocol in the form that is the body.
  return typeof target === 'string' ? target.split('.').at(-1) : (new URLSearchParams(body).get('Action') ?? undefined);
}

/** The SDK says it in `x-id`, of most. */
function s3Operation(method: string, { searchParams: query }: URL): string | undefined {
  if (method === 'HEAD') return 'HeadObject';
  return query.get('x-id') ?? s3Operations.find(([verb, marker]) => verb === method && query.has(marker))?.[2];
}

/** Those that the SDK does not name. */
const s3Operations = [
  ['GET', 'list-type', 'ListObjectsV2'],
  ['POST', 'uploads', 'CreateMultipartUpload'],
  ['POST', 'uploadId', 'CompleteMultipartUpload'],
  ['POST', 'delete', 'DeleteObjects'],
] as const;

function mediaConvertOperation(method: string, path: string): string | undefined {
  const [, id] = /^\/[\d-]+\/jobs(?:\/([^/]+))?$/.exec(path) ?? [];
  if (id === undefined) return method === 'POST' ? 'CreateJob' : 'ListJobs';
  return method === 'DELETE' ? 'CancelJob' : 'GetJob';
}
