import { describe, expect, test } from '@jest/globals';
import type { FailedItem } from '../../../lambdas/find-unreported-failures/find-recovery.ts';
import {
  type FindUnreportedFailuresPorts,
  findUnreportedFailures,
  type ListedFailure,
  type ListRequest,
} from '../../../lambdas/find-unreported-failures/find-unreported-failures.ts';
import type { Reported } from '../../../lambdas/find-unreported-failures/is-reported.ts';
import type { FindUnreportedFailuresOutput } from '../../../lambdas/find-unreported-failures/schema.ts';
import { executionStatusEventSchema } from '../../../lambdas/shared/contract/events.ts';

const now = new Date('2026-06-25T12:00:00Z');
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const machineArn = (name: string) => `arn:aws:states:us-west-2:123456789012:stateMachine:${name}`;
const processRecordingArn = machineArn('Process');
const exportRecordingArn = machineArn('Export');
const prefix = (recordingId: string) => `ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/${recordingId}`;

interface Execution extends ListedFailure {
  readonly stateMachineArn: string;
  readonly status: ListRequest['status'];
  readonly input: string;
}

/** A failed execution of process-recording, named after the recording unless it says otherwise. */
function failed(recordingId: string, changes: Partial<Execution> = {}): Execution {
  const { name = `AbCdef1G2hij-${recordingId}`, stateMachineArn = processRecordingArn } = changes;
  return {
    executionArn: `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
    name,
    stateMachineArn,
    status: 'FAILED',
    startDate: hoursAgo(3),
    stopDate: hoursAgo(2),
    redriveCount: 0,
    input: JSON.stringify({ recording: { bucket: 'my-recordings', prefix: prefix(recordingId) } }),
    ...changes,
  };
}

const itemOf = ({ executionArn, redriveCount }: Execution, changes: Partial<Reported> = {}): Reported => ({
  type: 'recording',
  asOf: hoursAgo(2).toISOString(),
  failure: { run: { executionArn, redriveCount } },
  ...changes,
});

class FakeWorld {
  readonly executions: Execution[];
  readonly items: Record<string, Reported[]>;
  readonly described: string[] = [];
  readonly redriven = new Set<string>();
  /** Names of those that were redriven, and when that succeeded. */
  readonly recovered = new Map<string, Date>();
  failedItems: FailedItem[] = [];
  pageSize = 100;
  clock = now.getTime();
  listMs = 0;

  constructor(executions: Execution[], items: Record<string, Reported[]> = {}) {
    this.executions = executions;
    this.items = items;
  }

  find(unreported?: Pick<FindUnreportedFailuresOutput, 'cursor'>): Promise<FindUnreportedFailuresOutput> {
    const progress = { since: hoursAgo(24).toISOString(), until: now.toISOString() };
    return findUnreportedFailures({ state: { progress, unreported } }, this.#ports);
  }

  /** All rounds, as the state machine asks for them; the names of what they found. */
  async findAll(): Promise<string[]> {
    const names: string[] = [];
    for (let round = await this.find(); ; round = await this.find(round)) {
      names.push(...round.events.map(({ detail }) => detail.name));
      if (!round.areFailuresLeft) return names;
    }
  }

  readonly #ports: FindUnreportedFailuresPorts = {
    configuration: { processRecordingArn, exportRecordingArn },
    listFailures: async ({ stateMachineArn, status, nextToken = '0' }) => {
      this.clock += this.listMs;
      const all = this.executions
        .filter((one) => one.stateMachineArn === stateMachineArn && one.status === status)
        .toSorted((one, other) => other.startDate.getTime() - one.startDate.getTime());
      const end = Number(nextToken) + this.pageSize;
      return { failures: all.slice(Number(nextToken), end), nextToken: end < all.length ? `${end}` : undefined };
    },
    describeEnded: async (executionArn) => {
      this.described.push(executionArn);
      const found = this.executions.find((execution) => execution.executionArn === executionArn);
      if (found === undefined || this.redriven.has(found.name)) return undefined;
      const stopDate = this.recovered.get(found.name);
      if (stopDate !== undefined) {
        const redriveCount = found.redriveCount + 1;
        return {
          ...found,
          status: 'SUCCEEDED',
          stopDate,
          redriveCount,
          redriveStatus: 'NOT_REDRIVABLE',
          error: undefined,
        };
      }
      return { ...found, redriveStatus: 'REDRIVABLE', error: 'RecordingDamagedError' };
    },
    readItems: async (recordingId) => this.items[recordingId] ?? [],
    listFailedItems: async (nextToken = '0') => {
      this.clock += this.listMs;
      const end = Number(nextToken) + this.pageSize;
      const items = this.failedItems.slice(Number(nextToken), end);
      return { items, nextToken: end < this.failedItems.length ? `${end}` : undefined };
    },
    now: () => new Date(this.clock),
  };
}

test('a failure that no item tells of becomes the event that its rule should have delivered', async () => {
  const { events, cursor } = await new FakeWorld([failed('one')]).find();

  expect(events).toEqual([
    {
      source: 'aws.states',
      'detail-type': 'Step Functions Execution Status Change',
      region: 'us-west-2',
      time: '2026-06-25T10:00:00.000Z',
      detail: {
        executionArn: 'arn:aws:states:us-west-2:123456789012:execution:Process:AbCdef1G2hij-one',
        stateMachineArn: processRecordingArn,
        name: 'AbCdef1G2hij-one',
        status: 'FAILED',
        startDate: hoursAgo(3).getTime(),
        stopDate: hoursAgo(2).getTime(),
        input: null,
        error: 'RecordingDamagedError',
        cause: null,
        redriveCount: 0,
        redriveStatus: 'REDRIVABLE',
      },
    },
  ]);
  expect(executionStatusEventSchema.parse(events[0])).toEqual(events[0]);
  expect(cursor.found).toBe(1);
});

describe('is left alone', () => {
  test('a failure that its item carries, after one look into the catalog', async () => {
    const one = failed('one');
    const world = new FakeWorld([one], { one: [itemOf(one)] });

    expect(await world.findAll()).toEqual([]);
    expect(world.described).toEqual([]);
  });

  test('one of which something newer is known of the recording', async () => {
    const one = failed('one');
    const items = [itemOf(one, { failure: undefined, asOf: hoursAgo(1).toISOString() })];

    expect(await new FakeWorld([one], { one: items }).findAll()).toEqual([]);
  });

  test('one of an earlier attempt than its item carries', async () => {
    const one = failed('one', { redriveCount: 1 });

    expect(await new FakeWorld([one], { one: [itemOf({ ...one, redriveCount: 2 })] }).findAll()).toEqual([]);
  });

  test('one that was redriven meanwhile', async () => {
    const world = new FakeWorld([failed('one')]);
    world.redriven.add('AbCdef1G2hij-one');

    expect(await world.findAll()).toEqual([]);
  });

  test.each([
    ['ended before the span', { stopDate: hoursAgo(24.1) }],
    ['ended so lately that its event may be under way', { stopDate: hoursAgo(0.2) }],
    ['names no recording', { input: '{"recordin":{}}' }],
  ])('one that %s', async (_what, changes) => {
    expect(await new FakeWorld([failed('one', changes)]).findAll()).toEqual([]);
  });
});

test('what succeeded between its listing and a look at it has not failed', async () => {
  const world = new FakeWorld([failed('one')]);
  world.recovered.set('AbCdef1G2hij-one', hoursAgo(1));

  expect(await world.findAll()).toEqual([]);
});

describe('is found', () => {
  test('a failure whose item carries it, but whose message was never published', async () => {
    const one = failed('one');
    const { failure } = itemOf(one);
    const unannounced = itemOf(one, { failure: { ...failure!, announced: false } });

    expect(await new FakeWorld([one], { one: [unannounced] }).findAll()).toEqual(['AbCdef1G2hij-one']);
  });

  test('a failure of a later attempt than its item carries', async () => {
    const one = failed('one', { redriveCount: 2 });

    expect(await new FakeWorld([one], { one: [itemOf({ ...one, redriveCount: 1 })] }).findAll()).toHaveLength(1);
  });

  test('one whose item carries the failure of another execution from before', async () => {
    const items = [itemOf(failed('one', { name: 'AbCdef1G2hij-one-op-1' }), { asOf: hoursAgo(5).toISOString() })];

    expect(await new FakeWorld([failed('one')], { one: items }).findAll()).toHaveLength(1);
  });

  test.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)('one that %s, of either machine', async (status) => {
    const world = new FakeWorld([
      failed('one', { status }),
      failed('two', { status, stateMachineArn: exportRecordingArn, name: 'AbCdef1G2hij-two-archive' }),
    ]);

    expect(await world.findAll()).toEqual(['AbCdef1G2hij-one', 'AbCdef1G2hij-two-archive']);
  });

  test('one of an export that began days before the span', async () => {
    const world = new FakeWorld([
      failed('one', { startDate: hoursAgo(24 * 7) }),
      failed('two', { startDate: hoursAgo(24 * 5) }),
    ]);
    world.pageSize = 1;

    expect(await world.findAll()).toHaveLength(2);
  });
});

describe('an execution whose name the console made up', () => {
  const name = '70b0d5a0-344b-4c31-b416-cdca4032b1fe';

  test('is found by the recording in its input', async () => {
    expect(await new FakeWorld([failed('one', { name })]).findAll()).toEqual([name]);
  });

  test('is left alone when the item of that recording carries its failure', async () => {
    const one = failed('one', { name });

    expect(await new FakeWorld([one], { one: [itemOf(one)] }).findAll()).toEqual([]);
  });
});

describe('an export', () => {
  const name = 'AbCdef1G2hij-one-archive-0123abcd';
  const exported = failed('one', { stateMachineArn: exportRecordingArn, name });

  test.each([
    ['carries the failure', itemOf(exported, { type: 'export', exportName: 'archive' }), 0],
    ['is of another export that was made since', newer('export', 'small'), 1],
    ['is of this export, which was made since', newer('export', 'archive'), 0],
    ['is of the recording, which was registered since', newer('recording'), 1],
  ])('whose item %s', async (_what, item, expected) => {
    expect(await new FakeWorld([exported], { one: [item] }).findAll()).toHaveLength(expected);
  });

  function newer(type: Reported['type'], exportName?: string): Reported {
    return { type, exportName, asOf: hoursAgo(1).toISOString() };
  }
});

describe('many failures', () => {
  const many = Array.from({ length: 350 }, (_, index) => failed(`r${index}`, { startDate: hoursAgo(3 + index / 100) }));

  test('come a page at a time, each once', async () => {
    const world = new FakeWorld(many);
    const first = await world.find();

    const names = await world.findAll();

    expect(first.events).toHaveLength(100);
    expect(JSON.stringify(first).length).toBeLessThan(100_000);
    expect(new Set(names).size).toBe(350);
    expect(names).toHaveLength(350);
  });

  test('that are reported are passed over in one round', async () => {
    const items = Object.fromEntries(many.map((one, index) => [`r${index}`, [itemOf(one)]]));

    const { events, areFailuresLeft } = await new FakeWorld(many, items).find();

    expect([events, areFailuresLeft]).toEqual([[], false]);
  });

  test('are not read further back than executions of the span can have begun', async () => {
    const world = new FakeWorld([failed('one', { startDate: hoursAgo(24 * 9), stopDate: hoursAgo(24 * 9) }), ...many]);
    world.pageSize = 351;
    world.executions.push(failed('beyond', { startDate: hoursAgo(24 * 10) }));

    expect(await world.findAll()).not.toContain('AbCdef1G2hij-beyond');
  });

  test('that take too long to look through are left to another round', async () => {
    const items = Object.fromEntries(many.map((one, index) => [`r${index}`, [itemOf(one)]]));
    const world = new FakeWorld(many, items);
    world.listMs = 240_000;

    const round = await world.find();

    expect(round).toMatchObject({ events: [], areFailuresLeft: true, cursor: { search: 0, nextToken: '100' } });
  });
});

describe('a redrive that succeeded without its item knowing', () => {
  const name = 'AbCdef1G2hij-one';
  // Before the span: nobody told for a day.
  const one = failed('one', { stopDate: hoursAgo(30), startDate: hoursAgo(30) });
  const itemOfOne = (changes: Partial<FailedItem> = {}): FailedItem => ({
    asOf: one.stopDate.toISOString(),
    failure: { at: one.stopDate.toISOString(), run: one },
    ...changes,
  });

  function makeWorld(item: FailedItem, recoveredAt?: Date): FakeWorld {
    const world = new FakeWorld([one]);
    world.failedItems = [item];
    if (recoveredAt !== undefined) world.recovered.set(name, recoveredAt);
    return world;
  }

  test('becomes the event that its rule should have delivered', async () => {
    const { events, areFailuresLeft } = await makeWorld(itemOfOne(), hoursAgo(28)).find();

    expect(events).toMatchObject([
      {
        time: hoursAgo(28).toISOString(),
        detail: {
          name,
          status: 'SUCCEEDED',
          redriveCount: 1,
          stopDate: hoursAgo(28).getTime(),
          input: null,
          error: null,
        },
      },
    ]);
    expect(executionStatusEventSchema.parse(events[0])).toEqual(events[0]);
    expect(areFailuresLeft).toBe(false);
  });

  test.each([
    ['it has not succeeded', itemOfOne(), undefined],
    ['it succeeded so lately that its event may be under way', itemOfOne(), hoursAgo(0.2)],
    ['its item knows something newer', itemOfOne({ asOf: hoursAgo(27).toISOString() }), hoursAgo(28)],
    [
      'its item has heard of it, and stays failed for another reason',
      itemOfOne({ asOf: hoursAgo(28).toISOString() }),
      hoursAgo(28),
    ],
    [
      'its item tells of a later attempt',
      itemOfOne({ failure: { at: one.stopDate.toISOString(), run: { ...one, redriveCount: 1 } } }),
      hoursAgo(28),
    ],
  ])('is none when %s', async (_why, item, recoveredAt) => {
    expect(await makeWorld(item, recoveredAt).findAll()).toEqual([]);
  });

  test('is not looked for when the failure is older than any redrive of it can be', async () => {
    const at = hoursAgo(24 * 22).toISOString();
    const world = makeWorld(itemOfOne({ asOf: at, failure: { at, run: one } }), hoursAgo(28));

    expect(await world.findAll()).toEqual([]);
    expect(world.described).toEqual([]);
  });

  test('is looked for page by page, as often as it takes', async () => {
    const world = makeWorld(itemOfOne(), hoursAgo(28));
    world.failedItems = Array.from({ length: 250 }, () => itemOfOne());
    world.listMs = 100_000;

    expect(await world.findAll()).toHaveLength(250);
  });
});
