/**
 * The two state machines of a recording, walked through every branch by the interpreter, with the real template, bundles
 * and embedded services. The scenarios share one system, since starting the functions is what takes time, and those of the
 * brake another; each has its own recording.
 */
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { configurations } from './configurations.ts';
import { brakeScenarios } from './scenarios/brake.ts';
import { channelTagScenarios } from './scenarios/channel-tags.ts';
import { exportScenarios } from './scenarios/exports.ts';
import { joinAndClipScenarios } from './scenarios/joins-and-clips.ts';
import { mediaConvertScenarios } from './scenarios/mediaconvert.ts';
import { partialScenarios } from './scenarios/partial.ts';
import { privateChannelScenarios } from './scenarios/private-channels.ts';
import { remuxScenarios } from './scenarios/remux.ts';
import { reportedRunScenarios } from './scenarios/reported-runs.ts';
import { serviceFailureScenarios } from './scenarios/service-failures.ts';
import { staleRunScenarios } from './scenarios/stale-runs.ts';
import { verdictScenarios } from './scenarios/verdicts.ts';
import { wholeRecordingScenarios } from './scenarios/whole-recording.ts';
import { Stage } from './stage.ts';
import { leftOut } from './walked-edges.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

let stage: Stage;
let braked: Stage;

beforeAll(async () => {
  stage = await Stage.start();
  braked = await Stage.start({ configuration: configurations.braked });
});
afterAll(() => Promise.all([stage, braked].map((each) => each.stop())));

wholeRecordingScenarios(() => stage);
verdictScenarios(() => stage);
partialScenarios(() => stage);
staleRunScenarios(() => stage);
exportScenarios(() => stage);
channelTagScenarios(() => stage);
privateChannelScenarios(() => stage);
mediaConvertScenarios(() => stage);
remuxScenarios(() => stage);
joinAndClipScenarios(() => stage);
reportedRunScenarios(() => stage);
serviceFailureScenarios(() => stage);
brakeScenarios(() => braked);

test('the scenarios above enter every state and take every way out of each, Catch and Choice included', () => {
  const histories = [stage, braked].flatMap(({ system: { engine, processRecordingArn, exportRecordingArn } }) =>
    [processRecordingArn, exportRecordingArn]
      .flatMap((arn) => engine.listExecutions(arn))
      .map(({ executionArn }) => engine.executionHistory(executionArn)),
  );

  expect(leftOut(['process-recording', 'export-recording'], histories)).toEqual({ states: [], edges: [] });
});
