import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { decidePlan } from '../../../lambdas/plan-export/decide-plan.ts';
import { excerptOf, readRefusal } from '../../../lambdas/plan-export/read-refusal.ts';
import { planExportInputSchema } from '../../../lambdas/plan-export/schema.ts';
import {
  ExportNotCarriableError,
  ExportTimeExceededError,
  MediaConvertJobCanceledError,
  MediaConvertJobFailedError,
} from '../../../lambdas/shared/contract/errors.ts';
import { execution } from '../../fixtures/step-ports.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editJson, jsonEdits, parsedJson, toJsonText } from '../generators/json.ts';
import { editText, textEdits } from '../generators/text.ts';

const job = { Id: '1782245561000-abcdef', Status: 'ERROR', ErrorCode: 1040, ErrorMessage: 'audio track [0] not found' };
const causes: readonly unknown[] = [
  job,
  { Job: { ...job, ErrorCode: '1076', Status: 'CANCELED' } },
  { job: { id: 'x', status: 'ERROR', errorCode: 1010, errorMessage: 'Manifest is no manifest' } },
  { errorType: 'ExportNotCarriableError', errorMessage: 'Segment 0.ts cannot be carried', trace: [] },
  'The job failed with error code 1550: passing.',
];
const ERRORS = [
  ...[
    'States.TaskFailed',
    'MediaConvert.BadRequestException',
    'BadRequestException',
    'MediaConvert.SdkClientException',
  ],
  ...['ExportNotCarriableError', 'ExportTimeExceededError', 'constructor', '__proto__', ''],
];
const plan = {
  engine: 'mediaconvert',
  engineReason: 'it was wanted',
  video: 'copy',
  audio: 'copy',
  isAccelerated: false,
  retries: 0,
  pauseSeconds: 0,
  expectedDurationMs: 9000,
  durationToleranceMs: 5000,
};
const keys = [
  'Job',
  'job',
  'Id',
  'ErrorCode',
  'ErrorMessage',
  'Status',
  'errorMessage',
  'plan',
  'refusal',
  'refusedIn',
];

/** What Step Functions keeps of a cause (API_HistoryEvent). */
const longestCause = 32_768;

/** What a Catch passes on of a job that MediaConvert refused or failed, and of a remux that gave up. */
export const refusals = defineTarget({
  name: 'engine-refusal',
  refusals: [
    MediaConvertJobCanceledError,
    MediaConvertJobFailedError,
    ExportNotCarriableError,
    ExportTimeExceededError,
  ],
  cases: fc.record({
    cause: fc.nat(causes.length - 1),
    causeEdits: jsonEdits(['error code 1021', '1040', 'audio track'], keys, 2),
    textEdits: textEdits(['error code: ', '"errorCode":"1999"'], 1),
    error: fc.constantFrom(...ERRORS),
    engine: fc.constantFrom('mediaconvert', 'remux'),
    wish: fc.constantFrom('mediaconvert' as const, 'auto' as const, 'remux' as const),
    stateEdits: fc.oneof(fc.constant([]), jsonEdits(['copy', 'h264'], keys, 2)),
  }),
  run: (example) => {
    const text = editText(toJsonText(editJson(causes[example.cause], example.causeEdits)), example.textEdits);
    const refusal = { Error: example.error, Cause: text.slice(0, longestCause) };
    const { code, message, remedy } = readRefusal(refusal);
    assert.ok(typeof code === 'string' && typeof message === 'string' && remedy.advice !== '');
    assert.ok(excerptOf(message).length <= 500);

    const state = { plan: { ...plan, engine: example.engine }, refusal, refusedIn: { redriveCount: 0 } };
    const input = planExportInputSchema.parse({ input: {}, state: parsedJson(state, example.stateEdits), execution });
    const choice = { engine: 'mediaconvert', engineReason: 'wanted', video: 'copy', audio: 'copy' } as const;
    const decision = decidePlan(input, {
      wish: example.wish,
      choose: () => choice,
      isAccelerationWanted: true,
      whyNotAccelerate: () => undefined,
      whyNotConvert: () => undefined,
    });

    assert.ok(decision.video !== 'none' || decision.audio !== 'none');
    assert.ok(decision.engineReason.length < 800);
    return undefined;
  },
});
