import '../../fixtures/one-realm.ts';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, test } from '@jest/globals';
import { updateItemIntegration } from '../../../local/integrations/dynamodb.ts';
import { createJobIntegration } from '../../../local/integrations/mediaconvert.ts';
import { publishIntegration } from '../../../local/integrations/sns.ts';
import {
  redriveExecutionAt,
  redriveExecutionIn,
  redriveExecutionIntegration,
} from '../../../local/integrations/step-functions.ts';
import { StatesApiError } from '../../../local/states/errors.ts';
import { makeSdkConfiguration } from '../../../local/system/sdk-configuration.ts';

const sdk = makeSdkConfiguration('us-west-2');
const servers: Server[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

/** A service that answers as the test says; its requests' bodies are kept. */
async function serve(answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Where nobody listens. */
async function closedPort(): Promise<string> {
  const url = await serve(() => {});
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return url;
}

const context = (signal = new AbortController().signal) => ({ signal, executionArn: 'arn', stateName: 'State' });
const update = {
  TableName: 'catalog',
  Key: { id: { S: 'a' } },
  UpdateExpression: 'SET x = :x',
  ExpressionAttributeValues: { ':x': { N: '1' } },
};
const message = { TopicArn: 'arn:aws:sns:us-west-2:000000000000:news', Message: '{}' };
const job = { Role: 'arn:aws:iam::000000000000:role/r', Settings: { Inputs: [] } };

describe('what DynamoDB answers', () => {
  test('is the result', async () => {
    const url = await serve((_request, response) => response.end('{"Attributes":{"x":{"N":"1"}}}'));

    expect(await updateItemIntegration(sdk, url)(update, context())).toEqual({ Attributes: { x: { N: '1' } } });
  });

  test.each([
    ['ProvisionedThroughputExceededException', 400],
    ['ConditionalCheckFailedException', 400],
    ['InternalServerError', 500],
  ])('as %s fails the task under the name of the optimized integration', async (name, status) => {
    const url = await serve((_request, response) =>
      response
        .writeHead(status, { 'content-type': 'application/x-amz-json-1.0' })
        .end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no' })),
    );

    await expect(updateItemIntegration(sdk, url)(update, context())).rejects.toMatchObject({
      name: 'TaskFailure',
      error: `DynamoDB.${name}`,
      cause: 'no',
    });
  });
});

test('a service that cannot be reached fails the task as SdkClientException', async () => {
  const url = await closedPort();

  await expect(updateItemIntegration(sdk, url)(update, context())).rejects.toMatchObject({
    error: 'DynamoDB.SdkClientException',
  });
  await expect(publishIntegration(sdk, url)(message, context())).rejects.toMatchObject({
    error: 'SNS.SdkClientException',
  });
  await expect(createJobIntegration(sdk, url)(job, context())).rejects.toMatchObject({
    error: 'MediaConvert.SdkClientException',
  });
});

test('a call that is aborted ends with the reason of the abort, not as a failure of the service', async () => {
  const stop = new AbortController();
  const reason = new Error('the execution was stopped');
  const url = await serve(() => stop.abort(reason));

  const call = updateItemIntegration(sdk, url)(update, context(stop.signal));

  await expect(call).rejects.toBe(reason);
});

test.each([
  ['an unknown parameter of UpdateItem', updateItemIntegration, { ...update, ReturnValues: 'ALL_NEW' }, /ReturnValues/],
  ['UpdateItem without a key', updateItemIntegration, { ...update, Key: undefined }, /Key/],
  ['a set in UpdateItem', updateItemIntegration, { ...update, Key: { id: { SS: ['a'] } } }, /dynamodb:updateItem/],
  ['an unknown parameter of Publish', publishIntegration, { ...message, MessageStructure: 'json' }, /MessageStructure/],
  ['a message that is no text', publishIntegration, { ...message, Message: {} }, /Message: .*string/],
  ['a job without settings', createJobIntegration, { Role: 'r' }, /Settings/],
])('%s fails the state by name', async (_what, make, parameters, expected) => {
  await expect(make(sdk, 'http://127.0.0.1:1')(parameters, context())).rejects.toMatchObject({
    error: 'States.Runtime',
    cause: expect.stringMatching(expected),
  });
});

describe('the redrive of an execution', () => {
  const ExecutionArn = 'arn:aws:states:us-west-2:000000000000:execution:machine:one';
  const redriveDate = '2026-06-23T20:12:41.000Z';
  const throughApi = async (status: number, body: object) => {
    const url = await serve((_request, response) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body)),
    );
    return redriveExecutionIntegration(redriveExecutionAt(sdk, () => url));
  };
  const inProcess = (redriveExecution: () => { redriveDate: string }) =>
    redriveExecutionIntegration(redriveExecutionIn(() => ({ redriveExecution })));

  test('gives its time, in this process as by way of the API', async () => {
    const called = await throughApi(200, { redriveDate: Date.parse(redriveDate) / 1000 });
    const direct = inProcess(() => ({ redriveDate }));

    const results = await Promise.all([called, direct].map((redrive) => redrive({ ExecutionArn }, context())));

    expect(results).toEqual([{ RedriveDate: redriveDate }, { RedriveDate: redriveDate }]);
  });

  test('that is refused fails the task under the name of the SDK integration', async () => {
    const called = await throughApi(400, { __type: 'ExecutionNotRedrivable', message: 'it runs' });
    const direct = inProcess(() => {
      throw new StatesApiError('ExecutionNotRedrivable', 'it runs');
    });

    for (const redrive of [called, direct]) {
      await expect(redrive({ ExecutionArn }, context())).rejects.toMatchObject({
        error: 'Sfn.ExecutionNotRedrivableException',
        cause: expect.stringContaining('it runs'),
      });
    }
  });

  test('of which only a code is told fails the task under the generic name', async () => {
    const denied = await throughApi(400, { __type: 'AccessDeniedException', message: 'no' });

    await expect(denied({ ExecutionArn }, context())).rejects.toMatchObject({ error: 'Sfn.SfnException' });
    await expect(denied({ executionArn: ExecutionArn }, context())).rejects.toMatchObject({ error: 'States.Runtime' });
  });
});

describe('a MediaConvert job', () => {
  /** Answers CreateJob with a submitted job, and GetJob with these, one after the other. */
  const serveJob = (requests: string[], ...answers: object[]) =>
    serve((request, response) => {
      requests.push(`${request.method} ${request.url}`);
      const answer = request.method === 'GET' ? answers.shift() : { id: 'j1', status: 'SUBMITTED' };
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ job: answer }));
    });

  test('is waited for until it has ended, and is the result', async () => {
    const requests: string[] = [];
    const url = await serveJob(requests, { id: 'j1', status: 'PROGRESSING' }, { id: 'j1', status: 'COMPLETE' });

    const result = await createJobIntegration(sdk, url)(job, context());

    expect(result).toMatchObject({ Job: { Id: 'j1', Status: 'COMPLETE' } });
    expect(requests).toHaveLength(3);
  });

  test.each(['ERROR', 'CANCELED'])('that ends as %s fails the task with the job as the cause', async (status) => {
    const url = await serveJob([], { id: 'j1', status, errorCode: 1404, errorMessage: 'gone' });

    const failure = await createJobIntegration(sdk, url)(job, context()).catch((error: unknown) => error);

    expect(failure).toMatchObject({ error: 'States.TaskFailed' });
    const { cause } = failure as { cause: string };
    expect(JSON.parse(cause)).toMatchObject({ Id: 'j1', Status: status, ErrorCode: 1404, ErrorMessage: 'gone' });
  });

  test("carries the tag that Step Functions gives its jobs, beside the caller's", async () => {
    const bodies: string[] = [];
    const url = await serve(async (request, response) => {
      if (request.method === 'POST') bodies.push(await text(request));
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ job: { id: 'j1', status: 'COMPLETE' } }));
    });

    await createJobIntegration(sdk, url)({ ...job, Tags: { mine: 'yes' } }, context());

    expect(JSON.parse(bodies[0] ?? '{}').tags).toEqual({ mine: 'yes', ManagedByService: 'AWSStepFunctions' });
  });

  test('is cancelled when its execution is stopped', async () => {
    const stop = new AbortController();
    const { promise: isCancelled, resolve } = Promise.withResolvers<string>();
    const url = await serve((request, response) => {
      if (request.method === 'GET') stop.abort(new Error('stopped'));
      if (request.method === 'DELETE') resolve(request.url ?? '');
      response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify({ job: { id: 'j1', status: 'PROGRESSING' } }));
    });

    const call = createJobIntegration(sdk, url)(job, context(stop.signal)).catch((error: unknown) => error);

    expect(await isCancelled).toContain('/jobs/j1');
    expect(await call).toMatchObject({ message: 'stopped' });
  });
});
