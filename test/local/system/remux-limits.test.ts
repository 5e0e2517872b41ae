/** The same system, with a remux that would be too slow, or has no time: what the cloud does with a very long recording. */
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { environmentNames } from '../../../lambdas/shared/contract/environment.ts';
import type { FunctionModel, SystemModel } from '../../../local/template/system-model.ts';
import { only, Stage } from './stage.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const wish = (engine: string) => ({ exports: [{ name: 'small', rendition: '160p30', engine }] });

const withFunction =
  (stem: string, change: (fn: FunctionModel) => FunctionModel) =>
  (model: SystemModel): SystemModel => ({
    ...model,
    functions: model.functions.map((fn) => (fn.name.includes(stem) ? change(fn) : fn)),
  });

describe('a remux that would be too slow', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.start({
      change: withFunction('PlanExport', (fn) => ({
        ...fn,
        environment: { ...fn.environment, [environmentNames.remuxBytesPerSecond]: '100' },
      })),
    });
  });
  afterAll(() => stage.stop());

  test('is refused by name where it is demanded', async () => {
    const folder = await stage.addRecording('tooLong');

    const { exports, messages } = await stage.run(folder, wish('remux'));

    expect(exports).toMatchObject([{ status: 'FAILED', error: 'ExportTooLongError', states: ['PlanExport'] }]);
    expect(only(messages, 'recording.export.failed').body.error.message).toContain('it is too long');
  });

  test('leaves the export to MediaConvert with auto', async () => {
    const folder = await stage.addRecording('tooLongAuto');

    const { exports, exportItems } = await stage.run(folder, wish('auto'));

    expect(exports).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(exportItems.small.export).toMatchObject({
      engine: 'mediaconvert',
      engineReason: expect.stringContaining('it is too long'),
    });
  });
});

describe('a remux whose time is up', () => {
  let stage: Stage;
  beforeAll(async () => {
    // No more than it takes to clean up.
    stage = await Stage.start({ change: withFunction('RemuxExport', (fn) => ({ ...fn, timeoutSeconds: 15 })) });
  });
  afterAll(() => stage.stop());

  test('stops itself by name, is tried once more, and fails where it is demanded', async () => {
    const folder = await stage.addRecording('outOfTime');

    const { exports, messages } = await stage.run(folder, wish('remux'));

    expect(exports).toMatchObject([{ status: 'FAILED', error: 'ExportTimeExceededError' }]);
    expect(only(messages, 'recording.export.failed').body.error).toMatchObject({
      state: 'PlanExport',
      message: expect.stringMatching(/was \d+ % done when the time of its Lambda was nearly up/),
    });
    const attempts = stage.system.engine
      .executionHistory(exports[0]!.executionArn)
      .filter(({ type }) => type === 'LambdaFunctionFailed');
    expect(attempts).toHaveLength(3);
  });

  test('leaves the export to MediaConvert with auto, which copies', async () => {
    const folder = await stage.addRecording('outOfTimeAuto');

    const { exportItems } = await stage.run(folder, wish('auto'));

    expect(exportItems.small.export).toMatchObject({
      engine: 'mediaconvert',
      engineReason: expect.stringContaining('copied by MediaConvert, since remux could not carry it'),
    });
  });
});
