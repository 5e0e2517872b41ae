import { expect, test } from '@jest/globals';
import { loadDefinition } from '../../../local/states/definition.ts';
import { DefinitionUnsupportedError } from '../../../local/states/errors.ts';
import { LAMBDA, MACHINE_ARN, machine, Rig, ROLE_ARN, task } from './rig.ts';

const one = (state: object) => machine({ One: state });
const choice = (rule: object) => machine({ One: { Type: 'Choice', Choices: [rule] }, Two: { Type: 'Succeed' } });
const map = (processor: object, extra: object = {}) =>
  one({
    Type: 'Map',
    ItemProcessor: { StartAt: 'Inner', States: { Inner: task() }, ...processor },
    End: true,
    ...extra,
  });
const reader = {
  Resource: 'arn:aws:states:::s3:getObject',
  ReaderConfig: { InputType: 'JSONL' },
  Parameters: { Bucket: 'lists', 'Key.$': '$.key' },
};
const distributed = (extra: object) =>
  map(
    { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' } },
    { Label: 'Items', ItemReader: reader, ResultPath: null, ...extra },
  );

test.each<[string, string, string, string]>([
  [
    'JSONata in the machine',
    machine({ One: task() }, { QueryLanguage: 'JSONata' }),
    '(state machine)',
    'QueryLanguage',
  ],
  ['JSONata in a state', one(task({ QueryLanguage: 'JSONata' })), 'One', 'QueryLanguage'],
  ['variables', one(task({ Assign: { a: 1 } })), 'One', 'Assign'],
  ['Arguments', one(task({ Arguments: {} })), 'One', 'Arguments'],
  ['Output', one(task({ Output: {} })), 'One', 'Output'],
  ['Parallel', one({ Type: 'Parallel', Branches: [], End: true }), 'One', 'Type'],
  ['heartbeats', one(task({ HeartbeatSeconds: 5 })), 'One', 'HeartbeatSeconds'],
  ['credentials', one(task({ Credentials: {} })), 'One', 'Credentials'],
  ['TimeoutSecondsPath', one(task({ TimeoutSecondsPath: '$.t' })), 'One', 'TimeoutSecondsPath'],
  [
    'a distributed Map of Express executions',
    map({ ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' } }),
    'One',
    'ItemProcessor.ProcessorConfig.ExecutionType',
  ],
  ['a Map of another mode', map({ ProcessorConfig: { Mode: 'OTHER' } }), 'One', 'ItemProcessor.ProcessorConfig.Mode'],
  ['an ItemReader of an inline Map', map({}, { ItemReader: reader }), 'One', 'ItemReader'],
  ['tolerance of an inline Map', map({}, { ToleratedFailureCount: 1 }), 'One', 'ToleratedFailureCount'],
  ['a distributed Map without a label', distributed({ Label: undefined }), 'One', 'Label'],
  ['a distributed Map over an array', distributed({ ItemReader: undefined }), 'One', 'ItemReader'],
  ['a distributed Map with both', distributed({ ItemsPath: '$.a' }), 'One', 'ItemsPath'],
  [
    'a list in another format',
    distributed({ ItemReader: { ...reader, ReaderConfig: { InputType: 'CSV' } } }),
    'One',
    'ItemReader.ReaderConfig.InputType',
  ],
  [
    'another reader',
    distributed({ ItemReader: { ...reader, Resource: 'arn:aws:states:::s3:listObjectsV2' } }),
    'One',
    'ItemReader.Resource',
  ],
  [
    'a wildcard in a reader',
    distributed({ ItemReader: { ...reader, Parameters: { 'Key.$': '$..k' } } }),
    'One',
    'ItemReader.Parameters.Key.$',
  ],
  ['an ItemSelector of a distributed Map', distributed({ ItemSelector: {} }), 'One', 'ItemSelector'],
  ['a percentage of failures', distributed({ ToleratedFailurePercentage: 5 }), 'One', 'ToleratedFailurePercentage'],
  [
    'two tolerances',
    distributed({ ToleratedFailureCount: 1, ToleratedFailureCountPath: '$.n' }),
    'One',
    'ToleratedFailureCountPath',
  ],
  ['results of a distributed Map', distributed({ ResultPath: '$.r' }), 'One', 'ResultPath'],
  ['selected results', distributed({ ResultSelector: {} }), 'One', 'ResultSelector'],
  ['a second Map Run', distributed({ Retry: [{ ErrorEquals: ['States.TaskFailed'] }] }), 'One', 'Retry'],
  ['batches', distributed({ ItemBatcher: {} }), 'One', 'ItemBatcher'],
  ['a ResultWriter', distributed({ ResultWriter: {} }), 'One', 'ResultWriter'],
  ['a Task that reads as an ItemReader does', one(task({ Resource: reader.Resource })), 'One', 'Resource'],
  ['Iterator', one({ Type: 'Map', Iterator: {}, End: true }), 'One', 'ItemProcessor'],
  ['something within a Map', map({ States: { Inner: task({ Assign: {} }) } }), 'Inner', 'Assign'],
  ['a Wait without a time', one({ Type: 'Wait', End: true }), 'One', 'Seconds'],
  ['a Wait of two times', one({ Type: 'Wait', Seconds: 1, SecondsPath: '$.s', End: true }), 'One', 'Seconds'],
  ['a wildcard in a SecondsPath', one({ Type: 'Wait', SecondsPath: '$.s[*]', End: true }), 'One', 'SecondsPath'],
  ['a Wait until a time', one({ Type: 'Wait', Timestamp: '2026-01-01T00:00:00Z', End: true }), 'One', 'Timestamp'],
  ['ErrorPath', one({ Type: 'Fail', ErrorPath: '$.e' }), 'One', 'ErrorPath'],
  [
    'an unknown field of a retrier',
    one(task({ Retry: [{ ErrorEquals: ['A'], Jitter: 1 }] })),
    'One',
    'Retry[0].Jitter',
  ],
  ['a wildcard in a path', one(task({ InputPath: '$.a[*]' })), 'One', 'InputPath'],
  ['a wildcard in Parameters', one(task({ Parameters: { a: { 'b.$': '$..c' } } })), 'One', 'Parameters.a.b.$'],
  ['an unknown function', one(task({ Parameters: { 'b.$': 'States.MathAdd(1, 2)' } })), 'One', 'Parameters.b.$'],
  [
    'a function that cannot be read',
    one(task({ ResultSelector: { 'b.$': 'States.Format(' } })),
    'One',
    'ResultSelector.b.$',
  ],
  ['a number for a path', one(task({ Parameters: { 'b.$': 5 } })), 'One', 'Parameters.b.$'],
  ['a field given twice', one(task({ Parameters: { b: 1, 'b.$': '$' } })), 'One', 'Parameters.b.$'],
  ['a result into the context', one(task({ ResultPath: '$$.a' })), 'One', 'ResultPath'],
  [
    'a bad path in a Catch',
    one(task({ Catch: [{ ErrorEquals: ['A'], ResultPath: 'a', Next: 'One' }] })),
    'One',
    'Catch[0].ResultPath',
  ],
  [
    'States.ALL with others',
    one(task({ Retry: [{ ErrorEquals: ['A', 'States.ALL'] }] })),
    'One',
    'Retry[0].ErrorEquals',
  ],
  [
    'States.ALL before others',
    one(task({ Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['A'] }] })),
    'One',
    'Retry[0].ErrorEquals',
  ],
  ['a missing next state', one(task({ Next: 'Two' })), 'One', 'Next'],
  ['a missing caught state', one(task({ Catch: [{ ErrorEquals: ['A'], Next: 'Two' }] })), 'One', 'Catch[0].Next'],
  ['neither Next nor End', one({ Type: 'Pass' }), 'One', 'Next'],
  ['both Next and End', one({ Type: 'Pass', Next: 'One', End: true }), 'One', 'Next'],
  ['a Map that leaves its own states', map({ States: { Inner: task({ Next: 'One' }) } }), 'Inner', 'Next'],
  [
    'an unknown comparison',
    choice({ Variable: '$.a', StringMatches: '*', Next: 'Two' }),
    'One',
    'Choices[0].StringMatches',
  ],
  [
    'a missing state after a choice',
    choice({ Variable: '$.a', IsNull: true, Next: 'Three' }),
    'One',
    'Choices[0].Next',
  ],
  ['a missing first state', machine({ One: task() }, { StartAt: 'Two' }), '(state machine)', 'StartAt'],
  ['an unknown field of the machine', machine({ One: task() }, { Extra: 1 }), '(state machine)', 'Extra'],
  ['no JSON', '{', '(state machine)', '$'],
  [
    'brackets as deep as a stack',
    one(task({ Parameters: { a: 'deep' } })).replace('"deep"', '['.repeat(20_000) + ']'.repeat(20_000)),
    '(state machine)',
    '$',
  ],
])('%s is refused by state and field', (_, definition, state, field) => {
  expect(() => loadDefinition(definition)).toThrow(DefinitionUnsupportedError);
  expect(() => loadDefinition(definition)).toThrow(expect.objectContaining({ state, field }));
  expect(() => loadDefinition(definition)).toThrow(`State '${state}', field '${field}'`);
});

test('a definition may say that it is JSONPath, and comment on everything', () => {
  const Comment = 'why';
  const definition = machine(
    {
      One: task({
        Comment,
        QueryLanguage: 'JSONPath',
        Next: 'Two',
        Retry: [{ Comment, ErrorEquals: ['A'] }],
        Catch: [{ Comment, ErrorEquals: ['A'], Next: 'Two' }],
      }),
      Two: {
        Type: 'Choice',
        Comment,
        Choices: [{ Comment, Variable: '$.a', IsPresent: true, Next: 'Three' }],
        Default: 'Three',
      },
      Three: { Type: 'Succeed', Comment },
    },
    { Comment, QueryLanguage: 'JSONPath', Version: '1.0', TimeoutSeconds: 60 },
  );

  const { startAt, states, timeoutSeconds } = loadDefinition(definition);

  expect({ startAt, names: [...states.keys()], timeoutSeconds }).toEqual({
    startAt: 'One',
    names: ['One', 'Two', 'Three'],
    timeoutSeconds: 60,
  });
});

test('a distributed Map over JSON Lines in S3 is accepted', () => {
  const retry = { Retry: [{ ErrorEquals: ['States.ItemReaderFailed'] }] };

  expect(() =>
    loadDefinition(distributed({ ToleratedFailureCountPath: '$.n', MaxConcurrency: 3, ...retry })),
  ).not.toThrow();
});

test('a state machine is not accepted while a resource has no integration, also inside a Map', () => {
  const { engine } = new Rig({
    definition: machine({ One: task() }),
    integrations: { resolve: (arn) => (arn === LAMBDA ? async () => 1 : undefined) },
  });
  const definition = map({ States: { Inner: task({ Resource: 'arn:aws:states:::sqs:sendMessage' }) } });

  const register = () =>
    engine.registerStateMachine({ arn: MACHINE_ARN, name: 'machine', roleArn: ROLE_ARN, definition });

  expect(register).toThrow(
    "State 'Inner', field 'Resource': there is no integration for arn:aws:states:::sqs:sendMessage",
  );
});
