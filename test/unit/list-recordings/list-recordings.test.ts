import { describe, expect, test } from '@jest/globals';
import { maxCandidates, walkingSeconds } from '../../../lambdas/list-recordings/walk-part.ts';
import { channelId, prefixOf } from './fake-bucket.ts';
import { endKeyOf, FakeWorld, now } from './fake-ports.ts';

const hoursAgo = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();
/** A recording that began so many hours ago, and ended an hour later unless it says otherwise. */
const recording = (hours: number, recordingId: string, endedAt: string | null = hoursAgo(hours - 1)) => ({
  startedAt: hoursAgo(hours),
  recordingId,
  endedAt,
});
const keyOf = ({ startedAt, recordingId }: { startedAt: string; recordingId: string }): string =>
  `${startedAt.slice(0, 16)}Z#${recordingId}`;
const overdueMetric = (count: number) => [
  { dimensions: { StateMachine: 'Pipeline-BackfillRecordings' }, values: { RecordingsOverdue: count } },
];
const reconcile = { since: '24h', reconcile: true, exports: 'default' };

describe('a part of the list', () => {
  test('has a line for each recording to start, in its own file, and says how many', async () => {
    const first = recording(3, 'first');
    const second = recording(5, 'second');
    const world = new FakeWorld().add(first, second);

    const { list, isSpanListed, summary } = await world.list({ since: '1d' });

    expect(list).toEqual({ bucket: 'my-lists', key: 'run-1/0.jsonl', count: 2, toleratedFailureCount: 20 });
    expect(isSpanListed).toBe(true);
    expect(summary).toMatchObject({ recordings: 2, toStart: 2, dryRun: false, price: null });
    expect([...(world.lists.get('run-1/0.jsonl') ?? [])].map(({ executionName }) => executionName).sort()).toEqual([
      `${channelId}-first-bf1`,
      `${channelId}-second-bf1`,
    ]);
    expect(world.lists.get('run-1/0.jsonl')).toContainEqual({
      executionName: `${channelId}-first-bf1`,
      input: {
        recording: { bucket: 'my-recordings', prefix: prefixOf(first) },
        source: { type: 'backfill' },
        exports: [],
      },
    });
  });

  test('costs about four listings for each recording, whatever is in it', async () => {
    const world = new FakeWorld();
    for (let day = 1; day <= 30; day++) world.add(recording(day * 24, `r${day}`));

    const { summary } = await world.list({ since: '60d' });

    expect(summary.recordings).toBe(30);
    expect(world.bucket.listed.length / summary.recordings).toBeLessThan(4.5);
  });

  test('leaves out what is in the catalog, unless all are wanted', async () => {
    const known = recording(3, 'known');
    const world = new FakeWorld().add(known, recording(5, 'unknown'));
    world.catalog.add(keyOf(known));

    const some = await world.list({ since: '1d' });
    const all = await world.list({ since: '1d', all: true });

    expect(some.summary).toMatchObject({ recordings: 2, inCatalog: 1, toStart: 1 });
    expect(all.summary).toMatchObject({ recordings: 2, inCatalog: 0, toStart: 2 });
    expect(world.lookedUp).toEqual([2]);
  });

  test('leaves out what is being recorded or processed', async () => {
    const world = new FakeWorld().add(recording(3, 'recorded', null), recording(4, 'processed'));
    world.runs.push({ name: `${channelId}-processed`, status: 'RUNNING', startDate: new Date(hoursAgo(1)) });

    const { list, summary } = await world.list({ since: '1d' });

    expect(summary).toMatchObject({ unfinished: 1, running: 1, toStart: 0 });
    expect(list.count).toBe(0);
    expect(world.lists.size).toBe(0);
  });

  test('reads the executions back to when the first of its recordings began, and no further', async () => {
    const world = new FakeWorld().add(recording(3, 'one'));
    for (let hour = 1; hour <= 40; hour++)
      world.runs.push({ name: `${channelId}-other${hour}`, status: 'SUCCEEDED', startDate: new Date(hoursAgo(hour)) });

    await world.list({ since: '1d' });

    expect(world.runPagesRead).toBe(2);
  });

  test('does not look at executions when there is nothing to start', async () => {
    const world = new FakeWorld();
    world.runs.push({ name: 'x-y', status: 'RUNNING', startDate: now });

    await world.list({ since: '1d' });

    expect(world.runPagesRead).toBe(0);
  });

  test('tolerates a tenth of failures, and at least 20', async () => {
    const world = new FakeWorld();
    for (let index = 0; index < 250; index++) world.add(recording(3, `r${index}`));

    expect((await world.list({ since: '1d' })).list.toleratedFailureCount).toBe(25);
  });
});

describe('a dry run', () => {
  test('writes no list, and prices without reading a file where no export is wanted', async () => {
    const world = new FakeWorld().add(recording(3, 'one'));

    const { list, summary } = await world.list({ since: '1d', dryRun: true });

    expect([list.count, world.lists.size, world.reads]).toEqual([0, 0, []]);
    expect(summary).toMatchObject({
      toStart: 1,
      dryRun: true,
      price: { processing: 0.01, exportsCopied: 0, exportsEncoded: 0 },
    });
  });

  test('prices the exports that are wanted by the minutes in the metadata files', async () => {
    const wanted = [recording(3, 'one'), recording(5, 'two')];
    const world = new FakeWorld().add(...wanted);

    const byDefault = await world.list({ since: '1d', dryRun: true, exports: 'default' });
    const two = await world.list({ since: '1d', dryRun: true, exports: ['archive', 'small'] });

    expect([...world.reads.slice(0, 2)].sort()).toEqual(wanted.map(endKeyOf).sort());
    expect(byDefault.summary).toMatchObject({
      durationMs: 7_200_000,
      price: { exportsCopied: 0.9, exportsEncoded: 1.8 },
    });
    expect(two.summary.price).toMatchObject({ exportsCopied: 1.8, exportsEncoded: 3.6 });
  });

  test('of the reconciler reports nothing and puts out no metric', async () => {
    const world = new FakeWorld().add(recording(51, 'overdue', null));

    const { isReconciliation, summary } = await world.list({ ...reconcile, dryRun: true });

    expect(isReconciliation).toBe(false);
    expect(summary.overdue).toBe(1);
    expect(world.metrics).toEqual([]);
  });
});

describe('the reconciler', () => {
  test('finds what ended in the span, though it began two days before', async () => {
    const long = recording(24 + 48, 'long', hoursAgo(23));
    const world = new FakeWorld().add(long, recording(24 + 50, 'tooOld'));

    const { summary } = await world.list(reconcile);

    expect(summary).toMatchObject({ recordings: 1, toStart: 1 });
    expect(world.lists.get('run-1/0.jsonl')).toMatchObject([{ executionName: `${channelId}-long` }]);
  });

  test('leaves what ended a moment ago to the triggers, and what ran before to the report', async () => {
    const world = new FakeWorld().add(
      recording(3, 'justNow', new Date(now.getTime() - 14 * 60_000).toISOString()),
      recording(3, 'settled', new Date(now.getTime() - 15 * 60_000).toISOString()),
      recording(3, 'failed'),
    );
    world.runs.push({ name: `${channelId}-failed`, status: 'FAILED', startDate: new Date(hoursAgo(2)) });

    const { summary, isReconciliation } = await world.list(reconcile);

    expect(summary).toMatchObject({ settling: 1, ranBefore: 1, toStart: 1 });
    expect(isReconciliation).toBe(true);
  });

  test('counts what never ended, starts it once so that it is reported, and tolerates that it fails', async () => {
    const overdue = [recording(50, 'overdue1', null), recording(60, 'overdue2', null)];
    const world = new FakeWorld().add(...overdue, recording(48, 'stillOn', null));
    world.catalog.add(keyOf(overdue[0]!));

    const { summary, list } = await world.list(reconcile);

    expect(summary).toMatchObject({ overdue: 2, unfinished: 1, inCatalog: 1, toStart: 1 });
    expect(list.toleratedFailureCount).toBe(21);
    expect(world.lists.get('run-1/0.jsonl')).toMatchObject([{ executionName: `${channelId}-overdue2` }]);
    expect(world.metrics).toEqual(overdueMetric(2));
  });

  test('puts out 0 when nothing is overdue: no figure at all means that it does not run', async () => {
    const world = new FakeWorld();

    await world.list(reconcile);

    expect(world.metrics).toEqual(overdueMetric(0));
  });

  test('a plain backfill leaves alone what never ended', async () => {
    const world = new FakeWorld().add(recording(60, 'overdue', null));

    const { summary } = await world.list({ since: '7d' });

    expect(summary).toMatchObject({ overdue: 1, toStart: 0 });
    expect(world.metrics).toEqual([]);
  });
});

describe('a list in parts', () => {
  test('of 10,000 recordings holds no more than fits, has each once, and asks the catalog in hundreds', async () => {
    const world = new FakeWorld();
    for (let index = 0; index < 10_000; index++) {
      const startedAt = new Date(now.getTime() - (1 + (index % 600)) * 3_600_000).toISOString();
      world.add({ startedAt, recordingId: `r${index}`, channelId: `channel${index % 50}` });
    }

    const parts = await world.listAll({ since: '30d' });

    expect(parts.map(({ list }) => list.count)).toEqual([maxCandidates, maxCandidates, 0]);
    expect(parts.map(({ list }) => list.key)).toEqual(['run-1/0.jsonl', 'run-1/1.jsonl', 'run-1/2.jsonl']);
    const names = [...world.lists.values()].flat().map(({ executionName }) => executionName);
    expect(new Set(names).size).toBe(10_000);
    expect(parts.at(-1)?.summary).toMatchObject({ recordings: 10_000, toStart: 10_000 });
    expect(Math.max(...world.lookedUp)).toBe(100);
    expect(world.bucket.mostAtOnce).toBeLessThanOrEqual(8 + 8 * 4 + 16);
  });

  test('ends a part when its time is up, and the next one goes on', async () => {
    const world = new FakeWorld();
    for (let index = 0; index < 250; index++) world.add(recording(3, `r${index}`));
    world.lookUpMs = walkingSeconds * 1000;

    const parts = await world.listAll({ since: '1d' });

    expect(parts.map(({ list }) => list.count)).toEqual([100, 100, 50, 0]);
    expect(parts.map(({ isSpanListed }) => isSpanListed)).toEqual([false, false, false, true]);
  });

  test('keeps the ends of the span that its first part settled', async () => {
    const afterwards = new Date(now.getTime() + 120_000).toISOString();
    const world = new FakeWorld().add(recording(2, 'one'), { startedAt: afterwards, recordingId: 'later' });
    world.lookUpMs = walkingSeconds * 1000;

    const [first, second] = await world.listAll({ since: '1d' });

    expect(second?.progress).toMatchObject({ since: first!.progress.since, until: now.toISOString() });
    expect(second?.summary.recordings).toBe(1);
  });

  test('puts out the metric with the last part only, over all parts', async () => {
    const world = new FakeWorld();
    for (let index = 0; index < 150; index++) world.add(recording(60, `r${index}`, null));
    world.lookUpMs = walkingSeconds * 1000;

    await world.listAll(reconcile);

    expect(world.metrics).toEqual(overdueMetric(150));
  });
});

describe('what is served', () => {
  test('only channels that are configured are listed', async () => {
    const world = new FakeWorld().add(
      { ...recording(3, 'ours'), channelId: 'ours' },
      { ...recording(3, 'theirs'), channelId: 'theirs' },
    );
    const channelArns = ['arn:aws:ivs:us-west-2:123456789012:channel/ours'];

    const { summary } = await world.list({ since: '1d' }, undefined, { channelArns });

    expect(summary.recordings).toBe(1);
  });

  test('every bucket that is configured is walked, and a later part goes on in the right one', async () => {
    const world = new FakeWorld().add(recording(3, 'one'));
    const recordingsBuckets = ['first-bucket', 'second-bucket'];
    const input = { since: '1d' };
    const both = await world.list(input, input, { recordingsBuckets });
    const behind = (afterBucket: string) => {
      const after = { bucket: afterBucket, prefix: prefixOf(recording(3, 'one')) };
      return world.list(input, { progress: { ...both.progress, after } }, { recordingsBuckets });
    };

    const behindFirst = await behind('first-bucket');
    const behindSecond = await behind('second-bucket');

    expect([both, behindFirst, behindSecond].map(({ list }) => list.count)).toEqual([2, 1, 0]);
  });
});

describe('an input that cannot be worked off', () => {
  test.each([
    ['nothing', {}, 'since'],
    ['no time', { since: 'yesterday' }, 'since: must be an RFC 3339 date-time'],
    ['a span without a number', { since: 'd' }, 'since'],
    ['a day that does not exist', { since: '2026-06-31' }, 'since'],
    ['a span as until', { since: '2d', until: '1d' }, 'until'],
    ['a misspelt key', { since: '1d', dryrun: true }, 'dryrun'],
    ['a number for a switch', { since: '1d', all: 1 }, 'all'],
    ['all and reconcile', { since: '1d', all: true, reconcile: true }, 'all: goes not with reconcile'],
    ['an export that is none', { since: '1d', exports: [{ size: 1 }] }, 'exports: fits no alternative'],
    ['another word for exports', { since: '1d', exports: 'all' }, 'exports'],
    ['since after until', { since: '2026-06-02', until: '2026-06-01' }, 'is after until'],
    ['two exports of one name', { since: '1d', exports: ['archive', 'archive'] }, 'archive'],
  ])('(%s) is refused by name, with what to type instead', async (_what, input, message) => {
    const refused = new FakeWorld().list(input);

    await expect(refused).rejects.toMatchObject({
      name: 'ExecutionInputInvalidError',
      message: expect.stringContaining(message),
    });
  });

  test('an unknown profile is refused before ten thousand executions meet it', async () => {
    const world = new FakeWorld().add(recording(3, 'one'));

    await expect(world.list({ since: '1d', exports: ['nope'] })).rejects.toMatchObject({
      name: 'ExportProfileUnknownError',
      message: expect.stringContaining('known: archive, small'),
    });
    expect(world.bucket.listed).toEqual([]);
  });

  test.each([
    ['a day', '2026-06-24', '2026-06-24T00:00:00.000Z'],
    ['a time', '2026-06-24T10:00:00+02:00', '2026-06-24T08:00:00.000Z'],
    ['hours', '36h', '2026-06-24T00:00:00.000Z'],
    ['days', '2d', '2026-06-23T12:00:00.000Z'],
  ])('%s is taken as since', async (_what, since, expected) => {
    const { progress } = await new FakeWorld().list({ since });

    expect([progress.since, progress.until]).toEqual([expected, now.toISOString()]);
  });
});
