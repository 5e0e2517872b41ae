import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import validate from 'asl-validator';
import { awsErrorNames } from '../../lambdas/shared/contract/aws-errors.ts';
import { stepErrors } from '../../lambdas/shared/contract/errors.ts';
import { isDistributed, placeholdersOf, readDefinitions, statesOf, stemOf } from './definitions.ts';

const root = path.resolve(import.meta.dirname, '../..');
const definitions = readDefinitions();
const stepFolders = readdirSync(path.join(root, 'lambdas')).filter((name) =>
  existsSync(path.join(root, 'lambdas', name, 'handler.ts')),
);
/**
 * Steps that no state machine calls: the one that starts them, and the API. (The reconciler calls report-failure, as the
 * rules do.)
 */
const stepsOutside = ['start-processing', 'serve-api', 'serve-page', 'expire-thumbnails'];
/** A state named for what it does among its like, ExportWithMediaConvert and ExportWithRemux, and the step that does it. */
const stemsOfStates: Readonly<Record<string, string>> = { ExportWithRemux: 'RemuxExport' };

test('there are the three state machines', () => {
  expect(definitions.map(({ name }) => name).sort()).toEqual([
    'backfill-recordings',
    'export-recording',
    'process-recording',
  ]);
});

describe.each(definitions)('$name', ({ text, machine }) => {
  const states = statesOf(machine);
  const tasks = states.filter(([, { Type }]) => Type === 'Task');

  test('is valid Amazon States Language', () => {
    const substituted = text.replaceAll(
      /\$\{[A-Za-z]+FunctionArn\}/g,
      'arn:aws:lambda:us-west-2:123456789012:function:step:1',
    );

    const result = validate(JSON.parse(substituted), { checkArn: false, checkPaths: true });

    expect(result.errors).toEqual([]);
  });

  test('is JSONPath, since that is what the laptop runs', () => {
    expect(machine.QueryLanguage).toBeUndefined();
    expect(text).not.toContain('{%');
  });

  test('has a time-out and ends', () => {
    expect(machine.TimeoutSeconds).toBeGreaterThan(0);
    expect(states.some(([, { Type }]) => Type === 'Succeed')).toBe(true);
  });

  test('every step is told which execution runs it, for its log; report-failure is about another one', () => {
    const steps = tasks.filter(([, { Resource }]) => Resource?.endsWith('FunctionArn}'));

    for (const [name, { Parameters }] of steps.filter(([, { Resource }]) => !Resource?.includes('ReportFailure'))) {
      expect({ name, execution: Parameters?.execution }).toMatchObject({
        name,
        execution: { 'arn.$': '$$.Execution.Id' },
      });
    }
  });

  test('every Task has a time-out, and a Retry that says why and has jitter', () => {
    for (const [name, task] of tasks) {
      expect({ name, hasTimeout: (task.TimeoutSeconds ?? 0) > 0 }).toEqual({ name, hasTimeout: true });
      expect({ name, retriers: task.Retry?.length ?? 0 }).not.toEqual({ name, retriers: 0 });
      for (const retrier of task.Retry ?? []) {
        expect({ name, comment: retrier.Comment ?? '' }).not.toEqual({ name, comment: '' });
        expect({ name, jitter: retrier.JitterStrategy }).toEqual({ name, jitter: 'FULL' });
      }
    }
  });

  test('every Retry and Catch names registered errors or those of AWS', () => {
    const known = new Set<string>([...Object.keys(stepErrors), ...awsErrorNames]);
    const named = states.flatMap(([, state]) => [...(state.Retry ?? []), ...(state.Catch ?? [])]);

    expect(named.flatMap(({ ErrorEquals }) => ErrorEquals).filter((error) => !known.has(error))).toEqual([]);
  });

  test('no Retry names a permanent error', () => {
    const permanent = Object.entries(stepErrors).filter(([, { isTransient }]) => !isTransient);
    const retried = states.flatMap(([, state]) => (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals));

    expect(permanent.map(([name]) => name).filter((name) => retried.includes(name))).toEqual([]);
  });

  test('no Catch leads to a Fail state, since redrive would end there again', () => {
    const failStates = states.filter(([, { Type }]) => Type === 'Fail').map(([name]) => name);
    const caught = states.flatMap(([, state]) => (state.Catch ?? []).map(({ Next }) => Next));

    expect(caught.filter((next) => failStates.includes(next))).toEqual([]);
  });

  test('each function placeholder is the state of the same stem, but for one engine, and has its folder', () => {
    for (const [name, { Resource = '' }] of tasks) {
      const stem = /^\$\{(\w+)FunctionArn\}$/.exec(Resource)?.[1];
      if (stem === undefined) continue;
      expect(stemsOfStates[name] ?? name).toBe(stem);
      expect(stepFolders.map(stemOf)).toContain(stem);
    }
  });

  test('choices are questions', () => {
    const choices = states.filter(([, { Type }]) => Type === 'Choice').map(([name]) => name);

    expect(choices.filter((name) => !name.endsWith('?'))).toEqual([]);
  });
});

test('the results of a distributed Map are dropped and those of its iterations empty: together they must fit into 256 KiB', () => {
  const maps = definitions.flatMap(({ machine }) => statesOf(machine).map(([, state]) => state)).filter(isDistributed);

  expect(maps).not.toEqual([]);
  for (const { ResultPath, ItemProcessor } of maps) {
    const last = Object.values(ItemProcessor?.States ?? {}).filter(({ End }) => End === true);
    expect(ResultPath).toBeNull();
    expect(last.map(({ OutputPath }) => OutputPath)).toEqual(last.map(() => null));
  }
});

test('each AWS error name that is registered is used by a definition', () => {
  const used = definitions.flatMap(({ machine }) =>
    statesOf(machine).flatMap(([, state]) =>
      [...(state.Retry ?? []), ...(state.Catch ?? [])].flatMap(({ ErrorEquals }) => ErrorEquals),
    ),
  );

  expect(awsErrorNames.filter((name) => !used.includes(name))).toEqual([]);
});

test('each transient error is retried by a definition', () => {
  const transient = Object.entries(stepErrors).filter(([, { isTransient }]) => isTransient);
  const retried = definitions.flatMap(({ machine }) =>
    statesOf(machine).flatMap(([, state]) => (state.Retry ?? []).flatMap(({ ErrorEquals }) => ErrorEquals)),
  );

  expect(transient.map(([name]) => name).filter((name) => !retried.includes(name))).toEqual([]);
});

test('each step with a handler is a state or stands outside on purpose', () => {
  const placeholders = definitions.flatMap(({ text }) => placeholdersOf(text));
  const missing = stepFolders.filter(
    (folder) => !stepsOutside.includes(folder) && !placeholders.includes(`${stemOf(folder)}FunctionArn`),
  );

  expect(missing).toEqual([]);
});

test('each registered error is thrown by a step or an adapter, and asserted by a test', () => {
  const read = (directory: string): string =>
    readdirSync(path.join(root, directory), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(path.join(root, directory, file), 'utf8'))
      .join('\n');
  const withoutComments = (text: string) => text.replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  const code = withoutComments(read('lambdas'));
  const tests = withoutComments(read('test/unit').replaceAll(/^import [\s\S]*?;$/gm, ''));

  const names = Object.keys(stepErrors);

  expect(names.filter((name) => !code.includes(`new ${name}(`))).toEqual([]);
  expect(names.filter((name) => !tests.includes(name))).toEqual([]);
});
