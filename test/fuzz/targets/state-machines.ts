import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { API_ACTIONS } from '../../../local/states/api-actions.ts';
import { loadDefinition, type StateGroup } from '../../../local/states/definition.ts';
import { StatesEngine } from '../../../local/states/engine.ts';
import { DefinitionUnsupportedError, JournalDamagedError, StatesApiError } from '../../../local/states/errors.ts';
import { createFileJournal } from '../../../local/states/file-journal.ts';
import type { JournalEntry } from '../../../local/states/journal.ts';
import { EXECUTION_ARN, MACHINE_ARN, machine, mapState, Rig, task } from '../../local/states/rig.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editJson, jsonEdits, parsedJson, toJsonText } from '../generators/json.ts';
import { editText, textEdits } from '../generators/text.ts';

const definition = machine({
  First: task({
    Parameters: { 'a.$': '$.a', 'b.$': "States.Format('{}/{}', $.a, $$.Execution.Name)", 'c.$': '$.list[0].x' },
    ResultPath: '$.first',
    Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 2, MaxAttempts: 3, BackoffRate: 1.5 }],
    Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'Choose' }],
    TimeoutSeconds: 60,
    Next: 'Choose',
  }),
  Choose: {
    Type: 'Choice',
    Choices: [
      { Variable: '$.a', NumericGreaterThan: 3, Next: 'Each' },
      { And: [{ Variable: '$.a', IsPresent: true }, { Not: { Variable: '$.a', StringEquals: 'x' } }], Next: 'Each' },
    ],
    Default: 'Done',
  },
  Each: mapState({
    ItemsPath: '$.list',
    ItemSelector: { 'item.$': '$$.Map.Item.Value' },
    MaxConcurrency: 2,
    Next: 'Done',
  }),
  Done: { Type: 'Succeed' },
});
const fragments = ['$$.', '$.', '[*]', '..', 'States.Array(', '\\', "'", 'States.ALL', 'First', 'Done'];
const keys = [
  ...[
    'Type',
    'Next',
    'End',
    'Resource',
    'Parameters',
    'ResultPath',
    'Retry',
    'Catch',
    'Choices',
    'Default',
    'And',
    'Not',
  ],
  ...['ItemProcessor', 'ItemsPath', 'States', 'StartAt', 'QueryLanguage', 'TimeoutSeconds', 'a.$', 'Variable'],
];

/** Definitions as somebody edits them in Workflow Studio. */
export const definitions = defineTarget({
  name: 'definition',
  refusals: [DefinitionUnsupportedError],
  cases: fc.record({
    edits: jsonEdits(fragments, keys, 2),
    textEdits: fc.oneof({ weight: 6, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: textEdits(['{', '"'], 1) }),
  }),
  run: ({ edits, textEdits }) => {
    checkGroup(loadDefinition(editText(toJsonText(editJson(JSON.parse(definition), edits)), textEdits)));
    return undefined;
  },
});

/** Whatever was loaded leads from one of its states to another. */
function checkGroup({ startAt, states }: StateGroup): void {
  assert.ok(states.has(startAt));
  for (const state of states.values()) {
    const next = 'Next' in state ? state.Next : undefined;
    assert.ok(next === undefined || states.has(next));
    if (state.Type === 'Map') checkGroup(state.processor);
  }
}

const shortDefinition = machine({ Each: mapState({ ItemsPath: '$.list' }) });

/** What a run leaves in its journal. */
async function makeJournal(): Promise<JournalEntry[]> {
  const rig = new Rig({ definition: shortDefinition });
  await rig.run({ list: [1, 2] });
  return rig.journal.load()[0] ?? [];
}
let madeJournal: Promise<JournalEntry[]> | undefined;

const entryKeys = ['kind', 'scope', 'event', 'next', 'id', 'type', 'timestamp', 'input', 'length', 'name', 'machine'];

/** Journals of the local system that something else than a kill has changed. */
export const journals = defineTarget({
  name: 'journal',
  refusals: [JournalDamagedError],
  cases: fc.record({
    /** A kill leaves the beginning. */
    kept: fc.nat(22),
    line: fc.nat(),
    edits: fc.oneof(fc.constant([]), jsonEdits(['started', 'event', 'MapStateStarted', '2026-06-23'], entryKeys, 1)),
    textEdits: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 1, arbitrary: textEdits(['\n', '{'], 1) }),
  }),
  run: async ({ kept, line, edits, textEdits }) => {
    madeJournal ??= makeJournal();
    const entries = (await madeJournal).slice(0, kept);
    const lines = entries.map((entry, index) =>
      toJsonText(index === line % entries.length ? editJson(entry, edits) : entry),
    );
    const engine = loadJournal(editText(lines.join('\n'), textEdits) + (kept % 2 === 0 ? '\n' : ''));
    if (engine === undefined) return 'nothing was written';
    // Reading the definition takes longer than all the rest.
    if (kept % 8 !== 0) return undefined;

    engine.registerStateMachine({ arn: MACHINE_ARN, name: 'machine', roleArn: 'r', definition: shortDefinition });
    const executions = engine.listExecutions(MACHINE_ARN);

    assert.ok(executions.length <= 1);
    return executions.length === 0 ? 'of another machine' : undefined;
  },
});

let directory: string | undefined;

function makeDirectory(): string {
  const made = mkdtempSync(join(tmpdir(), 'fuzz-journal-'));
  mkdirSync(join(made, 'machine'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** The engine after a start over a journal of one file; `undefined` when nothing is in it. */
function loadJournal(text: string): StatesEngine | undefined {
  directory ??= makeDirectory();
  writeFileSync(join(directory, 'machine', 'run.jsonl'), text);
  const journal = createFileJournal(directory);
  const engine = new StatesEngine({ journal, integrations: { resolve: () => async () => ({}) } });
  return text.includes('\n') ? engine : undefined;
}

const requests: readonly (readonly [string, object])[] = [
  ['StartExecution', { stateMachineArn: MACHINE_ARN, name: 'run', input: '{"a":1}' }],
  ['DescribeExecution', { executionArn: EXECUTION_ARN }],
  ['ListExecutions', { stateMachineArn: MACHINE_ARN, statusFilter: 'SUCCEEDED', maxResults: 1, nextToken: 'x' }],
  ['GetExecutionHistory', { executionArn: EXECUTION_ARN, reverseOrder: true, maxResults: 3 }],
  ['RedriveExecution', { executionArn: EXECUTION_ARN, clientToken: 't' }],
  ['StopExecution', { executionArn: EXECUTION_ARN, error: 'E', cause: 'c' }],
  ['ListStateMachines', { maxResults: 1000 }],
  ['DescribeStateMachineForExecution', { executionArn: EXECUTION_ARN }],
];
let ran: Promise<StatesEngine> | undefined;
async function runOnce(): Promise<StatesEngine> {
  const rig = new Rig({ definition });
  await rig.run({ a: 5, list: [] });
  return rig.engine;
}

/** Requests to the local Step Functions. */
export const statesRequests = defineTarget({
  name: 'states-request',
  refusals: [StatesApiError],
  cases: fc.record({
    request: fc.nat(requests.length - 1),
    edits: jsonEdits(
      ['arn:aws:states:', 'run', '{', ':'],
      ['executionArn', 'name', 'input', 'maxResults', 'nextToken'],
      2,
    ),
  }),
  run: async ({ request, edits }) => {
    ran ??= runOnce();
    const [name, body] = requests[request]!;
    const answer = API_ACTIONS.get(name)!(await ran, parsedJson(body, edits));
    assert.equal(typeof JSON.parse(JSON.stringify(answer)), 'object');
    return undefined;
  },
});
