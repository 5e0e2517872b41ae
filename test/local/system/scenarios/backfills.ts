import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { around, backfill, channelId, itemsOf, missed, outcomeOf, runsOf, summaryOf } from '../backfill-runs.ts';
import { type Stage, typesOf } from '../stage.ts';

/** What a backfill that an operator starts makes of the recordings of a span. */
export function backfillScenarios(stage: () => Stage): void {
  describe('a backfill', () => {
    test('starts what is not in the catalog, under a name of its own and without exports', async () => {
      const folder = await missed(stage(), 'plain', 5);

      const ended = await backfill(stage(), 'plain', around(5));
      const { processed, exports, messages } = await outcomeOf(stage(), folder);

      expect(ended.status).toBe('SUCCEEDED');
      expect(summaryOf(ended)).toMatchObject({ recordings: 1, toStart: 1, dryRun: false, price: null });
      expect(processed).toMatchObject({ name: `${channelId}-plain-bf1`, status: 'SUCCEEDED' });
      expect(JSON.parse(processed.input)).toMatchObject({ source: { type: 'backfill' }, exports: [] });
      expect(exports).toEqual([]);
      expect(typesOf(messages)).toEqual(['recording.playback.ready']);
    });

    test('of all recordings runs each again, however often, never under a name that is taken', async () => {
      const folder = await missed(stage(), 'again', 7);
      await backfill(stage(), 'again1', around(7));

      const none = await backfill(stage(), 'again2', around(7));
      const second = await backfill(stage(), 'again3', { ...around(7), all: true });
      const third = await backfill(stage(), 'again4', {
        ...around(7),
        all: true,
        exports: [{ name: 's', rendition: '160p30' }],
      });
      const { exports } = await outcomeOf(stage(), folder);

      expect([none, second, third].map((run) => summaryOf(run).toStart)).toEqual([0, 1, 1]);
      expect(runsOf(stage(), 'again').map(({ name }) => name.split('-').at(-1))).toEqual(['bf1', 'bf2', 'bf3']);
      expect(exports).toMatchObject([{ status: 'SUCCEEDED' }]);
    });

    test('that is a dry run counts and prices, and changes nothing', async () => {
      await missed(stage(), 'dry1', 9);
      await missed(stage(), 'dry2', 9);
      const { engine, processRecordingArn, s3, model } = stage().system;
      const lists = model.buckets.find((bucket) => bucket.includes('backfilllists'));
      const before = engine.listExecutions(processRecordingArn).length;
      const countLists = async () => (await s3.send(new ListObjectsV2Command({ Bucket: lists }))).KeyCount;
      const listsBefore = await countLists();

      const ended = await backfill(stage(), 'dry', { ...around(9), dryRun: true, exports: 'default' });

      expect(summaryOf(ended)).toMatchObject({
        recordings: 2,
        toStart: 2,
        dryRun: true,
        durationMs: 2 * 29_995,
        price: { currency: 'USD', processing: 0.01, exportsCopied: 0.01, exportsEncoded: 0.02 },
      });
      expect(engine.listExecutions(processRecordingArn)).toHaveLength(before);
      expect(await countLists()).toBe(listsBefore);
      expect(await itemsOf(stage(), 'dry1')).toEqual([]);
    });

    test('that runs twice at once starts nothing twice', async () => {
      const ids = ['twice1', 'twice2', 'twice3'];
      for (const id of ids) await missed(stage(), id, 11);

      const both = await Promise.all([
        backfill(stage(), 'twiceA', around(11)),
        backfill(stage(), 'twiceB', around(11)),
      ]);

      expect(both.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(ids.map((id) => runsOf(stage(), id).map(({ name }) => name))).toEqual(
        ids.map((id) => [`${channelId}-${id}-bf1`]),
      );
    });

    test('of all recordings that runs twice at once starts each once more', async () => {
      const ids = ['allTwice1', 'allTwice2'];
      for (const id of ids) await missed(stage(), id, 13);
      await backfill(stage(), 'allTwice', around(13));

      await Promise.all(['allTwiceA', 'allTwiceB'].map((id) => backfill(stage(), id, { ...around(13), all: true })));

      expect(ids.map((id) => runsOf(stage(), id).length)).toEqual([2, 2]);
    });
  });
}
