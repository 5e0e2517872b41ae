import { GetFunctionConfigurationCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, expect, test } from '@jest/globals';
import { startInvokeApi } from '../../../local/lambda/invoke-api.ts';
import { LambdaRuntime } from '../../../local/lambda/lambda-runtime.ts';
import { makeSdkConfiguration } from '../../../local/system/sdk-configuration.ts';
import { arnOf, Functions } from './functions.ts';

const closing: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** The API over one function that gives what it gets, and fails on `"bad"`. */
async function start() {
  const functions = new Functions();
  closing.push(async () => functions.remove());
  const lines: string[] = [];
  const code =
    'export const handler = async (event) => { if (event === "bad") throw new RangeError("no"); console.log("got " + JSON.stringify(event)); return { event }; };';
  const runtime = new LambdaRuntime({
    functions: [functions.make('echo', code)],
    environment: {},
    sendToDeadLetters: async () => {},
    waitBeforeRetry: async () => {},
    logLine: (_name, line) => lines.push(line),
  });
  closing.push(() => runtime.stop());
  const api = await startInvokeApi(runtime);
  closing.push(() => api.stop());
  const client = new LambdaClient({ ...makeSdkConfiguration('us-west-2'), endpoint: api.url, maxAttempts: 1 });
  closing.push(async () => client.destroy());
  const invoke = (FunctionName: string, Payload: string, InvocationType?: 'Event' | 'RequestResponse' | 'DryRun') =>
    client.send(new InvokeCommand({ FunctionName, Payload: Buffer.from(Payload), InvocationType }));
  return { api, runtime, client, invoke, lines };
}

const textOf = (payload: Uint8Array | undefined): string => Buffer.from(payload ?? []).toString();

test('an event is accepted at once and handled behind, as Lambda does', async () => {
  const { runtime, invoke, lines } = await start();

  const { StatusCode, Payload } = await invoke(arnOf('echo'), '{"a":1}', 'Event');
  await runtime.settle();

  expect([StatusCode, textOf(Payload)]).toEqual([202, '']);
  expect(lines).toContain('got {"a":1}');
});

test('a request is answered with the result, or with the error that the function threw', async () => {
  const { invoke } = await start();

  const good = await invoke(`${arnOf('echo')}:1`, '7');
  const bad = await invoke(arnOf('echo'), '"bad"', 'RequestResponse');

  expect([good.StatusCode, textOf(good.Payload), good.FunctionError]).toEqual([200, '{"event":7}', undefined]);
  expect(bad.FunctionError).toBe('Unhandled');
  expect(JSON.parse(textOf(bad.Payload))).toMatchObject({ errorType: 'RangeError', errorMessage: 'no' });
});

test('the variables of a function are told, and of one that is not there nothing', async () => {
  const { client } = await start();

  const found = await client.send(new GetFunctionConfigurationCommand({ FunctionName: `${arnOf('echo')}:1` }));
  const missing = client.send(new GetFunctionConfigurationCommand({ FunctionName: arnOf('other') }));

  expect(found.Environment?.Variables).toEqual({});
  await expect(missing).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test.each([
  ['a function that is not there', arnOf('other'), '1', 'Event', 'ResourceNotFoundException'],
  ['a payload that is no JSON', arnOf('echo'), '{', 'Event', 'InvalidRequestContentException'],
  ['another type of invocation', arnOf('echo'), '1', 'DryRun', 'InvalidParameterValueException'],
] as const)('%s is refused by name', async (_what, name, payload, type, error) => {
  const { invoke } = await start();

  await expect(invoke(name, payload, type)).rejects.toMatchObject({ name: error });
});

test('any other call is refused by name', async () => {
  const { api } = await start();

  const response = await fetch(`${api.url}/2015-03-31/functions/`);

  expect([response.status, response.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
});
