/** Late and stale writes, in every order in which they can arrive: what is newest is in the catalog in the end. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { recordingFailureUpdates, recoveryUpdates } from '../../../lambdas/report-failure/failure-update.ts';
import { makeUpdateCatalog } from '../../../lambdas/shared/adapters/catalog-writer.ts';
import { catalogItemSchema, type Run, recordingSortKey } from '../../../lambdas/shared/contract/catalog.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { startCatalogTable } from '../shared/adapters/catalog-table.ts';
import { registrationOf } from './registrations.ts';

let table: Awaited<ReturnType<typeof startCatalogTable>>;
beforeAll(async () => {
  table = await startCatalogTable();
});
afterAll(() => table.close());

/** A moment, in seconds. */
const at = (seconds: number): string => new Date(Date.UTC(2026, 5, 24, 8) + seconds * 1000).toISOString();

/** Writes something about a recording, as the state machine or report-failure would. */
type Deed = (recordingId: string) => Promise<unknown>;
type Deeds = Readonly<Record<string, Deed>>;

const runOf = (name: string, redriveCount = 0): Run => ({
  executionArn: `arn:aws:states:us-west-2:123456789012:execution:process-recording:${name}`,
  startedAt: at(0),
  redriveCount,
});

const locate = (recordingId: string) =>
  parseRecordingPrefix(`ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/${recordingId}`)!;
const keyOf = (recordingId: string) => ({
  channelId: 'AbCdef1G2hij',
  recordingKey: recordingSortKey(locate(recordingId)),
});
const ids = (recordingId: string) => ({ channelId: 'AbCdef1G2hij', recordingId, bucket: 'my-recordings' });

interface Registration {
  readonly judged: number;
  readonly entered?: number;
  readonly run: Run;
  readonly completeness?: 'complete' | 'partial';
  readonly state?: 'RegisterPlayback' | 'RegisterEmptyRecording';
}

/** What the state writes; that it was overtaken is no failure of it, see its Catch. */
const register =
  ({ judged, entered = judged + 1, run, completeness = 'complete', state = 'RegisterPlayback' }: Registration): Deed =>
  async (recordingId) => {
    const { prefix } = locate(recordingId);
    const values = {
      day: '2026-06-23',
      recordingId,
      startedAt: '2026-06-23T20:12:41Z',
      recording: { bucket: 'my-recordings', prefix, completeness },
      playback: { url: `https://example.com/${completeness}`, renditions: [] },
      findings: [],
      metadata: {},
      judgedAt: at(judged),
      run,
      asOf: at(entered),
    };
    await table
      .update(keyOf(recordingId), registrationOf('process-recording', state, values))
      .catch((error: unknown) => {
        if (!(error instanceof Object && 'name' in error && error.name === 'ConditionalCheckFailedException'))
          throw error;
      });
  };

async function writeAll(updates: Parameters<ReturnType<typeof makeUpdateCatalog>>[0][]): Promise<void> {
  for (const update of updates) await makeUpdateCatalog(table.client, table.tableName)(update);
}

const fail =
  (name: string, seconds: number, run: Run): Deed =>
  (recordingId) => {
    const location = locate(recordingId);
    const error = { name, message: 'What happened.', redrivable: true };
    const recording = { ...ids(recordingId), prefix: location.prefix };
    return writeAll(recordingFailureUpdates({ location, recording, error, asOf: at(seconds), run }));
  };

const recover =
  (seconds: number, run: Run): Deed =>
  (recordingId) =>
    writeAll(recoveryUpdates({ location: locate(recordingId), asOf: at(seconds), run }));

function permutationsOf<Item>(items: readonly Item[]): Item[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((item, index) => permutationsOf(items.toSpliced(index, 1)).map((others) => [item, ...others]));
}

let recordingCount = 0;

/** The item after the deeds, in each of the orders that are possible, by the order. */
async function outcomesOf(deeds: Deeds, isPossible: (order: readonly string[]) => boolean = () => true) {
  const outcomes: [order: string, item: Awaited<ReturnType<typeof table.readItem>>][] = [];
  for (const order of permutationsOf(Object.keys(deeds)).filter(isPossible)) {
    const recordingId = `r${recordingCount++}`;
    for (const name of order) await deeds[name]?.(recordingId);
    const item = await table.readItem(keyOf(recordingId));
    outcomes.push([order.join(', '), catalogItemSchema.parse(item)]);
  }
  return outcomes;
}

const [older, newer, other] = [runOf('older'), runOf('newer'), runOf('other')];
const playsCompletely = {
  status: 'playable',
  judgedAt: at(200),
  recording: { completeness: 'complete' },
  playback: { url: 'https://example.com/complete' },
};

/** Each order by itself, so that a failure tells which. */
async function expectAll(deeds: Deeds, expected: object, absent: string[], isPossible?: (order: string[]) => boolean) {
  const outcomes = await outcomesOf(deeds, (order) => isPossible?.([...order]) ?? true);
  expect(outcomes.length).toBeGreaterThan(1);
  for (const [order, item] of outcomes) {
    expect({ order, ...item }).toMatchObject({ order, ...expected });
    expect({ order, present: absent.filter((name) => Object.hasOwn(item ?? {}, name)) }).toEqual({
      order,
      present: [],
    });
  }
}

describe('whatever the order', () => {
  test('the newest judgement stands, over older ones, older verdicts and failures from before it', async () => {
    await expectAll(
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

  test('a recording that is empty by a newer judgement does not become playable again', async () => {
    await expectAll(
      {
        'older run: complete': register({ judged: 100, run: older }),
        'newer run: empty': register({ judged: 200, run: newer, state: 'RegisterEmptyRecording' }),
      },
      { status: 'empty', judgedAt: at(200) },
      ['playback'],
    );
  });

  test('a newer verdict takes the playback back for good, with its reason', async () => {
    await expectAll(
      {
        'older run: partial': register({ judged: 100, run: older, completeness: 'partial' }),
        'newer run: complete': register({ judged: 200, run: newer }),
        'newer run: not announced': fail('SNS.AuthorizationError', 250, newer),
        'other run: damaged': fail('RecordingDamagedError', 300, other),
      },
      { status: 'failed', attention: 'failed', judgedAt: at(300), failure: { name: 'RecordingDamagedError' } },
      ['playback', 'findings'],
    );
  });

  test('a verdict holds although a fault was reported later, which is what is shown', async () => {
    await expectAll(
      {
        'older run: complete': register({ judged: 100, run: older }),
        'other run: damaged': fail('RecordingDamagedError', 300, other),
        'newer run: no access': fail('StorageAccessDeniedError', 350, newer),
      },
      { status: 'failed', attention: 'failed', judgedAt: at(300), failure: { name: 'StorageAccessDeniedError' } },
      ['playback'],
      // What a fault was reported after has been registered by then.
      (order) => order.indexOf('older run: complete') < order.indexOf('newer run: no access'),
    );
  });

  test('a fault of the machinery leaves the playback that another run has registered', async () => {
    await expectAll(
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
    await expectAll(
      { once: damaged, again: damaged, 'newer run: complete': register({ judged: 200, run: newer }) },
      playsCompletely,
      ['failure', 'attention'],
    );
  });
});

describe('after a redrive that succeeded', () => {
  const redriven = runOf('older', 1);
  const isAfter = (order: string[], first: string, second: string) => order.indexOf(first) < order.indexOf(second);

  test('a report on what had failed in registering comes too late, though the state bears an older time', async () => {
    await expectAll(
      {
        'failed in registering': fail('DynamoDB.ResourceNotFoundException', 110, older),
        'redriven: registered': register({ judged: 90, entered: 100, run: redriven }),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'playable', judgedAt: at(90), run: redriven, asOf: at(500) },
      ['failure', 'attention'],
      (order) => isAfter(order, 'redriven: registered', 'redriven: succeeded'),
    );
  });

  test('a report on what had failed in announcing comes too late', async () => {
    await expectAll(
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
    await expectAll(
      {
        registered: register({ judged: 90, run: older }),
        'other run: damaged': fail('RecordingDamagedError', 300, other),
        'redriven: succeeded': recover(500, redriven),
      },
      { status: 'failed', attention: 'failed', failure: { name: 'RecordingDamagedError' } },
      ['playback'],
      (order) => order[0] === 'registered',
    );
  });

  test('a judgement from before never replaces a newer one that was made meanwhile', async () => {
    await expectAll(
      {
        'failed in registering': fail('DynamoDB.ResourceNotFoundException', 110, older),
        'newer run: complete': register({ judged: 200, run: newer }),
        'redriven: registered': register({ judged: 90, entered: 100, run: redriven, completeness: 'partial' }),
        'redriven: succeeded': recover(500, redriven),
      },
      playsCompletely,
      ['failure', 'attention'],
      (order) => isAfter(order, 'redriven: registered', 'redriven: succeeded'),
    );
  });

  test("another run's fault from before is over, too", async () => {
    await expectAll(
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
