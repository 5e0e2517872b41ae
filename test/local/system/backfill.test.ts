/**
 * The third state machine on the local system: as the hourly reconciler, and as a backfill that an operator starts. The
 * rules on failed executions and on their recovery are taken out, so that the reconciler tells of them or nobody. The
 * scenarios share one system, since starting the functions is what takes time; each has its own recordings.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { SystemModel } from '../../../local/template/system-model.ts';
import { backfillFailureScenarios } from './scenarios/backfill-failures.ts';
import { backfillScenarios } from './scenarios/backfills.ts';
import { missedRecordingScenarios } from './scenarios/missed-recordings.ts';
import { unreportedFailureScenarios } from './scenarios/unreported-failures.ts';
import { Stage } from './stage.ts';
import { leftOut } from './walked-edges.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const withoutStatusRules = (model: SystemModel): SystemModel => ({
  ...model,
  rules: model.rules.filter(({ name }) => !/Execution(Failed|Recovered)/.test(name)),
});

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start({ change: withoutStatusRules });
});
afterAll(() => stage.stop());

missedRecordingScenarios(() => stage);
unreportedFailureScenarios(() => stage);
backfillScenarios(() => stage);
backfillFailureScenarios(() => stage);

test('the scenarios above enter every state of the definition and take every way out of each', () => {
  const { engine, backfillRecordingsArn } = stage.system;
  const parents = engine.listExecutions(backfillRecordingsArn);
  const children = parents.flatMap(({ executionArn }) => engine.listChildExecutions(executionArn));

  const histories = [...parents, ...children].map(({ executionArn }) => engine.executionHistory(executionArn));

  expect(leftOut(['backfill-recordings'], histories)).toEqual({ states: [], edges: [] });
});
