/** Late and stale writes, in every order in which they can arrive: what is newest is in the catalog in the end. */
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { recordingFailureUpdates, recoveryUpdates } from '../../../lambdas/report-failure/failure-update.ts';
import { type Run, recordingSortKey } from '../../../lambdas/shared/contract/catalog.ts';
import { startCatalogTable } from '../shared/adapters/catalog-table.ts';
import { at, CatalogOrders, type Deed, isBefore, runOf } from './catalog-orders.ts';

let table: Awaited<ReturnType<typeof startCatalogTable>>;
let orders: CatalogOrders;
beforeAll(async () => {
  table = await startCatalogTable();
  orders = new CatalogOrders(table, (location) => ({
    channelId: location.channelId,
    recordingKey: recordingSortKey(location),
  }));
});
afterAll(() => table.close());

interface Registration {
  readonly judged: number;
  readonly entered?: number;
  readonly run: Run;
  readonly completeness?: 'complete' | 'partial';
  readonly state?: 'RegisterPlayback' | 'RegisterEmptyRecording';
}

const register = ({
  judged,
  entered = judged + 1,
  run,
  completeness = 'complete',
  state = 'RegisterPlayback',
}: Registration): Deed =>
  orders.register('process-recording', state, ({ recordingId, prefix }) => ({
    day: '2026-06-23',
    recordingId,
    startedAt: '2026-06-23T20:12:41Z',
    recording: { bucket: 'my-recordings', prefix, completeness },
    access: 'public',
    playback: { url: `https://example.com/${completeness}`, renditions: [] },
    findings: [],
    metadata: {},
    judgedAt: at(judged),
    run,
    asOf: at(entered),
  }));

/** A failure of a state that was begun at a time; the execution ended some seconds later unless told otherwise. */
const fail = (name: string, looked: number, run: Run, ended = looked + 5): Deed =>
  orders.report((location) => {
    const { channelId, recordingId, prefix } = location;
    const error = { name, message: 'What happened.', redrivable: true };
    const recording = { channelId, recordingId, bucket: 'my-recordings', prefix };
    return recordingFailureUpdates({ location, recording, error, lookedAt: at(looked), asOf: at(ended), run });
  });

const recover = (seconds: number, run: Run): Deed =>
  orders.report((location) => recoveryUpdates({ location, asOf: at(seconds), run }));

const [older, newer, other] = [runOf('older'), runOf('newer'), runOf('other')];
const playsCompletely = {
  status: 'playable',
  judgedAt: at(200),
  recording: { completeness: 'complete' },
  playback: { url: 'https://example.com/complete' },
};

describe('whatever the order', () => {
  test('the newest judgement stands, over older ones, older verdicts and failures from before it', async () => {
    await orders.expectAll(
      {
        'older run: partial': register({ judged: 100, run: older, completeness: 'partial' }),
        'other run: damaged': fail('RecordingDamagedError', 150, other),
        'older run: not announced': fail('SNS.AuthorizationError', 160, older),
        'newer run: complete': register({ judged: 200, run: newer }),
      },
      playsCompletely,
      ['failure', 'attention'],
    );
  });

  test('the newest judgement stands, although an older look at the recording is told of later', async () => {
    await orders.expectAll(
      {
        'older run: partial': register({ judged: 100, run: older, completeness: 'partial' }),
        'other run: damaged': fail('RecordingDamagedError', 150, other, 250),
        'newer run: complete': register({ judged: 200, run: newer }),
      },
      playsCompletely,
      [],
    );
  });

  test('a recording that is empty by a newer judgement does not become playable again', async () => {
    await orders.expectAll(
      {
        'older run: complete': register({ judged: 100, run: older }),
        'newer run: empty': register({ judged: 200, run: newer, state: 'RegisterEmptyRecording' }),
      },
      { status: 'empty', judgedAt: at(200) },
      ['playback', 'access'],
    );
  });

  test('a newer verdict takes the playback back for good, with its reason', async () => {
    await orders.expectAll(
      {
        'older run: partial': register({ judged: 100, run: older, completeness: 'partial' }),
        'newer run: complete': register({ judged: 200, run: newer }),
        'newer run: not announced': fail('SNS.AuthorizationError', 250, newer),
        'other run: damaged': fail('RecordingDamagedError', 300, other),
      },
      { status: 'failed', attention: 'failed', judgedAt: at(300), failure: { name: 'RecordingDamagedError' } },
      ['playback', 'access', 'findings'],
    );
  });

  test('a verdict holds although a fault was reported later, which is what is shown', async () => {
    await orders.expectAll(
      {
        'older run: complete': register({ judged: 100, run: older }),
        'other run: damaged': fail('RecordingDamagedError', 300, other),
        'newer run: no access': fail('StorageAccessDeniedError', 350, newer),
      },
      { status: 'failed', attention: 'failed', judgedAt: at(300), failure: { name: 'StorageAccessDeniedError' } },
      ['playback', 'access'],
      // What a fault was reported after has been registered by then.
      (order) => isBefore(order, 'older run: complete', 'newer run: no access'),
    );
  });

  test('a fault of the machinery leaves the playback that another run has registered', async () => {
    await orders.expectAll(
      {
        'newer run: complete': register({ judged: 200, run: newer }),
        'older run: not announced': fail('SNS.AuthorizationError', 160, older),
        'other run: no access': fail('StorageAccessDeniedError', 190, other),
      },
      playsCompletely,
      ['failure', 'attention'],
    );
  });

  test('the same report, delivered twice, changes nothing more', async () => {
    const damaged = fail('RecordingDamagedError', 150, other);
    await orders.expectAll(
      { once: damaged, again: damaged, 'newer run: complete': register({ judged: 200, run: newer }) },
      playsCompletely,
      ['failure', 'attention'],
    );
  });
});

describe('after a redrive that succeeded', () => {
  const redriven = runOf('older', 1);

  test('a report on what had failed in registering comes too late, though the state bears an older time', async () => {
    await orders.expectAll(
      {
        'failed in registering': fail('DynamoDB.ResourceNotFoundException', 110, older),
        'redriven: registered': register({ judged: 90, entered: 100, run: redriven }),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'playable', judgedAt: at(90), run: redriven, asOf: at(500) },
      ['failure', 'attention'],
      (order) => isBefore(order, 'redriven: registered', 'redriven: succeeded'),
    );
  });

  test('a report on what had failed in announcing comes too late', async () => {
    await orders.expectAll(
      {
        registered: register({ judged: 90, run: older }),
        'failed in announcing': fail('SNS.AuthorizationError', 110, older),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'playable', run: redriven },
      ['failure', 'attention'],
      (order) => order[0] === 'registered',
    );
  });

  test("another run's verdict stands, since the redrive did not judge anew", async () => {
    await orders.expectAll(
      {
        registered: register({ judged: 90, run: older }),
        'other run: damaged': fail('RecordingDamagedError', 300, other),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'failed', attention: 'failed', failure: { name: 'RecordingDamagedError' } },
      ['playback', 'access'],
      (order) => order[0] === 'registered',
    );
  });

  test('a judgement from before never replaces a newer one that was made meanwhile', async () => {
    await orders.expectAll(
      {
        'failed in registering': fail('DynamoDB.ResourceNotFoundException', 110, older),
        'newer run: complete': register({ judged: 200, run: newer }),
        'redriven: registered': register({ judged: 90, entered: 100, run: redriven, completeness: 'partial' }),
        'redriven: succeeded': recover(500, redriven),
      },
      playsCompletely,
      ['failure', 'attention'],
      (order) => isBefore(order, 'redriven: registered', 'redriven: succeeded'),
    );
  });

  test("another run's fault from before is over, too", async () => {
    await orders.expectAll(
      {
        registered: register({ judged: 90, run: older }),
        'other run: no access': fail('StorageAccessDeniedError', 300, other),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'playable' },
      ['failure', 'attention'],
      (order) => order[0] === 'registered',
    );
  });
});
