import { expect, test } from '@jest/globals';
import { applyResult, serialize } from '../../../local/states/data-flow.ts';
import { fillTemplate } from '../../../local/states/payload-template.ts';
import { machine, outputOf, Rig, task } from './rig.ts';

const input = { keep: 1, work: { x: [1, 2] } };
/** The task adds its own field to what it receives. */
const tasks = { Work: (parameters: object) => ({ seen: parameters, extra: true }) };

test.each<[string, object, unknown, unknown]>([
  ['receives everything and gives its result', {}, input, { seen: input, extra: true }],
  ['receives what InputPath selects', { InputPath: '$.work' }, { x: [1, 2] }, { seen: { x: [1, 2] }, extra: true }],
  ['receives an empty object with InputPath null', { InputPath: null }, {}, { seen: {}, extra: true }],
  [
    'can take its input from the context object',
    { InputPath: '$$.StateMachine.Name' },
    'machine',
    { seen: 'machine', extra: true },
  ],
  [
    'receives what Parameters makes of that',
    { InputPath: '$.work', Parameters: { 'first.$': '$.x[0]', fixed: 'f', list: [{ 'in.$': '$.x' }, '$.x'] } },
    { first: 1, fixed: 'f', list: [{ in: [1, 2] }, '$.x'] },
    expect.anything(),
  ],
  [
    'gives what ResultSelector makes of its result',
    { ResultSelector: { 'more.$': '$.extra', 'run.$': '$$.Execution.Name' } },
    input,
    { more: true, run: 'run' },
  ],
  [
    'puts its result where ResultPath says',
    { ResultPath: '$.work.result', ResultSelector: { 'more.$': '$.extra' } },
    input,
    { keep: 1, work: { x: [1, 2], result: { more: true } } },
  ],
  [
    'puts its result into the whole input, not what InputPath selected',
    { InputPath: '$.work', ResultPath: '$.r', ResultSelector: {} },
    { x: [1, 2] },
    { ...input, r: {} },
  ],
  ['drops its result with ResultPath null', { ResultPath: null }, input, input],
  ['replaces its input with ResultPath $', { ResultPath: '$' }, input, { seen: input, extra: true }],
  ['gives what OutputPath selects in the end', { ResultPath: '$.r', OutputPath: '$.r.extra' }, input, true],
  ['gives an empty object with OutputPath null', { OutputPath: null }, input, {}],
])('a task %s', async (_, fields, received, given) => {
  const rig = new Rig({ definition: machine({ Work: task(fields) }), tasks });

  const execution = await rig.run(input);

  expect(rig.calls[0]?.parameters).toEqual(received);
  expect(outputOf(execution)).toEqual(given);
});

test.each<[string, object, string]>([
  ['InputPath', { InputPath: '$.missing' }, 'InputPath'],
  [
    'Parameters',
    { Parameters: { 'a.$': '$.missing' } },
    "The JSONPath '$.missing' specified for the field 'a.$' could not be found in the input",
  ],
  [
    'a function in Parameters',
    { Parameters: { 'a.$': "States.Format('{}', $.missing)" } },
    "'$.missing' could not be found",
  ],
  ['the context object', { Parameters: { 'a.$': '$$.Map.Item.Index' } }, '$$.Map.Item.Index'],
  ['ResultSelector', { ResultSelector: { 'a.$': '$.missing' } }, '$.missing'],
  ['OutputPath', { OutputPath: '$.missing' }, 'OutputPath'],
])('an absent path in %s is States.Runtime, which nothing catches', async (_, fields, cause) => {
  const handlers = {
    Retry: [{ ErrorEquals: ['States.Runtime'] }],
    Catch: [
      { ErrorEquals: ['States.Runtime', 'States.TaskFailed'], Next: 'Caught' },
      { ErrorEquals: ['States.ALL'], Next: 'Caught' },
    ],
  };
  const rig = new Rig({
    definition: machine({ Work: task({ ...fields, ...handlers }), Caught: { Type: 'Succeed' } }),
    tasks,
  });

  const execution = await rig.run(input);

  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime', cause: expect.stringContaining(cause) });
  expect(execution.cause).toContain("the state 'Work' (entered at the event id #2)");
  expect(rig.history.at(-1)?.previousEventId).toBe(rig.history.length - 1);
});

test('a result that ResultPath cannot place is States.ResultPathMatchFailure, which can be caught', async () => {
  const catching = {
    ResultPath: '$.keep.here',
    Catch: [{ ErrorEquals: ['States.ResultPathMatchFailure'], ResultPath: '$.error', Next: 'Caught' }],
  };
  const rig = new Rig({ definition: machine({ Work: task(catching), Caught: { Type: 'Succeed' } }), tasks });

  const execution = await rig.run(input);

  expect(execution.status).toBe('SUCCEEDED');
  expect(outputOf(execution).error.Error).toBe('States.ResultPathMatchFailure');
});

test('a Pass state gives its Result, or what Parameters makes, at its ResultPath', async () => {
  const definition = machine({
    Fixed: { Type: 'Pass', Result: { a: 1 }, ResultPath: '$.fixed', Next: 'Made' },
    Made: { Type: 'Pass', Parameters: { 'b.$': '$.fixed.a' }, ResultPath: '$.made', Next: 'Plain' },
    Plain: { Type: 'Pass', InputPath: '$.made', End: true },
  });
  const rig = new Rig({ definition });

  const execution = await rig.run({});

  expect(outputOf(execution)).toEqual({ b: 1 });
});

test('whatever a task returns goes through JSON', async () => {
  const rig = new Rig({
    definition: machine({ Work: task() }),
    tasks: { Work: () => ({ at: new Date(0), gone: undefined, nothing: null }) },
  });

  const execution = await rig.run();

  expect(outputOf(execution)).toEqual({ at: '1970-01-01T00:00:00.000Z', nothing: null });
});

test('a task that returns nothing gives null', async () => {
  const rig = new Rig({ definition: machine({ Work: task() }), tasks: { Work: () => undefined } });

  const execution = await rig.run();

  expect(execution.output).toBe('null');
});

test('256 KiB of UTF-8 pass, a byte more is States.DataLimitExceeded', () => {
  const fits = 'é'.repeat(131_071);

  expect(serialize(fits, 'Work')).toHaveLength(131_073);
  expect(() => serialize(`${fits}x`, 'Work')).toThrow(expect.objectContaining({ error: 'States.DataLimitExceeded' }));
});

test('too large a result fails the task; States.ALL does not catch it, its own name does', async () => {
  const tooMuch = { Work: () => 'x'.repeat(262_144) };
  const catching = (name: string) =>
    machine({ Work: task({ Catch: [{ ErrorEquals: [name], Next: 'Caught' }] }), Caught: { Type: 'Succeed' } });

  const byAll = await new Rig({ definition: catching('States.ALL'), tasks: tooMuch }).run();
  const byName = await new Rig({ definition: catching('States.DataLimitExceeded'), tasks: tooMuch }).run();

  expect(byAll).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  expect(byName.status).toBe('SUCCEEDED');
});

test('a result that fits alone but not together with the input is too large', async () => {
  const rig = new Rig({
    definition: machine({ Work: task({ ResultPath: '$.again' }) }),
    tasks: { Work: (all: unknown) => all },
  });

  const execution = await rig.run({ text: 'x'.repeat(200_000) });

  expect(execution).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
});

test('templates and results leave what they were made from as it was', () => {
  const raw = { a: { b: 1 } };

  fillTemplate({ 'c.$': '$.a' }, { input: raw, context: {} });
  applyResult({ ResultPath: '$.a.c' }, raw, 2, {});

  expect(raw).toEqual({ a: { b: 1 } });
});
