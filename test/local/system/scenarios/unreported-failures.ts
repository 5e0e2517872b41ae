import { describe, expect, test } from '@jest/globals';
import { sendIvsEvent } from '../../../../local/run/recording-run.ts';
import { backfill, channelId, missed, outcomeOf, reconciliation, runsOf } from '../backfill-runs.ts';
import { without } from '../sample-copies.ts';
import type { Stage } from '../stage.ts';
import { failsWith } from '../task-faults.ts';

/** The reconciler and failures, or their ends, of which no rule told. */
export function unreportedFailureScenarios(stage: () => Stage): void {
  describe('the reconciler', () => {
    test('reports a failed execution that nobody reported, once, and starts nothing in its place', async () => {
      const folder = await missed(stage(), 'unreported', 3, without('media/hls/master.m3u8'));
      await sendIvsEvent(stage().system, folder);
      const silent = await outcomeOf(stage(), folder);

      await backfill(stage(), 'unreported', reconciliation());
      const reported = await outcomeOf(stage(), folder);
      await backfill(stage(), 'unreportedAgain', reconciliation());
      const later = await outcomeOf(stage(), folder);

      expect(silent.processed).toMatchObject({ status: 'FAILED', error: 'RecordingDamagedError' });
      expect([silent.messages, silent.item]).toEqual([[], undefined]);
      expect(reported.messages).toMatchObject([
        {
          body: {
            id: `${channelId}/unreported/recording.failed/${channelId}-unreported/0`,
            error: { name: 'RecordingDamagedError', state: 'ValidateRecording', redrivable: true },
          },
        },
      ]);
      expect(reported.item).toMatchObject({ attention: 'failed', failure: { name: 'RecordingDamagedError' } });
      expect(later.messages).toEqual([]);
      expect(runsOf(stage(), 'unreported')).toHaveLength(1);
    });

    test('reports an export that failed, under whatever name somebody had started it', async () => {
      const folder = await missed(stage(), 'unreportedExport', 3);
      await stage().run(folder, { exports: [] });
      const wish = {
        recording: { bucket: stage().system.recordingsBucket, prefix: folder.prefix },
        export: { rendition: '4k' },
      };
      await stage().system.engine.whenEnded(
        stage().system.engine.startExecution({
          stateMachineArn: stage().system.exportRecordingArn,
          input: JSON.stringify(wish),
        }).executionArn,
      );

      await backfill(stage(), 'unreportedExport', reconciliation());
      const { messages, exportItems } = await outcomeOf(stage(), folder);
      await backfill(stage(), 'unreportedExportAgain', reconciliation());

      expect(messages).toMatchObject([
        {
          body: { type: 'recording.export.failed', export: { name: '4k' }, error: { name: 'RenditionNotFoundError' } },
        },
      ]);
      expect(exportItems['4k']).toMatchObject({ status: 'failed', attention: 'failed' });
      expect((await outcomeOf(stage(), folder)).messages).toEqual([]);
    });

    test('takes a failure out of the catalog whose redrive has succeeded without anybody hearing of it', async () => {
      const folder = await missed(stage(), 'unheard', 3);
      stage().faults.at('unheard', 'AnnouncePlayback', failsWith('SNS.AuthorizationErrorException'));
      const { processed } = await stage().run(folder, { exports: [] });
      await backfill(stage(), 'unheardFailure', reconciliation());
      const failed = await outcomeOf(stage(), folder);

      stage().system.engine.redriveExecution(processed.executionArn);
      await stage().system.engine.whenEnded(processed.executionArn);
      const unheard = await outcomeOf(stage(), folder);
      await backfill(stage(), 'unheardRecovery', reconciliation());
      const heard = await outcomeOf(stage(), folder);

      expect(failed.item).toMatchObject({ status: 'playable', attention: 'failed', failure: { announced: true } });
      expect(unheard.item).toMatchObject({ status: 'playable', attention: 'failed' });
      expect(heard.item.status).toBe('playable');
      expect(heard.item).not.toHaveProperty('failure');
      expect(heard.item).not.toHaveProperty('attention');
      expect(heard.messages).toEqual([]);
    });
  });
}
