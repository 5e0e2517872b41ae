import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { awaitQuiet } from '../../../bench/burst/await-quiet.ts';
import { findFaults } from '../../../bench/burst/find-faults.ts';
import { makeRecordings } from '../../../bench/burst/recordings.ts';
import { runRecordings } from '../../../bench/burst/run-recordings.ts';
import { startTestSystem, type TestSystem } from './a-system.ts';
import { configurations } from './configurations.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(180_000);

const count = 10;
const statesOfOneRecording = 15;
let burst: TestSystem;

beforeAll(async () => {
  burst = await startTestSystem({ configuration: configurations.burst });
});
afterAll(() => burst.stop());

test(`of ${count} recordings whose events come at once, twice each and in any order, each is processed once`, async () => {
  const recordings = makeRecordings(count);

  const { faults, executions, states } = await runRecordings(burst.system, recordings, { seed: 1, isOneByOne: false });

  expect(faults).toEqual([]);
  expect({ executions, states }).toEqual({ executions: 2 * count, states: statesOfOneRecording * count });
});

test('what is lost, or done twice, is found', async () => {
  const { engine, processRecordingArn } = burst.system;
  const [one, other, ...rest] = makeRecordings(count + 1);
  const lost = rest.at(-1)!;
  const again = engine.listExecutions(processRecordingArn).find(({ name }) => name.endsWith(other!.recordingId))!;
  engine.startExecution({ stateMachineArn: processRecordingArn, name: `${again.name}-again`, input: again.input });

  const faults = await findFaults(burst.system, [one!, other!, ...rest], await awaitQuiet(burst.system));

  const name = again.name.replace(other!.recordingId, lost.recordingId);
  expect(faults).toEqual(
    expect.arrayContaining([
      `no execution of process-recording ${name}`,
      `no execution of export-recording ${name}-archive`,
      `unexpected execution of process-recording ${again.name}-again`,
      `no catalog item ${lost.recordingId} recording playable`,
      `no message ${lost.recordingId} recording.export.ready`,
    ]),
  );
});
