/** Answers a request to the API: which recordings there are, and where they are played. */
import { ServiceUnavailableError } from '../shared/contract/errors.ts';
import { encodeCursor } from './cursor.ts';
import { describeForOperator } from './describe-for-operator.ts';
import { describeRecording } from './describe-recording.ts';
import type { Gathered } from './gather-page.ts';
import { type CatalogPorts, type Describe, listOfChannel, listOfDay, placeOf } from './list-pages.ts';
import {
  answerContent,
  answerOptions,
  answerProblem,
  type Content,
  cacheControls,
  withoutBody,
} from './make-answer.ts';
import { openApiDocument } from './openapi-document.ts';
import { problemsPage } from './problems-page.ts';
import { type Call, type CatalogCall, readCall } from './read-call.ts';
import { RequestRefusedError } from './refusal.ts';
import type { ApiAnswer, ApiRequest } from './schema.ts';

/** What serving needs. */
export interface ServeApiPorts extends CatalogPorts {
  /** Whether callers may ask for the operator's view: on a laptop only. */
  readonly hasOperatorView: boolean;
  /** Told of an answer that is no fault of the request. */
  readonly warn: (message: string, details: object) => void;
}

/** Whatever the request is, there is an answer; only a bug throws. */
export async function serveApi(request: ApiRequest, ports: ServeApiPorts): Promise<ApiAnswer> {
  const { method } = request.requestContext.http;
  if (method === 'OPTIONS') return answerOptions();
  const answer =
    method === 'GET' || method === 'HEAD' ? await answerRead(request, ports) : answerProblem('method-not-allowed');
  return method === 'HEAD' ? withoutBody(answer) : answer;
}

async function answerRead(request: ApiRequest, ports: ServeApiPorts): Promise<ApiAnswer> {
  try {
    const call = readCall(request.rawPath, request.rawQueryString);
    return answerContent(request, await contentOf(call, ports));
  } catch (error) {
    if (error instanceof RequestRefusedError) return answerProblem(error.problem, error.detail);
    if (error instanceof ServiceUnavailableError) {
      ports.warn('The catalog does not answer.', { reason: error.message, path: request.rawPath });
      return answerProblem('catalog-unavailable');
    }
    throw error;
  }
}

async function contentOf(call: Call, ports: ServeApiPorts): Promise<Content> {
  if (call.name === 'openApi') return document('application/json; charset=utf-8', JSON.stringify(openApiDocument()));
  if (call.name === 'problems') return document('text/html; charset=utf-8', problemsPage());
  const value =
    ports.hasOperatorView && call.isForOperator
      ? await readCatalog(call, describeForOperator, ports)
      : await readCatalog(call, describeRecording, ports);
  return {
    contentType: 'application/json; charset=utf-8',
    cacheControl: cacheControls.recordings,
    body: JSON.stringify(value),
  };
}

const document = (contentType: string, body: string): Content => ({
  contentType,
  cacheControl: cacheControls.documents,
  body,
});

async function readCatalog<Shown extends object>(
  call: CatalogCall,
  describe: Describe<Shown>,
  ports: ServeApiPorts,
): Promise<object> {
  switch (call.name) {
    case 'recordingsOfChannel':
      return pageOf(await listOfChannel(call, describe, ports));
    case 'recordingsOfDay':
      return pageOf(await listOfDay(call, describe, ports));
    case 'recording':
      return readRecording(call.recordingId, describe, ports);
  }
}

const pageOf = <Shown>({ shown, next }: Gathered<Shown>): object => ({
  recordings: shown,
  ...(next === undefined ? {} : { next: encodeCursor(next) }),
});

async function readRecording<Shown extends object>(
  recordingId: string,
  describe: Describe<Shown>,
  { listOfRecording }: ServeApiPorts,
): Promise<Shown> {
  const items = (await listOfRecording(recordingId)).items.flatMap(({ item }) => item ?? []);
  const exports = items.filter((item) => item.type === 'export');
  const [shown] = items.flatMap((item) => {
    if (item.type !== 'recording') return [];
    const own = exports.filter((one) => placeOf(one) === placeOf(item));
    return describe(item, own) ?? [];
  });
  if (shown === undefined) throw new RequestRefusedError('recording-not-found');
  return shown;
}
