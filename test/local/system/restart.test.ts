import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startTestSystem, type TestSystem } from './a-system.ts';
import { SampleCopies } from './sample-copies.ts';
import { hangs, TaskFaults } from './task-faults.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const copies = new SampleCopies();
const faults = new TaskFaults();
let testSystem: TestSystem;

beforeAll(async () => {
  testSystem = await startTestSystem({ interceptTask: faults.intercept });
});
afterAll(async () => {
  await testSystem.stop();
  copies.remove();
});

test('an execution that was under way when the system ended goes on when it is started again', async () => {
  const folder = copies.make('restarted');
  const { promise: isUnderWay, resolve } = Promise.withResolvers<void>();
  faults.at(folder.recordingId, 'ValidateRecording', (...attempt) => {
    resolve();
    return hangs(...attempt);
  });
  await testSystem.system.addRecording(folder, 'uploaded');
  await isUnderWay;

  const system = await testSystem.restart();

  const [execution] = system.engine.listExecutions(system.processRecordingArn);
  expect(await system.engine.whenEnded(execution!.executionArn)).toMatchObject({
    name: 'Qm4TzL9cWx2d-restarted',
    status: 'SUCCEEDED',
  });
  const [exported] = system.engine.listExecutions(system.exportRecordingArn);
  expect(await system.engine.whenEnded(exported!.executionArn)).toMatchObject({ status: 'SUCCEEDED' });
});
