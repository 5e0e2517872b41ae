import { describe, expect, test } from '@jest/globals';
import { only, type Stage, typesOf } from '../stage.ts';
import { failsWith, losesAnswer } from '../task-faults.ts';

const twoExports = {
  exports: [
    { name: 'one', rendition: '160p30' },
    { name: 'two', rendition: '160p30' },
  ],
};

/** Wishes for exports, and exports that are started more than once. */
export function exportScenarios(stage: () => Stage): void {
  test('a rendition that the recording lacks fails that export alone', async () => {
    const folder = await stage().addRecording('noRendition');
    const wishes = { exports: [{ rendition: '1080p60' }, { rendition: '160p30' }] };

    const { processed, exports, messages, item, exportItems } = await stage().run(folder, wishes);

    expect(processed.status).toBe('SUCCEEDED');
    expect(exports.map(({ name, status, error }) => ({ name, status, error }))).toEqual([
      { name: 'Qm4TzL9cWx2d-noRendition-1080p60', status: 'FAILED', error: 'RenditionNotFoundError' },
      { name: 'Qm4TzL9cWx2d-noRendition-160p30', status: 'SUCCEEDED', error: undefined },
    ]);
    expect([...typesOf(messages)].sort()).toEqual([
      'recording.export.failed',
      'recording.export.ready',
      'recording.playback.ready',
    ]);
    expect(only(messages, 'recording.export.failed').body).toMatchObject({
      export: { name: '1080p60' },
      error: { state: 'PlanExport', message: expect.stringContaining('there are: 720p30, 480p30, 360p30, 160p30') },
    });
    expect(item).toMatchObject({ status: 'playable' });
    expect(item).not.toHaveProperty('attention');
    expect(exportItems).toMatchObject({
      '1080p60': { status: 'failed', attention: 'failed' },
      '160p30': { status: 'ready' },
    });
  });

  test("an operator's run of the same recording exports anew, under names of its own", async () => {
    const folder = await stage().addRecording('again');
    const wish = { exports: [{ name: 'small', rendition: '160p30' }] };
    const first = await stage().run(folder, wish);

    const second = await stage().run(folder, wish, 'Qm4TzL9cWx2d-again-op-20260624T080000000');

    expect(second.exports.map(({ name, status }) => ({ name, status }))).toEqual([
      { name: 'Qm4TzL9cWx2d-again-small', status: 'SUCCEEDED' },
      { name: expect.stringMatching(/^Qm4TzL9cWx2d-again-small-[0-9a-f]{8}$/), status: 'SUCCEEDED' },
    ]);
    const idsOf = ({ messages }: typeof first) => messages.map(({ body }) => body.id);
    expect(idsOf(second)).toEqual(idsOf(first));
  });

  describe('an execution that is redriven after its exports could not all be started', () => {
    test('takes the one that it had started for started, whether it runs or has ended', async () => {
      const folder = await stage().addRecording('startedTwice');
      stage().faults.at(folder.recordingId, 'StartExport', losesAnswer('StepFunctions.AccessDeniedException'));

      const failed = await stage().run(folder, { exports: twoExports.exports.slice(0, 1) });
      const redriven = await stage().redrive(failed.processed.executionArn, folder);

      expect(failed.processed).toMatchObject({ status: 'FAILED', error: 'StepFunctions.AccessDeniedException' });
      expect(failed.exports).toMatchObject([{ status: 'SUCCEEDED' }]);
      expect(only(failed.messages, 'recording.failed').body).toMatchObject({
        error: { state: 'StartExport' },
        playbackStands: true,
      });
      expect(failed.item).toMatchObject({ status: 'playable', attention: 'failed' });
      expect(redriven.processed.status).toBe('SUCCEEDED');
      expect(redriven.processed.states).toContain('ExportAlreadyStarted');
      expect(redriven.exports).toHaveLength(1);
      expect(redriven.messages).toEqual([]);
      expect(redriven.item).not.toHaveProperty('attention');
    });

    test('starts the one that is missing, and that one only', async () => {
      const folder = await stage().addRecording('startedOne');
      const refuse = failsWith('StepFunctions.AccessDeniedException');
      stage().faults.at(folder.recordingId, 'StartExport', (run) => run(), refuse);

      const failed = await stage().run(folder, twoExports);
      const redriven = await stage().redrive(failed.processed.executionArn, folder);

      expect(failed.exports.map(({ name }) => name)).toEqual(['Qm4TzL9cWx2d-startedOne-one']);
      expect(redriven.processed.status).toBe('SUCCEEDED');
      expect(redriven.exports.map(({ name, status }) => ({ name, status }))).toEqual([
        { name: 'Qm4TzL9cWx2d-startedOne-one', status: 'SUCCEEDED' },
        { name: 'Qm4TzL9cWx2d-startedOne-two', status: 'SUCCEEDED' },
      ]);
      expect(typesOf(redriven.messages)).toEqual(['recording.export.ready']);
    });
  });
}
