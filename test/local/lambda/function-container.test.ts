import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { FunctionContainer } from '../../../local/lambda/function-container.ts';
import type { FunctionModel } from '../../../local/template/system-model.ts';
import { arnOf, Functions } from './functions.ts';

const functions = new Functions();
const containers: FunctionContainer[] = [];
let lines: string[] = [];
let lineLogged = (): void => undefined;

afterEach(async () => {
  await Promise.all(containers.splice(0).map((container) => container.stop()));
  lines = [];
});
afterAll(() => functions.remove());

function start(model: FunctionModel, environment: Record<string, string> = {}): FunctionContainer {
  const container = new FunctionContainer(model, environment, (name, line) => {
    lines.push(`${name}: ${line}`);
    lineLogged();
  });
  containers.push(container);
  return container;
}

/** What a worker writes arrives when it arrives: behind its answer, and each stream by itself. */
async function linesLogged(count: number): Promise<string[]> {
  while (lines.length < count) {
    await new Promise<void>((resolve) => {
      lineLogged = resolve;
    });
  }
  return lines;
}

const startCode = (code: string, overrides: Partial<FunctionModel> = {}): FunctionContainer =>
  start(functions.make('fn', code, overrides));

describe('a function', () => {
  test('gets the event and a context, and answers with what JSON can say', async () => {
    const container = startCode(
      'export const handler = async (event, context) => ({ event, arn: context.invokedFunctionArn, gone: undefined });',
    );

    const answer = await container.invoke({ a: [1, null] });

    expect(answer).toEqual({ event: { a: [1, null] }, arn: arnOf('fn') });
  });

  test('is told how much of its time is left', async () => {
    const code = 'export const handler = async (_, context) => context.getRemainingTimeInMillis();';

    const remainingMs = await startCode(code, { timeoutSeconds: 60 }).invoke({});

    expect(remainingMs).toBeGreaterThan(0);
    expect(remainingMs).toBeLessThanOrEqual(60_000);
  });

  test('that answers nothing answers null', async () => {
    expect(await startCode('export const handler = async () => {};').invoke({})).toBeNull();
  });

  test('stays warm: its module is loaded once', async () => {
    const container = startCode('let count = 0; export const handler = async () => (count += 1);');

    expect([await container.invoke({}), await container.invoke({}), await container.invoke({})]).toEqual([1, 2, 3]);
  });

  test("sees its own variables above the surroundings', and nothing of this process", async () => {
    process.env.OF_THE_TEST = 'secret';
    const environment = { SHARED: 'below', AWS_REGION: 'us-west-2' };
    const model = functions.make('env', 'export const handler = async () => process.env;', {
      environment: { SHARED: 'above' },
    });

    const seen = await start(model, environment).invoke({});

    delete process.env.OF_THE_TEST;
    expect(seen).toEqual({ SHARED: 'above', AWS_REGION: 'us-west-2', AWS_LAMBDA_FUNCTION_NAME: 'env' });
  });

  test('that changes its variables changes them for nobody else', async () => {
    const code =
      'export const handler = async () => { const was = process.env.X; process.env.X = "set"; return was; };';
    const [one, other] = [startCode(code), startCode(code)];

    await one.invoke({});

    expect(await other.invoke({})).toBeNull();
    expect(process.env.X).toBeUndefined();
  });

  test('logs whole lines under its name', async () => {
    const container = startCode(
      'export const handler = async () => { process.stdout.write("half "); console.error("trouble"); console.log("whole"); };',
    );

    await container.invoke({});

    expect((await linesLogged(2)).sort()).toEqual(['fn: half whole', 'fn: trouble']);
  });
});

describe('a function that fails', () => {
  test.each([
    [
      "with a step's error",
      'class E extends Error { name = "RecordingDamagedError" }; export const handler = async () => { throw new E("bad"); };',
      { errorType: 'RecordingDamagedError', errorMessage: 'bad' },
    ],
    [
      'with a bug',
      'export const handler = async () => undefined.x;',
      { errorType: 'TypeError', errorMessage: expect.stringContaining('undefined') },
    ],
    [
      'by throwing something that is no error',
      'export const handler = async () => { throw "text"; };',
      { errorType: 'Error', errorMessage: 'text' },
    ],
    [
      'when it is loaded',
      'throw new RangeError("no environment");',
      { errorType: 'RangeError', errorMessage: 'no environment' },
    ],
    [
      'since it has no handler',
      'export const other = 1;',
      { errorType: 'Error', errorMessage: expect.stringContaining('exports no function handler') },
    ],
    [
      'with an answer that is no JSON',
      'export const handler = async () => 1n;',
      { errorType: 'TypeError', errorMessage: expect.stringContaining('BigInt') },
    ],
  ])('%s is told by the error that it threw', async (_how, code, expected) => {
    const error = await startCode(code)
      .invoke({})
      .catch((thrown: unknown) => thrown);

    expect(error).toMatchObject({ name: 'FunctionFailedError', errorType: expected.errorType });
    expect((error as { toPayload(): object }).toPayload()).toMatchObject(expected);
  });

  test('is warm for the next event', async () => {
    const container = startCode(
      'export const handler = async ({ ok }) => { if (!ok) throw new Error("no"); return "yes"; };',
    );
    await expect(container.invoke({ ok: false })).rejects.toThrow('no');

    expect(await container.invoke({ ok: true })).toBe('yes');
    expect(container.isBroken).toBe(false);
  });

  test.each([
    ['hangs', 'export const handler = () => new Promise(() => {});'],
    ['runs in circles', 'export const handler = () => { for (;;); };'],
  ])('since it %s is ended at its time limit', async (_how, code) => {
    const container = startCode(code, { timeoutSeconds: 0.5 });

    await expect(container.invoke({})).rejects.toMatchObject({ errorType: 'Sandbox.Timedout' });

    expect(container.isBroken).toBe(true);
  });

  test.each([
    ['exits', 'export const handler = async () => process.exit(3);', 'exited with code 3'],
    [
      'throws where nobody catches',
      'export const handler = () => new Promise(() => { setTimeout(() => { throw new Error("behind"); }); });',
      'behind',
    ],
    [
      'eats up its memory',
      'export const handler = () => { const all = []; for (;;) all.push(new Array(1e6).fill(0.5)); };',
      'memory',
    ],
  ])('since it %s breaks its container', async (_how, code, message) => {
    const container = startCode(code, { memoryMb: 32 });

    await expect(container.invoke({})).rejects.toMatchObject({
      errorType: 'Runtime.ExitError',
      message: expect.stringContaining(message),
    });

    expect(container.isBroken).toBe(true);
  });
});

test('stopping a container fails the event that it is at, at once', async () => {
  const container = startCode('export const handler = () => new Promise(() => {});');
  const invocation = container.invoke({}).catch((thrown: unknown) => thrown);

  await container.stop();

  expect(await invocation).toMatchObject({ errorType: 'Runtime.ExitError', message: 'The container was stopped' });
});
