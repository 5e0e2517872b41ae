import { describe, expect, test } from '@jest/globals';
import { putBack, withMetadata, without } from '../sample-copies.ts';
import { nameOf, type Stage, typesOf } from '../stage.ts';
import { failsWith } from '../task-faults.ts';

const segment = 'media/hls/720p30/1.ts';
const small = { exports: [{ name: 'small', rendition: '160p30' }] };

/** Runs of one recording that overtake each other. */
export function staleRunScenarios(stage: () => Stage): void {
  describe('a run that registers its judgement after a newer one', () => {
    test('leaves what is newer, announces nothing, and still starts its exports', async () => {
      const folder = await stage().addRecording('overtaken', without(segment));
      const name = `${nameOf(folder)}-op-newer`;
      stage().faults.at(folder.recordingId, 'RegisterPlayback', async (run) => {
        putBack(folder.directory, segment);
        const newer = stage().start(folder, { exports: [] }, name);
        await stage().system.engine.whenEnded(newer);
        return run();
      });

      const { messages, item, exports } = await stage().run(folder, small);

      const older = stage()
        .system.engine.listExecutions(stage().system.processRecordingArn)
        .find((execution) => execution.name === nameOf(folder));
      expect(older).toMatchObject({ status: 'SUCCEEDED' });
      expect(messages.map(({ body }) => [body.type, body.recording.completeness])).toEqual([
        ['recording.playback.ready', 'complete'],
        ['recording.export.ready', undefined],
      ]);
      expect(item).toMatchObject({
        status: 'playable',
        recording: { completeness: 'complete' },
        run: { executionArn: expect.stringMatching(/-op-newer$/) },
      });
      expect(exports).toMatchObject([{ name: 'Qm4TzL9cWx2d-overtaken-small', status: 'SUCCEEDED' }]);
    });

    test('ends as superseded when it had found nothing', async () => {
      const folder = await stage().addRecording('emptyOvertaken', (directory) => {
        without('media')(directory);
        withMetadata(({ media }) => Object.assign(media.hls, { duration_ms: 0 }))(directory);
      });
      stage().faults.at(folder.recordingId, 'RegisterEmptyRecording', async (run) => {
        putBack(folder.directory, 'media');
        const newer = stage().start(folder, { exports: [] }, `${nameOf(folder)}-op-newer`);
        await stage().system.engine.whenEnded(newer);
        return run();
      });

      const { messages, item } = await stage().run(folder);

      expect(typesOf(messages)).toEqual(['recording.playback.ready']);
      expect(item).toMatchObject({ status: 'playable' });
    });
  });

  test('a redrive that registers what it judged before a newer run leaves the newer judgement', async () => {
    const folder = await stage().addRecording('redrivenLate', without(segment));
    stage().faults.at(folder.recordingId, 'RegisterPlayback', failsWith('DynamoDB.ResourceNotFoundException'));
    const failed = await stage().run(folder, { exports: [] });
    putBack(folder.directory, segment);
    await stage().run(folder, { exports: [] }, `${nameOf(folder)}-op-newer`);

    const redriven = await stage().redrive(failed.processed.executionArn, folder);

    expect(stage().system.engine.describeExecution(failed.processed.executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      redriveCount: 1,
    });
    expect(redriven.messages).toEqual([]);
    expect(redriven.item).toMatchObject({ status: 'playable', recording: { completeness: 'complete' } });
    expect(redriven.item).not.toHaveProperty('failure');
    expect(redriven.item).not.toHaveProperty('attention');
  });
}
