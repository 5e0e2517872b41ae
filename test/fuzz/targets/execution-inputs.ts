import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { toAttributeValue } from '../../../lambdas/shared/contract/catalog.ts';
import { ExecutionInputInvalidError, ExportProfileUnknownError } from '../../../lambdas/shared/contract/errors.ts';
import { exportExecutionName } from '../../../lambdas/shared/contract/execution-name.ts';
import type { ExportWish } from '../../../lambdas/shared/contract/export-wish.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { expandExports } from '../../../lambdas/shared/recording/expand-exports.ts';
import { parseExecutionInput, parseExportInput } from '../../../lambdas/shared/recording/parse-input.ts';
import { configuration } from '../../fixtures/step-ports.ts';
import { bucket, prefix } from '../../unit/start-processing/triggers.ts';
import { defineTarget } from '../fuzz-target.ts';
import { jsonEdits, parsedJson } from '../generators/json.ts';

const recording = { bucket, prefix };
const source = {
  type: 'ivs-event',
  eventId: '12345678-1a23-4567-a1bc-1a2b34567890',
  time: '2026-06-24T07:51:32Z',
  recordingStatus: 'Recording End',
  channelName: 'Your Channel',
  streamIds: ['st-1A2b3c4D5e6F78ghij9Klmn'],
  durationMs: 99_370_264,
};
const examples: readonly object[] = [
  { recording },
  {
    recording,
    source,
    exports: ['archive', { name: 'tiny', rendition: '160p30', engine: 'auto' }],
    metadata: { show: 7 },
  },
  { recording, exports: [], metadata: { tags: ['a', { deep: [1.5, null, true] }] } },
  { recording, source, export: { rendition: 'highest' }, metadata: {} },
  {
    recording,
    export: 'archive',
    AWS_STEP_FUNCTIONS_STARTED_BY_EXECUTION_ID: 'arn:aws:states:us-east-1:123456789012:x',
  },
];
const keys = [
  'recording',
  'source',
  'exports',
  'export',
  'metadata',
  'bucket',
  'prefix',
  'name',
  'rendition',
  'engine',
];
const fragments = ['ivs/v1/', '/02/', '720p30', 'highest', 'archive', 'small', 'remux', 'constructor', 'toString'];

/** What an operator types in the console, or a caller sends. */
export const executionInputs = defineTarget({
  name: 'execution-input',
  refusals: [ExecutionInputInvalidError, ExportProfileUnknownError],
  cases: fc.record({ example: fc.nat(examples.length - 1), edits: jsonEdits(fragments, keys) }),
  run: ({ example, edits }) => {
    const raw = parsedJson(examples[example], edits);
    const isExport = example >= 3;
    const input = isExport ? parseExportInput(raw) : parseExecutionInput(raw);
    const parsedAgain = isExport ? parseExportInput : parseExecutionInput;

    assert.deepEqual(parsedAgain(JSON.parse(JSON.stringify(input))), input);
    assert.ok(JSON.stringify(input.metadata ?? {}).length <= 1024);
    // The catalog takes it: however deep, it has a typed form.
    assert.ok('M' in toAttributeValue(input.metadata ?? {}));
    if ('exports' in input && input.exports !== undefined) {
      checkWishes(expandExports(input.exports, configuration.exportProfiles), input.recording.prefix);
    }
    return undefined;
  },
});

/** Each has a name of its own that fits into keys and names of executions. */
function checkWishes(wishes: readonly ExportWish[], recordingPrefix: string): void {
  const location = parseRecordingPrefix(recordingPrefix);
  assert.ok(location !== undefined);
  assert.equal(new Set(wishes.map(({ name }) => name)).size, wishes.length);
  for (const { name, rendition } of wishes) {
    assert.match(exportExecutionName(location, name, 'another'), /^[A-Za-z0-9_-]{1,80}$/);
    assert.match(rendition, /^[A-Za-z0-9_-]{1,64}$/);
  }
}
