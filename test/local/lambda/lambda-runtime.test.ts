import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { lambdaIntegration } from '../../../local/integrations/lambda.ts';
import { LambdaRuntime } from '../../../local/lambda/lambda-runtime.ts';
import type { FunctionModel } from '../../../local/template/system-model.ts';
import { arnOf, Functions } from './functions.ts';

interface Letter {
  queueArn: string;
  body: string;
  attributes: Readonly<Record<string, string>>;
}

const functions = new Functions();
const queueArn = 'arn:aws:sqs:us-west-2:000000000000:letters';
const runtimes: LambdaRuntime[] = [];

afterEach(async () => {
  await Promise.all(runtimes.splice(0).map((runtime) => runtime.stop()));
});
afterAll(() => functions.remove());

/** A runtime, and everything that it did to its surroundings. */
function startRuntime(models: FunctionModel[], sendToDeadLetters?: () => Promise<void>) {
  const letters: Letter[] = [];
  const waits: number[] = [];
  const lines: string[] = [];
  const runtime = new LambdaRuntime({
    functions: models,
    environment: {},
    sendToDeadLetters:
      sendToDeadLetters ?? (async (arn, body, attributes) => void letters.push({ queueArn: arn, body, attributes })),
    waitBeforeRetry: async (attempt) => void waits.push(attempt),
    logLine: (name, line) => lines.push(`${name}: ${line}`),
  });
  runtimes.push(runtime);
  return { runtime, letters, waits, lines };
}

const echo = (name: string): FunctionModel =>
  functions.make(
    name,
    'import { threadId } from "node:worker_threads"; export const handler = async (event) => ({ event, threadId });',
  );
const failing = (name: string, asynchronous: FunctionModel['asynchronous']): FunctionModel =>
  functions.make(
    name,
    'let tries = 0; export const handler = async ({ failures }) => { tries += 1; if (tries <= failures) throw new TypeError("try " + tries); };',
    { asynchronous },
  );

describe('a synchronous invocation', () => {
  test('finds the function by its ARN, with a version or without', async () => {
    const { runtime } = startRuntime([echo('echo')]);

    expect(await runtime.invoke(arnOf('echo'), 1)).toMatchObject({ event: 1 });
    expect(await runtime.invoke(`${arnOf('echo')}:7`, 2)).toMatchObject({ event: 2 });
    expect([runtime.has(arnOf('echo')), runtime.has(arnOf('other'))]).toEqual([true, false]);
  });

  test('by a workflow fails under the function’s own name, and as Lambda.Unknown when it crashes', async () => {
    const crashing = functions.make('crashing', 'export const handler = () => process.exit(3);');
    const { runtime } = startRuntime([crashing, failing('failing', { retries: 0 })]);
    const context = { signal: new AbortController().signal, executionArn: 'arn', stateName: 'Step' };
    const failureOf = (name: string) =>
      lambdaIntegration(runtime, arnOf(name))({ failures: 1 }, context).catch((thrown: unknown) => thrown);

    const failures = [await failureOf('failing'), await failureOf('crashing')];

    expect(failures).toMatchObject([
      { error: 'TypeError', cause: expect.stringContaining('"errorMessage":"try 1"') },
      { error: 'Lambda.Unknown', cause: expect.stringContaining('"errorType":"Runtime.ExitError"') },
    ]);
  });

  test('of a function that is not there is refused by name', async () => {
    const { runtime } = startRuntime([]);

    await expect(runtime.invoke(arnOf('other'), {})).rejects.toMatchObject({ name: 'FunctionNotFoundError' });
    expect(() => runtime.invokeAsynchronously(arnOf('other'), {})).toThrow('There is no function');
  });

  test('waits for a container when four are at work, and all are answered', async () => {
    const { runtime } = startRuntime([echo('busy')]);

    const answers = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((event) => runtime.invoke(arnOf('busy'), event)));

    expect(answers).toMatchObject([1, 2, 3, 4, 5, 6, 7].map((event) => ({ event })));
    expect(new Set(answers.map((answer) => (answer as { threadId: number }).threadId)).size).toBe(4);
  });

  test('that waits gets a new container when one breaks down', async () => {
    const model = functions.make('hangs', 'export const handler = (ok) => ok || new Promise(() => {});', {
      timeoutSeconds: 4,
    });
    const { runtime } = startRuntime([model]);
    const hanging = [1, 2, 3, 4].map(() => runtime.invoke(model.arn, false).catch((error: unknown) => error));

    const waiting = await runtime.invoke(model.arn, true);

    expect(waiting).toBe(true);
    expect(await Promise.all(hanging)).toMatchObject(Array(4).fill({ errorType: 'Sandbox.Timedout' }));
  });

  test('does not meet a container that broke down while nobody asked anything of it', async () => {
    const model = functions.make(
      'crashesLater',
      `import { threadId } from 'node:worker_threads';
       export const handler = async ({ crash }) => { if (crash) setImmediate(() => process.exit(1)); return threadId; };`,
    );
    const { runtime } = startRuntime([model]);
    const first = await runtime.invoke(model.arn, { crash: true });

    let next: unknown = first;
    while (next === first) next = await runtime.invoke(model.arn, {}).catch(() => first);

    expect(next).not.toBe(first);
  });
});

describe('an asynchronous invocation', () => {
  test('that succeeds leaves no trace', async () => {
    const { runtime, letters, waits } = startRuntime([echo('echo')]);

    runtime.invokeAsynchronously(arnOf('echo'), {});
    expect(runtime.isBusy).toBe(true);
    await runtime.settle();

    expect(runtime.isBusy).toBe(false);
    expect([letters, waits]).toEqual([[], []]);
  });

  test('that fails is tried again as often as the template says', async () => {
    const { runtime, letters, waits } = startRuntime([failing('twice', { retries: 2, deadLetterQueueArn: queueArn })]);

    runtime.invokeAsynchronously(arnOf('twice'), { failures: 2 });
    await runtime.settle();

    expect(waits).toEqual([1, 2]);
    expect(letters).toEqual([]);
  });

  test('that keeps failing leaves the raw event in the dead letters, with the last error', async () => {
    const { runtime, letters } = startRuntime([failing('always', { retries: 2, deadLetterQueueArn: queueArn })]);
    const event = { failures: 9, deep: { list: [1, 'ü'] } };

    runtime.invokeAsynchronously(arnOf('always'), event);
    await runtime.settle();

    expect(letters).toMatchObject([{ queueArn, attributes: { ErrorCode: '200', ErrorMessage: 'TypeError: try 3' } }]);
    expect(JSON.parse(letters[0]!.body)).toEqual(event);
  });

  test('whose event cannot be kept says so in the log', async () => {
    const refuse = async () => {
      throw new Error('the queue is gone');
    };
    const withQueue = startRuntime([failing('a', { retries: 0, deadLetterQueueArn: queueArn })], refuse);
    const without = startRuntime([failing('b', { retries: 0 })]);

    withQueue.runtime.invokeAsynchronously(arnOf('a'), { failures: 1 });
    without.runtime.invokeAsynchronously(arnOf('b'), { failures: 1 });
    await Promise.all([withQueue.runtime.settle(), without.runtime.settle()]);

    expect(withQueue.lines).toEqual(['a: This event is lost: Error: the queue is gone']);
    expect(without.lines).toEqual(['b: This event is lost: FunctionFailedError: try 1']);
  });
});

test('stopping drops what is under way and what waits, and keeps nothing in the dead letters', async () => {
  const model = functions.make('never', 'export const handler = () => new Promise(() => {});', {
    asynchronous: { retries: 0, deadLetterQueueArn: queueArn },
  });
  const { runtime, letters } = startRuntime([model]);
  const waiting = [1, 2, 3, 4, 5].map(() => runtime.invoke(model.arn, {}).catch((error: unknown) => error));
  runtime.invokeAsynchronously(model.arn, {});

  await runtime.stop();

  expect(await Promise.all(waiting)).toMatchObject(Array(5).fill({ errorType: 'Runtime.ExitError' }));
  await runtime.settle();
  expect(letters).toEqual([]);
  await expect(runtime.invoke(model.arn, {})).rejects.toMatchObject({ errorType: 'Runtime.ExitError' });
});
