/** What could not be published, by the item of the catalog, and by the reconciler that reads it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Failed, isReported } from '../../../lambdas/find-unreported-failures/is-reported.ts';
import { reportFailure } from '../../../lambdas/report-failure/report-failure.ts';
import { makeNoteAnnounced } from '../../../lambdas/shared/adapters/announcement-mark.ts';
import { makeUpdateCatalog } from '../../../lambdas/shared/adapters/catalog-writer.ts';
import { type CatalogItem, catalogItemSchema } from '../../../lambdas/shared/contract/catalog.ts';
import { startCatalogTable } from '../shared/adapters/catalog-table.ts';
import { executionArn, makeStatusEvent, recording, stopDate } from './events.ts';
import { makeFakePorts } from './fake-ports.ts';

let table: Awaited<ReturnType<typeof startCatalogTable>>;

beforeAll(async () => {
  table = await startCatalogTable();
});
afterAll(() => table.close());

const name = 'AbCdef1G2hij-j8Z9O91ndcVs';
const laterStop = stopDate + 60_000;
const failed: Failed = { executionArn, name, redriveCount: 0, stopDate: new Date(stopDate) };
const failedAgain: Failed = { ...failed, redriveCount: 1, stopDate: new Date(laterStop) };
const key = { channelId: 'AbCdef1G2hij', recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs' };
const refuses = async () => {
  throw new Error('KMSDisabledException');
};

/** Reports to the table; gives what was published. */
async function report(event: unknown, publishNotification?: () => Promise<void>) {
  const updateCatalog = makeUpdateCatalog(table.client, table.tableName);
  const noteAnnounced = makeNoteAnnounced(table.client, table.tableName);
  const { ports, done } = makeFakePorts({
    updateCatalog,
    noteAnnounced,
    ...(publishNotification && { publishNotification }),
  });
  await reportFailure(event, ports);
  return done.flatMap((deed) => ('notification' in deed ? [deed.notification.id] : []));
}

const readItem = async (): Promise<CatalogItem> => catalogItemSchema.parse(await table.readItem(key));

test('a failure that is in the catalog and could not be published is left to the reconciler, until it was', async () => {
  for (const _attempt of [1, 2, 3]) {
    await expect(report(makeStatusEvent(), refuses)).rejects.toThrow('KMSDisabledException');
  }
  const refused = await readItem();

  const published = await report(makeStatusEvent());
  const announced = await readItem();

  expect(refused).toMatchObject({ attention: 'failed', failure: { announced: false } });
  expect(isReported(failed, 'recording', [refused])).toBe(false);
  expect(published).toEqual([`AbCdef1G2hij/j8Z9O91ndcVs/recording.failed/${name}/0`]);
  expect(announced).toMatchObject({ failure: { announced: true, run: { executionArn } } });
  expect(isReported(failed, 'recording', [announced])).toBe(true);
});

test('the mark of an earlier failure does not count for a later one', async () => {
  const input = JSON.stringify({ recording });
  await report(makeStatusEvent({ input }));
  const later = makeStatusEvent({ redriveCount: 1, stopDate: laterStop, input });
  await expect(report(later, refuses)).rejects.toThrow();

  await makeNoteAnnounced(table.client, table.tableName)(key, { executionArn, redriveCount: 0 });
  const item = await readItem();

  expect(item).toMatchObject({ failure: { announced: false, run: { redriveCount: 1 } } });
  expect(isReported(failedAgain, 'recording', [item])).toBe(false);
  expect(isReported(failed, 'recording', [item])).toBe(true);
});

test('a failure from before it was noted counts as announced', async () => {
  const { failure, ...item } = await readItem();
  const { announced: _unknown, ...earlier } = failure!;

  expect(isReported(failedAgain, 'recording', [{ ...item, failure: earlier }])).toBe(true);
});
