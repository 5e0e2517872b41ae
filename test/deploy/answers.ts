/** What the functions behind the distribution answer, asked as CloudFront asks them, and each by its own role. */
import assert from 'node:assert/strict';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import { apiPageSchema } from '../../lambdas/shared/contract/api.ts';
import type { FunctionUrlAnswer } from '../../lambdas/shared/contract/function-url.ts';
import { invokeFunction } from './deployed-functions.ts';
import type { SystemUnderTest } from './system-under-test.ts';

const channelId = 'Qm4TzL9cWx2d';
const day = 'day=2026-06-23';

/** What both functions answer. */
export interface Answers {
  /** Of each recording its id, its status and its exports. */
  readonly ofDay: readonly string[];
  readonly ofChannel: readonly string[];
  readonly ofChannelAndDay: readonly string[];
  /** The page's document. */
  readonly page: FunctionUrlAnswer;
}

/** Asks for lists by day, by channel, and by both, and for the page. */
export async function answersOf({ clients, serveApi, servePage }: SystemUnderTest): Promise<Answers> {
  const list = async (path: string, query: string) => {
    const { recordings } = apiPageSchema.parse(JSON.parse((await ask(clients.lambda, serveApi, path, query)).body));
    const named = recordings.map(({ recordingId, status, exports }) =>
      [recordingId, status, ...exports.map(({ name }) => name)].join(' '),
    );
    return named.sort();
  };
  const ofChannel = `/api/channels/${channelId}/recordings`;
  return {
    ofDay: await list('/api/recordings', day),
    ofChannel: await list(ofChannel, ''),
    ofChannelAndDay: await list(ofChannel, day),
    page: await ask(clients.lambda, servePage, '/app/', ''),
  };
}

async function ask(
  lambda: LambdaClient,
  FunctionName: string,
  rawPath: string,
  rawQueryString: string,
): Promise<FunctionUrlAnswer> {
  const event = { version: '2.0', rawPath, rawQueryString, headers: {}, requestContext: { http: { method: 'GET' } } };
  const text = await invokeFunction(lambda, FunctionName, event);
  const answer = JSON.parse(text) as FunctionUrlAnswer;
  assert.equal(answer.statusCode, 200, `${FunctionName} answers ${rawPath}?${rawQueryString} with ${text}`);
  return answer;
}
