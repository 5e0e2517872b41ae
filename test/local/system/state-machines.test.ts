/**
 * The two state machines of a recording, walked through every branch by the interpreter, with the real template, bundles
 * and embedded services. All scenarios share one system, since starting the functions is what takes time; each has its own recording.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { exportScenarios } from './scenarios/exports.ts';
import { mediaConvertScenarios } from './scenarios/mediaconvert.ts';
import { partialScenarios } from './scenarios/partial.ts';
import { remuxScenarios } from './scenarios/remux.ts';
import { serviceFailureScenarios } from './scenarios/service-failures.ts';
import { staleRunScenarios } from './scenarios/stale-runs.ts';
import { verdictScenarios } from './scenarios/verdicts.ts';
import { wholeRecordingScenarios } from './scenarios/whole-recording.ts';
import { Stage } from './stage.ts';
import { leftOut } from './walked-edges.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start();
});
afterAll(() => stage.stop());

wholeRecordingScenarios(() => stage);
verdictScenarios(() => stage);
partialScenarios(() => stage);
staleRunScenarios(() => stage);
exportScenarios(() => stage);
mediaConvertScenarios(() => stage);
remuxScenarios(() => stage);
serviceFailureScenarios(() => stage);

test('the scenarios above enter every state and take every way out of each, Catch and Choice included', () => {
  const { engine, processRecordingArn, exportRecordingArn } = stage.system;
  const histories = [processRecordingArn, exportRecordingArn]
    .flatMap((arn) => engine.listExecutions(arn))
    .map(({ executionArn }) => engine.executionHistory(executionArn));

  expect(leftOut(['process-recording', 'export-recording'], histories)).toEqual({ states: [], edges: [] });
});
