/** An export's item under late and stale writes, in every order in which they can arrive. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { exportFailureUpdates, recoveryUpdates } from '../../../lambdas/report-failure/failure-update.ts';
import { exportSortKey, type Run } from '../../../lambdas/shared/contract/catalog.ts';
import { startCatalogTable } from '../shared/adapters/catalog-table.ts';
import { at, CatalogOrders, type Deed, isBefore, runOf } from './catalog-orders.ts';

let table: Awaited<ReturnType<typeof startCatalogTable>>;
let orders: CatalogOrders;
beforeAll(async () => {
  table = await startCatalogTable();
  orders = new CatalogOrders(table, (location) => ({
    channelId: location.channelId,
    recordingKey: exportSortKey(location, 'archive'),
  }));
});
afterAll(() => table.close());

/** RegisterHold of an export that was held back at a time. */
const hold = (run: Run, decided: number): Deed =>
  orders.register('export-recording', 'RegisterHold', ({ recordingId }) => ({
    day: '2026-06-23',
    recordingId,
    startedAt: '2026-06-23T20:12:41Z',
    exportName: 'archive',
    hold: { reason: 'daily-limit', message: 'Too many minutes.', minutes: 121, minutesPerDay: 100 },
    run,
    asOf: at(decided),
  }));

const fileOf = (version: string) => ({
  name: 'archive',
  format: 'mp4',
  url: `https://example.com/archive.mp4?v=${version}`,
  bucket: 'my-exports',
  key: 'AbCdef1G2hij/r/archive.mp4',
  sizeBytes: 1,
  durationMs: 1,
  rendition: '720p30',
  engine: 'mediaconvert',
  engineReason: 'the only one',
});

/** RegisterExport of a file that was verified at a time, entered a second later unless told otherwise. */
const register = (version: string, run: Run, verified: number, entered = verified + 1): Deed =>
  orders.register('export-recording', 'RegisterExport', ({ recordingId }) => ({
    day: '2026-06-23',
    recordingId,
    startedAt: '2026-06-23T20:12:41Z',
    exportName: 'archive',
    access: 'public',
    export: fileOf(version),
    verifiedAt: at(verified),
    run,
    asOf: at(entered),
  }));

/** A failure of a state that was begun at a time; the execution ended some seconds later unless told otherwise. */
const fail = (name: string, state: string, looked: number, run: Run, ended = looked + 5): Deed =>
  orders.report((location) => {
    const { channelId, recordingId, prefix } = location;
    const error = { name, message: 'What happened.', state, redrivable: true };
    const recording = { channelId, recordingId, bucket: 'my-recordings', prefix };
    return exportFailureUpdates({ location, recording, error, lookedAt: at(looked), asOf: at(ended), run }, 'archive');
  });

const recover = (seconds: number, run: Run): Deed =>
  orders.report((location) => recoveryUpdates({ location, asOf: at(seconds), run }, 'archive'));

const [older, newer, other] = [runOf('older'), runOf('newer'), runOf('other')];
const redriven = runOf('older', 1);
const newerFile = { status: 'ready', verifiedAt: at(200), export: fileOf('newer') };

describe('whatever the order', () => {
  test('the file that was verified last stands, over older ones and failures from before it', async () => {
    await orders.expectAll(
      {
        'older: registered': register('older', older, 100),
        'older: not announced': fail('SNS.AuthorizationError', 'AnnounceExport', 110, older),
        'other: damaged': fail('ExportDamagedError', 'VerifyExport', 150, other),
        'newer: registered': register('newer', newer, 200),
      },
      newerFile,
      ['failure', 'attention'],
    );
  });

  test('the file that was verified last stands, although an older look at it is told of later', async () => {
    await orders.expectAll(
      {
        'older: registered': register('older', older, 100),
        'other: damaged': fail('ExportDamagedError', 'VerifyExport', 150, other, 250),
        'newer: registered': register('newer', newer, 200),
      },
      newerFile,
      [],
    );
  });

  test('a file that was found bad is not the good one that was there before', async () => {
    await orders.expectAll(
      {
        'older: registered': register('older', older, 100),
        'newer: registered': register('newer', newer, 200),
        'newer: not announced': fail('SNS.AuthorizationError', 'AnnounceExport', 250, newer),
        'other: damaged': fail('ExportDamagedError', 'VerifyExport', 300, other),
      },
      { status: 'failed', attention: 'failed', verifiedAt: at(300), failure: { name: 'ExportDamagedError' } },
      [],
    );
  });

  test('that a file was found bad holds although another failure was reported later, which is what is shown', async () => {
    await orders.expectAll(
      {
        'older: registered': register('older', older, 100),
        'other: missing': fail('ExportMissingError', 'VerifyExport', 300, other),
        'newer: no access': fail('StorageAccessDeniedError', 'PlanExport', 350, newer),
      },
      { status: 'failed', attention: 'failed', verifiedAt: at(300), failure: { name: 'StorageAccessDeniedError' } },
      [],
      // What a failure was reported after has been registered by then.
      (order) => isBefore(order, 'older: registered', 'newer: no access'),
    );
  });

  test('an export that only could not be announced stays ready', async () => {
    await orders.expectAll(
      {
        'older: registered': register('older', older, 100),
        'newer: registered': register('newer', newer, 200),
        'newer: not announced': fail('SNS.AuthorizationError', 'AnnounceExport', 250, newer),
      },
      { ...newerFile, attention: 'failed', failure: { name: 'SNS.AuthorizationError' } },
      [],
      (order) => isBefore(order, 'newer: registered', 'newer: not announced'),
    );
  });

  test('the same report, delivered twice, changes nothing more', async () => {
    const damaged = fail('ExportDamagedError', 'VerifyExport', 150, other);
    await orders.expectAll(
      { once: damaged, again: damaged, 'newer: registered': register('newer', newer, 200) },
      newerFile,
      ['failure', 'attention'],
    );
  });
});

describe('after a redrive that succeeded', () => {
  test('a report on what had failed in registering comes too late, though the state bears an older time', async () => {
    await orders.expectAll(
      {
        'failed in registering': fail('DynamoDB.ResourceNotFoundException', 'RegisterExport', 110, older),
        'redriven: registered': register('older', redriven, 90, 100),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'ready', verifiedAt: at(90), run: redriven, asOf: at(500) },
      ['failure', 'attention'],
      (order) => isBefore(order, 'redriven: registered', 'redriven: succeeded'),
    );
  });

  test('a report on what had failed in announcing comes too late', async () => {
    await orders.expectAll(
      {
        registered: register('older', older, 90),
        'failed in announcing': fail('SNS.AuthorizationError', 'AnnounceExport', 110, older),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'ready', run: redriven },
      ['failure', 'attention'],
      (order) => order[0] === 'registered',
    );
  });

  test('a file that was verified before never replaces one that was made and verified meanwhile', async () => {
    await orders.expectAll(
      {
        'failed in registering': fail('DynamoDB.ResourceNotFoundException', 'RegisterExport', 110, older),
        'newer: registered': register('newer', newer, 200),
        'redriven: registered': register('older', redriven, 90, 100),
        'redriven: succeeded': recover(500, redriven),
      },
      newerFile,
      ['failure', 'attention'],
      (order) => isBefore(order, 'redriven: registered', 'redriven: succeeded'),
    );
  });

  test('a file that another execution left damaged meanwhile is not called ready', async () => {
    await orders.expectAll(
      {
        'failed in registering': fail('DynamoDB.ResourceNotFoundException', 'RegisterExport', 110, older),
        'other: damaged': fail('ExportDamagedError', 'VerifyExport', 300, other),
        'redriven: registered': register('older', redriven, 90, 100),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'failed', verifiedAt: at(300), attention: 'failed' },
      [],
      (order) => isBefore(order, 'redriven: registered', 'redriven: succeeded'),
    );
  });

  test('an earlier success of another execution is not in the way of taking the failure back', async () => {
    await orders.expectAll(
      {
        'newer: registered': register('newer', newer, 200, 201),
        'failed in registering, later': fail('DynamoDB.ResourceNotFoundException', 'RegisterExport', 210, older),
        'redriven: overtaken': register('older', redriven, 190, 209),
        'redriven: succeeded': recover(500, redriven),
      },
      newerFile,
      ['failure', 'attention'],
      (order) =>
        isBefore(order, 'newer: registered', 'redriven: overtaken') &&
        isBefore(order, 'redriven: overtaken', 'redriven: succeeded'),
    );
  });

  test('a hold never takes back what another execution has found out since', async () => {
    await orders.expectAll(
      {
        'failed in registering the hold': fail('DynamoDB.ResourceNotFoundException', 'RegisterHold', 90, older),
        'other: damaged': fail('ExportDamagedError', 'VerifyExport', 300, other),
        'redriven: held': hold(redriven, 85),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'failed', verifiedAt: at(300), failure: { name: 'ExportDamagedError' }, attention: expect.any(String) },
      [],
      (order) => isBefore(order, 'redriven: held', 'redriven: succeeded'),
    );
  });

  test('a hold takes back that it could not be registered, though it was decided before that', async () => {
    await orders.expectAll(
      {
        'failed in registering the hold': fail('DynamoDB.ResourceNotFoundException', 'RegisterHold', 90, older),
        'redriven: held': hold(redriven, 85),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'held', attention: 'held', run: redriven },
      ['failure'],
      (order) => isBefore(order, 'redriven: held', 'redriven: succeeded'),
    );
  });
});
