import { describe, expect, test } from '@jest/globals';
import type { RecordingFolder } from '../../../../local/run/recording-folder.ts';
import { putBack, withMetadata, without } from '../sample-copies.ts';
import { nameOf, only, type Stage, typesOf } from '../stage.ts';
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

  describe('a verdict that is told after a newer run has judged', () => {
    test('leaves the recording playable, and says so', async () => {
      const master = 'media/hls/master.m3u8';
      const folder = await stage().addRecording('verdictOvertaken', without(master));
      stage().faults.at(folder.recordingId, 'ValidateRecording', async (run) => {
        const older = await run().catch((error: unknown) => error);
        putBack(folder.directory, master);
        await stage().system.engine.whenEnded(stage().start(folder, { exports: [] }, `${nameOf(folder)}-op-newer`));
        throw older;
      });

      const { messages, item } = await stage().run(folder, { exports: [] });

      expect(messages.map(({ body }) => [body.type, body.error?.name, body.playbackStands])).toEqual([
        ['recording.playback.ready', undefined, undefined],
        ['recording.failed', 'RecordingDamagedError', true],
      ]);
      expect(item).toMatchObject({
        status: 'playable',
        playback: { url: expect.stringContaining('master.m3u8') },
        attention: 'failed',
        failure: { name: 'RecordingDamagedError' },
      });
    });
  });

  describe('an export that is registered after another execution has made it anew', () => {
    test('leaves what is newer, and only the newer one is announced', async () => {
      const folder = await stage().addRecording('exportOvertaken');
      const input = await inputOfSmallExport(stage(), folder);
      const name = `${nameOf(folder)}-small-op`;
      stage().faults.at(folder.recordingId, 'RegisterExport', async (run) => {
        const { engine, exportRecordingArn } = stage().system;
        const newer = engine.startExecution({ stateMachineArn: exportRecordingArn, name: `${name}-newer`, input });
        await engine.whenEnded(newer.executionArn);
        return run();
      });

      const { messages, exportItems } = await stage().runExport(folder.recordingId, input, name);
      const { exports } = await stage().outcomeOf(folder);

      expect(exports.map((execution) => [execution.name, execution.status, execution.states.at(-1)])).toEqual([
        [name, 'SUCCEEDED', 'ExportSuperseded'],
        [`${name}-newer`, 'SUCCEEDED', 'RecordingExported'],
      ]);
      expect(only(messages, 'recording.export.ready').body.execution.arn).toMatch(/-newer$/);
      expect(exportItems.small).toMatchObject({
        status: 'ready',
        run: { executionArn: expect.stringMatching(/-newer$/) },
      });
    });

    test('by a redrive leaves it, too, and what had failed is over', async () => {
      const folder = await stage().addRecording('exportRedrivenLate');
      const input = await inputOfSmallExport(stage(), folder);
      const name = `${nameOf(folder)}-small-op`;
      stage().faults.at(folder.recordingId, 'RegisterExport', failsWith('DynamoDB.ResourceNotFoundException'));
      const failed = await stage().runExport(folder.recordingId, input, name);
      const newer = await stage().runExport(folder.recordingId, input, `${name}-newer`);

      const redriven = await stage().redrive(failed.exports[0]!.executionArn, folder);

      expect(failed.exportItems.small).toMatchObject({ status: 'failed', attention: 'failed' });
      expect(newer.exportItems.small).toMatchObject({ status: 'ready' });
      expect(redriven.exports[0]).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1, states: ['ExportSuperseded'] });
      expect(redriven.messages).toEqual([]);
      const { export: file, verifiedAt, status } = newer.exportItems.small;
      expect(redriven.exportItems.small).toMatchObject({ export: file, verifiedAt, status });
      expect(redriven.exportItems.small).not.toHaveProperty('attention');
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

/** Of a recording that is processed, without exports. */
async function inputOfSmallExport(stage: Stage, folder: RecordingFolder): Promise<string> {
  await stage.run(folder, { exports: [] });
  const recording = { bucket: stage.system.recordingsBucket, prefix: folder.prefix };
  return JSON.stringify({ recording, export: small.exports[0] });
}
