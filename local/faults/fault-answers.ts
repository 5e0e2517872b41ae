/** How each service words a refusal: status, headers and body, as its SDK reads them. */
import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { errorDocument } from '../s3/xml.ts';
import type { Fault } from './fault.ts';
import type { ServiceCall, ServiceName } from './service-call.ts';

/** A whole answer. */
export interface FaultAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Faults that are an answer of the service. */
export type Refusal = Extract<Fault, 'throttling' | 'server-error' | 'access-denied'>;

/** HTTP status and code. */
type Code = readonly [status: number, code: string];

const jsonCodes = {
  throttling: [400, 'ThrottlingException'],
  'server-error': [500, 'InternalFailure'],
  'access-denied': [400, 'AccessDeniedException'],
} as const;

/** Codes as the API references of the services list them. */
const codes: Readonly<Record<ServiceName, Readonly<Record<Refusal, Code>>>> = {
  s3: { throttling: [503, 'SlowDown'], 'server-error': [500, 'InternalError'], 'access-denied': [403, 'AccessDenied'] },
  sns: {
    throttling: [429, 'Throttled'],
    'server-error': [500, 'InternalError'],
    'access-denied': [403, 'AuthorizationError'],
  },
  dynamodb: {
    ...jsonCodes,
    throttling: [400, 'ProvisionedThroughputExceededException'],
    'server-error': [500, 'InternalServerError'],
  },
  mediaconvert: {
    throttling: [429, 'TooManyRequestsException'],
    'server-error': [500, 'InternalServerErrorException'],
    'access-denied': [403, 'ForbiddenException'],
  },
  lambda: {
    throttling: [429, 'TooManyRequestsException'],
    'server-error': [500, 'ServiceException'],
    'access-denied': [403, 'AccessDeniedException'],
  },
  sfn: jsonCodes,
  sqs: jsonCodes,
  eventbridge: jsonCodes,
  ivs: {
    throttling: [429, 'ThrottlingException'],
    'server-error': [500, 'InternalServerException'],
    'access-denied': [403, 'AccessDeniedException'],
  },
};

/** What every refusal says of itself. */
export const faultMessage = 'made to fail by a switch of the local system';

/** The service's refusal. */
export function refusalOf({ service }: ServiceCall, refusal: Refusal): FaultAnswer {
  const [status, code] = codes[service][refusal];
  const headers = { 'x-amzn-requestid': randomUUID() };
  if (service === 's3') {
    const body = errorDocument({ Code: code, Message: faultMessage, RequestId: headers['x-amzn-requestid'] });
    return { status, headers: { ...headers, 'content-type': 'application/xml' }, body };
  }
  if (service === 'sns') {
    const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${faultMessage}</Message></Error>`;
    return {
      status,
      headers: { ...headers, 'content-type': 'text/xml' },
      body: `<ErrorResponse>${error}</ErrorResponse>`,
    };
  }
  return {
    status,
    headers: { ...headers, 'content-type': 'application/x-amz-json-1.0', 'x-amzn-errortype': code },
    body: JSON.stringify({ __type: code, message: faultMessage }),
  };
}

/** Sends it; to a question for the head alone, without its body. */
export function sendFaultAnswer(
  { method }: Pick<ServiceCall, 'method'>,
  { status, headers, body }: FaultAnswer,
  response: ServerResponse,
): void {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) });
  response.end(method === 'HEAD' ? undefined : body);
}

/** What something between the client and the service may answer in its place. */
export const malformedAnswer: FaultAnswer = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><body><p>Please log in to this network.</p></body></html>',
};
