import { expect, test } from '@jest/globals';
import { StateMachine } from 'aws-local-stepfunctions';
import { TaskFailure } from '../../../local/states/errors.ts';
import { machine, outputOf, type Parsed, Rig, task } from './rig.ts';

// aws-local-stepfunctions is the second opinion. What it is known to do otherwise is not asked of it: IsPresent and
// IsNull with false, ResultPath "$", the context object within a Map, times, and
// States.JsonMerge on data that is used again, which it changes.

/** What both interpreters run: deterministic, and by the state's name. */
const work: Record<string, (input: Parsed, attempt: number) => unknown> = {
  Double: (input) => ({ doubled: input.n * 2 }),
  Echo: (input) => input,
  Flaky: (input, attempt) => {
    if (attempt < 3) throw new TaskFailure('Busy', 'try again');
    return { ...input, attempt };
  },
  Broken: () => {
    throw new TaskFailure('BrokenError', 'for good');
  },
};

interface Outcome {
  status: 'SUCCEEDED' | 'FAILED';
  output?: unknown;
  error?: string | undefined;
}

async function runHere(definition: string, input: unknown): Promise<Outcome> {
  const tasks = Object.fromEntries(
    Object.entries(work).map(([name, run]) => [
      name,
      (parameters: Parsed, _: unknown, attempt: number) => run(parameters, attempt),
    ]),
  );
  const execution = await new Rig({ definition, tasks }).run(input);
  if (execution.status === 'SUCCEEDED') return { status: 'SUCCEEDED', output: outputOf(execution) };
  return { status: 'FAILED', error: execution.error };
}

async function runThere(definition: string, input: unknown): Promise<Outcome> {
  const handlers = Object.fromEntries(
    Object.entries(work).map(([name, run]) => {
      let attempt = 0;
      const handler = async (parameters: Parsed) => {
        attempt += 1;
        try {
          return run(parameters, attempt) as Parsed;
        } catch (error) {
          // It tells errors apart by the name of what was thrown.
          throw error instanceof TaskFailure ? Object.assign(new Error(error.cause), { name: error.error }) : error;
        }
      };
      return [name, handler];
    }),
  );
  const stateMachine = new StateMachine(JSON.parse(definition), { validationOptions: { noValidate: true } });
  const { result } = stateMachine.run(structuredClone(input) as Parsed, {
    overrides: { taskResourceLocalHandlers: handlers, retryIntervalOverrides: { Flaky: 0, Broken: 0 } },
  });
  try {
    return { status: 'SUCCEEDED', output: await result };
  } catch (error) {
    // The name of the state's error is in the cause of the execution's.
    return { status: 'FAILED', error: ((error as Error).cause as Error).name };
  }
}

const data = { n: 4, text: 'a', list: [{ n: 1 }, { n: 2 }, { n: 3 }], deep: { x: { y: ['z'] } }, json: '{"q":1}' };
const done = { Done: { Type: 'Succeed' } };
const each = (extra: object, inner: Record<string, object> = { Double: task() }) => ({
  Each: {
    Type: 'Map',
    ItemsPath: '$.list',
    ItemProcessor: { StartAt: Object.keys(inner)[0], States: inner },
    End: true,
    ...extra,
  },
});
const choose = (rule: object) =>
  machine({
    Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
    Yes: { Type: 'Pass', Result: 'yes', End: true },
    No: { Type: 'Pass', Result: 'no', End: true },
  });

test.each<[string, string]>([
  ['a task', machine({ Double: task() })],
  ['InputPath', machine({ Echo: task({ InputPath: '$.deep.x' }) })],
  [
    'Parameters',
    machine({
      Echo: task({ Parameters: { fixed: [1, { a: null }], nested: { 'y.$': "$.deep['x'].y[0]" }, 'all.$': '$' } }),
    }),
  ],
  [
    'ResultSelector and ResultPath',
    machine({ Double: task({ ResultSelector: { 'd.$': '$.doubled' }, ResultPath: '$.deep.result' }) }),
  ],
  ['ResultPath null', machine({ Double: task({ ResultPath: null }) })],
  ['OutputPath', machine({ Double: task({ ResultPath: '$.r', OutputPath: '$.r.doubled' }) })],
  [
    'all filters in their order',
    machine({
      Echo: task({
        InputPath: '$.deep',
        Parameters: { 'p.$': '$.x' },
        ResultSelector: { 's.$': '$.p.y' },
        ResultPath: '$.deep.r',
        OutputPath: '$.deep',
      }),
    }),
  ],
  [
    'functions',
    machine({
      Echo: task({
        Parameters: {
          'format.$': "States.Format('{}-{} it\\'s \\{\\}', $.n, $.text)",
          'hash.$': "States.Hash($.text, 'SHA-256')",
          'merge.$': 'States.JsonMerge($.list[0], States.StringToJson($.json), false)',
          'string.$': 'States.JsonToString($.deep)',
          'array.$': 'States.Array($.n, 1, null)',
          'length.$': 'States.ArrayLength($.list)',
        },
      }),
    }),
  ],
  [
    'a Pass with a Result',
    machine({ Start: { Type: 'Pass', Result: { r: 1 }, ResultPath: '$.at.place', Next: 'Done' }, ...done }),
  ],
  ['a Pass with Parameters', machine({ Start: { Type: 'Pass', Parameters: { 'x.$': '$.n' }, End: true } })],
  [
    'a retry that helps',
    machine({ Flaky: task({ Retry: [{ ErrorEquals: ['Other'], MaxAttempts: 9 }, { ErrorEquals: ['Busy'] }] }) }),
  ],
  ['a retry that is not enough', machine({ Flaky: task({ Retry: [{ ErrorEquals: ['Busy'], MaxAttempts: 1 }] }) })],
  [
    'a retry on States.TaskFailed',
    machine({ Flaky: task({ Retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 2 }] }) }),
  ],
  ['an error that nothing handles', machine({ Broken: task() })],
  [
    'a Catch',
    machine({
      Broken: task({
        Catch: [
          { ErrorEquals: ['Other'], Next: 'Broken' },
          { ErrorEquals: ['BrokenError'], ResultPath: '$.error', Next: 'Done' },
        ],
      }),
      ...done,
    }),
  ],
  [
    'a Catch of everything, in place of the input',
    machine({ Broken: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Done' }] }), ...done }),
  ],
  [
    'a Retry and then a Catch',
    machine({
      Broken: task({
        Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: null, Next: 'Done' }],
      }),
      ...done,
    }),
  ],
  ['a Fail', machine({ No: { Type: 'Fail', Error: 'Refused', Cause: 'because' } })],
  ['a Map', machine(each({}))],
  ['a Map one by one', machine(each({ MaxConcurrency: 1, ResultPath: '$.mapped' }))],
  [
    'a Map with ItemSelector',
    machine(each({ ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value.n', 'n.$': '$.n' } })),
  ],
  ['a Map over nothing', machine(each({ ItemsPath: '$.deep.none' }))],
  ['a Map that fails', machine(each({}, { Broken: task() }))],
  [
    'a Map whose failure is caught',
    machine({
      ...each({ Catch: [{ ErrorEquals: ['BrokenError'], ResultPath: '$.e', Next: 'Done' }] }, { Broken: task() }),
      ...done,
    }),
  ],
  [
    'a Map whose iterations catch',
    machine(
      each(
        {},
        { Broken: task({ Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.e', Next: 'Done' }] }), ...done },
      ),
    ),
  ],
  ['StringEquals', choose({ Variable: '$.text', StringEquals: 'a' })],
  ['StringEquals with a number', choose({ Variable: '$.n', StringEquals: '4' })],
  ['NumericGreaterThanEquals', choose({ Variable: '$.n', NumericGreaterThanEquals: 4 })],
  ['NumericLessThan', choose({ Variable: '$.n', NumericLessThan: 4 })],
  ['IsPresent', choose({ Variable: '$.missing', IsPresent: true })],
  [
    'And, Or, Not',
    choose({
      And: [
        { Variable: '$.n', NumericEquals: 4 },
        { Or: [{ Variable: '$.text', StringEquals: 'b' }, { Not: { Variable: '$.n', NumericEquals: 5 } }] },
      ],
    }),
  ],
  [
    'no rule and no Default',
    machine({ Choose: { Type: 'Choice', Choices: [{ Variable: '$.n', NumericEquals: 0, Next: 'Done' }] }, ...done }),
  ],
  ['an absent path', machine({ Echo: task({ Parameters: { 'x.$': '$.missing' } }) })],
])('both interpreters agree on %s', async (_, definition) => {
  const input = { ...data, deep: { ...data.deep, none: [] } };

  const here = await runHere(definition, input);
  const there = await runThere(definition, input);

  expect(here).toEqual(there);
});
