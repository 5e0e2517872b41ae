/** What the functions behind the distribution answer, asked as CloudFront asks them, and each by its own role. */
import assert from 'node:assert/strict';
import { InvokeCommand, type LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { apiPageSchema } from '../../lambdas/shared/contract/api.ts';
import type { FunctionUrlAnswer } from '../../lambdas/shared/contract/function-url.ts';
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
  const { Payload, FunctionError } = await lambda.send(
    new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(event)) }),
  );
  const text = Buffer.from(Payload ?? []).toString();
  assert.equal(FunctionError, undefined, `${FunctionName} failed: ${text}`);
  const answer = JSON.parse(text) as FunctionUrlAnswer;
  assert.equal(answer.statusCode, 200, `${FunctionName} answers ${rawPath}?${rawQueryString} with ${text}`);
  return answer;
}

/** The deployed function of a step, of which no output tells. */
export async function nameOfFunction(lambda: LambdaClient, stem: string): Promise<string> {
  const { Functions = [] } = await lambda.send(new ListFunctionsCommand({ MaxItems: 50 }));
  const found = Functions.flatMap(({ FunctionName = '' }) => (FunctionName.includes(stem) ? [FunctionName] : []));
  assert.equal(found.length, 1, `found the functions ${found.join(', ')} for ${stem}`);
  return found[0]!;
}
