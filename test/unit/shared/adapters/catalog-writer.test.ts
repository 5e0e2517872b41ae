import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { makeDynamoDbClient, makeUpdateCatalog } from '../../../../lambdas/shared/adapters/catalog-writer.ts';
import type { CatalogUpdate, ConditionalUpdate } from '../../../../lambdas/shared/contract/catalog.ts';
import { jsonError, startAwsEndpoint } from './aws-endpoint.ts';
import { startCatalogTable } from './catalog-table.ts';

const makeUpdate = (recordingKey: string, overrides: Partial<CatalogUpdate> = {}): CatalogUpdate => ({
  key: { channelId: 'AbCdef1G2hij', recordingKey },
  asOf: '2026-06-23T20:14:00.000Z',
  run: {
    executionArn: 'arn:aws:states:us-west-2:123456789012:execution:p:e',
    startedAt: '2026-06-23T20:13:00.000Z',
    redriveCount: 0,
  },
  set: { status: 'failed' },
  setIfAbsent: {},
  remove: [],
  ...overrides,
});

describe('on a table', () => {
  let table: Awaited<ReturnType<typeof startCatalogTable>>;
  beforeAll(async () => {
    table = await startCatalogTable();
  });
  afterAll(() => table.close());
  const write = (update: CatalogUpdate) => makeUpdateCatalog(table.client, table.tableName)(update);

  test('an update makes the item, whatever its attributes are called and hold', async () => {
    const set = {
      status: 'failed',
      type: 'recording',
      failure: { name: 'E', redrivable: true, at: 'x', list: [1, null] },
    };
    const update = makeUpdate('new', {
      set,
      setIfAbsent: { day: '2026-06-23', timestamp: 1 },
      remove: ['playback', 'user'],
    });

    expect(await write(update)).toEqual({ outcome: 'written', status: 'failed' });

    expect(await table.readItem(update.key)).toEqual({
      ...update.key,
      ...set,
      day: '2026-06-23',
      timestamp: 1,
      asOf: update.asOf,
      run: update.run,
    });
  });

  test('it changes what it names and leaves the rest, such as a title that someone edited', async () => {
    const { key, run } = makeUpdate('edited');
    await table.putItem({ ...key, title: 'Finale', day: '2026-06-22', status: 'playable', playback: { url: 'x' } });

    await write(makeUpdate('edited', { setIfAbsent: { day: '2026-06-23', startedAt: 'now' }, remove: ['playback'] }));

    expect(await table.readItem(key)).toEqual({
      ...key,
      title: 'Finale',
      day: '2026-06-22',
      status: 'failed',
      startedAt: 'now',
      asOf: '2026-06-23T20:14:00.000Z',
      run,
    });
  });

  test('what has no value is not written', async () => {
    const update = makeUpdate('sparse', {
      set: { status: 'failed', nothing: undefined, inner: { nothing: undefined } },
    });

    await write(update);

    expect(await table.readItem(update.key)).toEqual({
      ...update.key,
      status: 'failed',
      inner: {},
      asOf: update.asOf,
      run: update.run,
    });
  });

  const early = '2026-06-23T20:13:59.999Z';
  const late = '2026-06-23T20:14:00.001Z';

  test.each([
    ['an older truth by a newer one', early, late, 'written', late],
    ['a truth of the same time', early, early, 'written', early],
    ['a newer truth never by an older one', late, early, 'superseded', late],
  ])('it replaces %s', async (name, first, second, answer, remains) => {
    const run = { ...makeUpdate(name).run, executionArn: 'another' };
    await write(makeUpdate(name, { asOf: first, set: { by: 'first' }, run }));

    expect((await write(makeUpdate(name, { asOf: second, set: { by: 'second' } }))).outcome).toBe(answer);

    const by = answer === 'written' ? 'second' : 'first';
    expect(await table.readItem(makeUpdate(name).key)).toMatchObject({ asOf: remains, by });
  });
});

describe('of one execution', () => {
  let table: Awaited<ReturnType<typeof startCatalogTable>>;
  beforeAll(async () => {
    table = await startCatalogTable();
  });
  afterAll(() => table.close());
  const write = (update: CatalogUpdate) => makeUpdateCatalog(table.client, table.tableName)(update);
  const runOf = (executionArn: string, redriveCount: number) => ({ executionArn, redriveCount, startedAt: 'then' });
  const [early, late] = ['2026-06-23T20:13:59.999Z', '2026-06-23T20:14:00.001Z'];

  test.each([
    ['an earlier attempt never replaces a redrive, even one that bears an older time', 'a', 1, 'a', 0, 'superseded'],
    ['a redrive replaces an earlier attempt', 'a', 0, 'a', 1, 'written'],
    ['an attempt replaces itself', 'a', 1, 'a', 1, 'written'],
    ['another execution is judged by time alone', 'a', 1, 'b', 0, 'written'],
    [
      'an end replaces what its attempt wrote by a clock that is ahead',
      'a',
      1,
      'a',
      1,
      'written',
      '2026-06-23T20:15:00Z',
    ],
  ])('%s', async (name, firstArn, firstCount, secondArn, secondCount, answer, asOf = early) => {
    await write(makeUpdate(name, { asOf, run: runOf(firstArn, firstCount) }));

    expect((await write(makeUpdate(name, { asOf: late, run: runOf(secondArn, secondCount) }))).outcome).toBe(answer);
  });
});

describe.each(['judgedAt', 'verifiedAt'] as const)('a judgement with the clock %s', (clock) => {
  let table: Awaited<ReturnType<typeof startCatalogTable>>;
  beforeAll(async () => {
    table = await startCatalogTable();
  });
  afterAll(() => table.close());
  const write = (update: ConditionalUpdate) => makeUpdateCatalog(table.client, table.tableName)(update);
  const [early, late] = ['2026-06-23T20:13:59.999Z', '2026-06-23T20:14:00.001Z'];
  const judge = (recordingKey: string, time: string) => {
    const { asOf: _, run: __, ...change } = makeUpdate(recordingKey, { set: { status: time } });
    return write(clock === 'judgedAt' ? { ...change, judgedAt: time } : { ...change, verifiedAt: time });
  };

  test.each([
    ['is written where there is none yet', undefined, late, 'written'],
    ['replaces an older one', early, late, 'written'],
    ['replaces itself, tried again', late, late, 'written'],
    ['never replaces a newer one', late, early, 'superseded'],
  ])('%s', async (name, first, second, answer) => {
    if (first !== undefined) await judge(name, first);

    expect((await judge(name, second)).outcome).toBe(answer);

    const remains = answer === 'written' ? second : first;
    expect(await table.readItem(makeUpdate(name).key)).toMatchObject({ [clock]: remains, status: remains });
  });

  test('does not mind newer reports, and leaves them as they are', async () => {
    const report = makeUpdate('reported', { asOf: late });
    await write(report);

    expect((await judge('reported', early)).outcome).toBe('written');

    expect(await table.readItem(report.key)).toMatchObject({ asOf: late, run: report.run, [clock]: early });
  });
});

describe('what is healed', () => {
  let table: Awaited<ReturnType<typeof startCatalogTable>>;
  beforeAll(async () => {
    table = await startCatalogTable();
  });
  afterAll(() => table.close());
  const write = (update: ConditionalUpdate) => makeUpdateCatalog(table.client, table.tableName)(update);

  test.each([
    ['is taken away after the newest report', 'playable', 'same', 'written'],
    ['stays after a newer report', 'playable', 'older', 'superseded'],
    ['stays while the item counts as failed', 'failed', 'same', 'superseded'],
    ['stays while the item is held', 'held', 'same', 'superseded'],
    ['need not be there', 'absent', 'same', 'superseded'],
  ])('%s', async (name, status, age, answer) => {
    const report = makeUpdate(name, { set: { status, attention: 'failed' } });
    if (status !== 'absent') await write(report);
    const { asOf, run: _, ...change } = report;
    const healedAt = age === 'same' ? asOf : '2026-06-23T20:13:00.000Z';

    const { outcome } = await write({ ...change, set: {}, healedAt, remove: ['attention'] });

    expect(outcome).toBe(answer);
    const attention = (await table.readItem(report.key))?.attention;
    expect(attention).toBe(answer === 'written' || status === 'absent' ? undefined : 'failed');
  });

  test.each([
    ['asks for attention as what it is, if it is held', 'held', 'same', 'written'],
    ['is left alone after a newer report of a hold', 'held', 'older', 'superseded'],
    ['is no hold where it is ready', 'ready', 'same', 'superseded'],
    ['is no hold where it counts as failed', 'failed', 'same', 'superseded'],
  ])('%s', async (name, status, age, answer) => {
    const report = makeUpdate(name, { set: { status, attention: 'failed', failure: 'not announced' } });
    await write(report);
    const { asOf, run: _, ...change } = report;
    const healedAt = age === 'same' ? asOf : '2026-06-23T20:13:00.000Z';

    const heal = { ...change, set: { attention: 'held' }, healedAt, whileHeld: true as const, remove: ['failure'] };
    const { outcome } = await write(heal);

    expect(outcome).toBe(answer);
    const item = await table.readItem(report.key);
    expect({ attention: item?.attention, failure: item?.failure }).toEqual(
      answer === 'written' ? { attention: 'held' } : { attention: 'failed', failure: 'not announced' },
    );
  });
});

describe('when the table refuses', () => {
  let close = async (): Promise<void> => {};
  afterEach(() => close());

  test('every other error is thrown as it is', async () => {
    const endpoint = await startAwsEndpoint([
      jsonError('com.amazonaws.dynamodb.v20120810#ResourceNotFoundException', 'Requested resource not found'),
    ]);
    const client = makeDynamoDbClient(endpoint.clientConfig);
    close = async () => {
      client.destroy();
      await endpoint.close();
    };

    await expect(makeUpdateCatalog(client, 'catalog')(makeUpdate('x'))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
