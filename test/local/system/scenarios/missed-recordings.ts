import { PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { makeRecordingPrefix } from '../../../../lambdas/shared/contract/recording-location.ts';
import { sendIvsEvent } from '../../../../local/run/recording-run.ts';
import {
  backfill,
  channelId,
  hoursAgo,
  missed,
  outcomeOf,
  reconciliation,
  runsOf,
  summaryOf,
} from '../backfill-runs.ts';
import { timeOf } from '../sample-copies.ts';
import { type Stage, typesOf } from '../stage.ts';

/** The reconciler and recordings of which no trigger told. */
export function missedRecordingScenarios(stage: () => Stage): void {
  describe('the reconciler, as the schedule starts it', () => {
    test('processes a recording of which neither trigger told, just as a trigger would have', async () => {
      const folder = await missed(stage(), 'neither', 3);

      const [executionArn = ''] = stage().system.fireSchedules();
      const reconciled = await stage().system.engine.whenEnded(executionArn);
      const { processed, exports, messages } = await outcomeOf(stage(), folder);

      expect(reconciled.status).toBe('SUCCEEDED');
      expect(processed).toMatchObject({ name: `${channelId}-neither`, status: 'SUCCEEDED' });
      expect(JSON.parse(processed.input).source).toEqual({ type: 'reconciler' });
      expect(exports).toMatchObject([{ name: `${channelId}-neither-archive`, status: 'SUCCEEDED' }]);
      expect(typesOf(messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
    });

    test('leaves nothing for a trigger that comes late after all, and nothing for its own next run', async () => {
      const folder = await missed(stage(), 'late', 3);
      await backfill(stage(), 'late', reconciliation());
      await outcomeOf(stage(), folder);

      await sendIvsEvent(stage().system, folder);
      await backfill(stage(), 'lateAgain', reconciliation());
      const { messages } = await outcomeOf(stage(), folder);

      expect(runsOf(stage(), 'late')).toHaveLength(1);
      expect(messages).toEqual([]);
    });

    test('leaves a recording that ended a moment ago to the triggers', async () => {
      await missed(stage(), 'justEnded', 3);

      const ended = await backfill(stage(), 'settling', { ...reconciliation(), until: timeOf(hoursAgo(0.9)) });

      expect(summaryOf(ended).settling).toBe(1);
      expect(runsOf(stage(), 'justEnded')).toEqual([]);
    });

    test('flags a recording that began more than 49 h ago and never ended: in the catalog, by message, by metric', async () => {
      const startedAt = hoursAgo(51);
      const prefix = makeRecordingPrefix({ accountId: '123456789012', channelId, startedAt, recordingId: 'overdue' });
      const { recordingsBucket: Bucket, s3 } = stage().system;
      await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/events/recording-started.json`, Body: '{}' }));

      const first = await backfill(stage(), 'overdue', reconciliation());
      const flagged = await outcomeOf(stage(), { recordingId: 'overdue' });
      const second = await backfill(stage(), 'overdueAgain', reconciliation());

      expect(flagged.processed).toMatchObject({ name: `${channelId}-overdue`, status: 'FAILED' });
      expect(flagged.messages).toMatchObject([
        {
          body: {
            type: 'recording.failed',
            error: {
              name: 'RecordingMetadataMissingError',
              message: expect.stringContaining('the recording may still be running'),
            },
          },
        },
      ]);
      expect(flagged.item).toMatchObject({ status: 'failed', attention: 'failed' });
      expect([first, second].map((run) => [run.status, summaryOf(run).overdue])).toEqual([
        ['SUCCEEDED', 1],
        ['SUCCEEDED', 1],
      ]);
      expect(overdueMetrics(stage()).slice(-2)).toEqual([1, 1]);
      expect(runsOf(stage(), 'overdue')).toHaveLength(1);
    });
  });
}

const overdueMetrics = (stage: Stage): number[] =>
  stage.system
    .logOf('ListRecordings')
    .filter((line) => line.includes('CloudWatchMetrics'))
    .map((line) => JSON.parse(line).RecordingsOverdue);
