import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { daysToLookAt } from '../../../lambdas/expire-thumbnails/days-to-look-at.ts';
import { expireThumbnails } from '../../../lambdas/expire-thumbnails/expire-thumbnails.ts';
import { recordingSortKey } from '../../../lambdas/shared/contract/catalog.ts';
import {
  ExecutionInputInvalidError,
  StorageUnavailableError,
  ThumbnailsNotDeletedError,
} from '../../../lambdas/shared/contract/errors.ts';
import { numberedThumbnailsPattern } from '../../../lambdas/shared/contract/object-keys.ts';
import { makeRecordingPrefix, parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { bucket, KeptWorld } from './kept-world.ts';

const ofAge = '2026-10-20T12:00:00Z';
const young = '2026-11-01T12:00:00Z';

test('a recording of age loses the pictures that IVS numbers, and nothing else', async () => {
  const world = new KeptWorld();
  const { prefix } = world.add(ofAge, 60);
  world.objects.set(`${prefix}/media/thumbnails/latest/thumb.jpg`, 1);
  world.objects.set(`${prefix}/media/thumbnails/thumb0.jpg.bak`, 1);

  const output = await expireThumbnails({}, world.ports());

  expect([...world.objects.keys()].map((key) => key.slice(prefix.length + 1))).toEqual([
    'media/hls/master.m3u8',
    'events/recording-ended.json',
    'media/latest_thumbnail/thumb.jpg',
    'media/thumbnails/latest/thumb.jpg',
    'media/thumbnails/thumb0.jpg.bak',
  ]);
  expect(output).toMatchObject({ recordings: 1, thumbnails: 60, sizeBytes: 6000, isFinished: true, dryRun: false });
  expect(world.metrics).toEqual([
    { dimensions: { StateMachine: 'process-recording' }, values: { ThumbnailsExpired: 60 } },
  ]);
});

test('the catalog then names the latest picture, which IVS keeps beside them, or none', async () => {
  const world = new KeptWorld();
  const { prefix } = world.add(ofAge);
  const { prefix: without } = world.add(ofAge);
  world.objects.delete(`${without}/media/latest_thumbnail/thumb.jpg`);

  await expireThumbnails({}, world.ports());

  expect(world.itemOf(prefix)).toMatchObject({
    thumbnailUrl: `https://video.example.com/${prefix}/media/latest_thumbnail/thumb.jpg`,
    thumbnailCount: undefined,
    thumbnailsExpiredAt: '2026-11-23T03:00:00.000Z',
  });
  expect(world.itemOf(without)).toMatchObject({ thumbnailUrl: undefined, thumbnailCount: undefined });
});

test('the promise goes before the pictures, and all pages go before it is noted that they are gone', async () => {
  const world = new KeptWorld();
  world.add(ofAge, 2500);

  await expireThumbnails({}, world.ports());

  expect(world.done).toEqual(['withdraw', 'delete 1000', 'delete 1000', 'delete 500', 'note']);
});

test('a recording without pictures is noted, so that nobody looks again', async () => {
  const world = new KeptWorld();
  world.add(ofAge, 0, { thumbnailUrl: undefined, thumbnailCount: undefined });

  await expireThumbnails({}, world.ports());
  const again = await expireThumbnails({}, world.ports());

  expect(world.done).toEqual(['note']);
  expect(again.recordings).toBe(0);
  expect(world.metrics.at(-1)).toMatchObject({ values: { ThumbnailsExpired: 0 } });
});

test.each([
  ['it ended less than 30 days ago', young, {}],
  ['it began before that and ended after it', '2026-10-24T02:30:00Z', {}],
  ['nothing tells its end, and it may have lasted two days', '2026-10-22T04:00:00Z', { endedAt: undefined }],
  ['what the catalog has for its end is none', '2026-10-22T04:00:00Z', { endedAt: 'yesterday' }],
  [
    'what the catalog has for its end lies before its start',
    '2026-10-22T04:00:00Z',
    { endedAt: '1970-01-01T00:00:00Z' },
  ],
])('a recording keeps them where %s', async (_why, startedAt, changes) => {
  const world = new KeptWorld();
  const { prefix } = world.add(startedAt, 2, changes);

  const output = await expireThumbnails({}, world.ports());

  expect(world.picturesOf(prefix)).toHaveLength(2);
  expect(output).toMatchObject({ recordings: 0, isFinished: true });
  expect(world.done).toEqual([]);
});

test('a dry run counts, and changes nothing', async () => {
  const world = new KeptWorld();
  world.add(ofAge, 60);
  world.add('2026-10-19T12:00:00Z', 40);
  const before = structuredClone([world.objects, world.items]);

  const output = await expireThumbnails({ dryRun: true }, world.ports());

  expect(output).toMatchObject({ dryRun: true, recordings: 2, thumbnails: 100, sizeBytes: 10_000 });
  expect([world.objects, world.items]).toEqual(before);
  expect(world.metrics).toEqual([]);
});

test.each([[{ dryrun: true }], [{ from: '2026-6-1' }], [{ to: '2026-02-30' }], [[]], ['{}']])(
  '%j is refused, since what is misspelt must not delete',
  async (input) => {
    const world = new KeptWorld();
    world.add(ofAge);

    await expect(expireThumbnails(input, world.ports())).rejects.toThrow(ExecutionInputInvalidError);
    expect(world.done).toEqual([]);
  },
);

test('only the days that were asked for are looked at, and no young recording on them', async () => {
  const world = new KeptWorld();
  const first = world.add('2023-01-01T12:00:00Z').prefix;
  const second = world.add('2023-01-02T12:00:00Z').prefix;
  const third = world.add('2023-01-03T12:00:00Z').prefix;
  const last = world.add(young).prefix;

  const output = await expireThumbnails({ from: '2023-01-02', to: '2023-01-02' }, world.ports());
  await expireThumbnails({ from: young.slice(0, 10) }, world.ports());

  expect([first, second, third, last].map((prefix) => world.picturesOf(prefix).length)).toEqual([2, 0, 2, 2]);
  expect(output).toMatchObject({ days: 1, recordings: 1 });
});

describe('something goes wrong', () => {
  test('keys that S3 does not delete are told, and go with a later run; the other recordings are done', async () => {
    const world = new KeptWorld();
    const { prefix } = world.add(ofAge, 3);
    const { prefix: other } = world.add(ofAge, 3);
    world.stubborn.add(`${prefix}/media/thumbnails/thumb1.jpg`);

    const failed = expireThumbnails({}, world.ports());

    await expect(failed).rejects.toThrow(ThumbnailsNotDeletedError);
    await expect(failed).rejects.toThrow(
      `of one recording are still there, in part or all: s3://${bucket}/${prefix} (S3 did not delete 1 of them, such as s3://${bucket}/${prefix}/media/thumbnails/thumb1.jpg: AccessDenied: Access Denied)`,
    );
    expect([world.picturesOf(prefix).length, world.picturesOf(other).length]).toEqual([1, 0]);
    expect(world.itemOf(prefix).thumbnailsExpiredAt).toBeUndefined();
    expect(world.itemOf(prefix).thumbnailCount).toBeUndefined();
    expect(world.metrics).toMatchObject([{ values: { ThumbnailsExpired: 5 } }]);

    world.stubborn.clear();
    await expireThumbnails({}, world.ports());

    expect(world.picturesOf(prefix)).toEqual([]);
    expect(world.itemOf(prefix).thumbnailsExpiredAt).toBeDefined();
  });

  test('S3 that fails for one recording does not keep the others', async () => {
    const world = new KeptWorld();
    const { prefix } = world.add(ofAge);
    const { prefix: other } = world.add('2026-10-19T12:00:00Z');
    const ports = world.ports();
    const listPages: typeof ports.listPages = (folder) => {
      if (folder.prefix.startsWith(prefix)) throw new StorageUnavailableError('S3 did not deliver.');
      return ports.listPages(folder);
    };

    await expect(expireThumbnails({}, { ...ports, listPages })).rejects.toThrow(
      'StorageUnavailableError: S3 did not deliver.',
    );
    expect([world.picturesOf(prefix).length, world.picturesOf(other).length]).toEqual([2, 0]);
  });

  test('after ten failures in a row it stops, and tells of five', async () => {
    const world = new KeptWorld();
    for (let index = 0; index < 40; index++) world.add(ofAge);
    let asked = 0;
    const deleteObjects = async () => {
      asked += 1;
      throw new StorageUnavailableError('S3 did not deliver.');
    };

    await expect(expireThumbnails({}, world.ports({ deleteObjects }))).rejects.toThrow(
      /^The thumbnails of 12 recordings .*, and 7 more\. Mend/,
    );
    // Two others were under way.
    expect(asked).toBe(12);
  });

  test('a fault of the code is thrown as it is', async () => {
    const world = new KeptWorld();
    world.add(ofAge);
    const deleteObjects = () => Promise.reject(new TypeError('undefined is not a function'));

    await expect(expireThumbnails({}, world.ports({ deleteObjects }))).rejects.toThrow(TypeError);
  });

  test('when its time is up it stops between two pages, and the next run goes on from there', async () => {
    const world = new KeptWorld();
    const { prefix } = world.add(ofAge, 3000);
    const { prefix: later } = world.add('2026-10-19T12:00:00Z');
    const ports = world.ports();
    const deleteObjects: typeof ports.deleteObjects = (...call) => {
      world.now = new Date(world.now.getTime() + 400_000);
      return ports.deleteObjects(...call);
    };

    const output = await expireThumbnails({}, { ...ports, deleteObjects });

    expect(output).toMatchObject({ recordings: 0, thumbnails: 2000, isFinished: false });
    expect([world.picturesOf(prefix).length, world.picturesOf(later).length]).toEqual([1000, 2]);
    expect(world.itemOf(prefix).thumbnailsExpiredAt).toBeUndefined();

    world.now = new Date('2026-11-24T03:00:00Z');
    const next = await expireThumbnails({}, world.ports());

    expect(next).toMatchObject({ recordings: 2, thumbnails: 1002, isFinished: true });
  });

  test('what it no longer comes to gets no line each: the output tells that it is not finished', async () => {
    const late = new KeptWorld();
    const failing = new KeptWorld();
    for (let index = 0; index < 40; index++) for (const world of [late, failing]) world.add(ofAge);
    const ports = late.ports();
    const deleteObjects: typeof ports.deleteObjects = (...call) => {
      late.now = new Date(late.now.getTime() + 800_000);
      return ports.deleteObjects(...call);
    };
    const refuse = () => Promise.reject(new StorageUnavailableError('S3 did not deliver.'));

    const output = await expireThumbnails({}, { ...ports, deleteObjects });
    await expect(expireThumbnails({}, failing.ports({ deleteObjects: refuse }))).rejects.toThrow('12 recordings');

    expect(output).toMatchObject({ recordings: 1, isFinished: false });
    // With the two that were under way.
    expect([late.logged.length, failing.logged.length]).toEqual([3, 12]);
  });

  test('a recording that is judged anew before keeps its pictures, and one that is judged during it is looked at again', async () => {
    const world = new KeptWorld();
    const { prefix: before } = world.add(ofAge);
    const { prefix: during } = world.add(ofAge);
    const ports = world.ports();
    const judge = (prefix: string) => Object.assign(world.itemOf(prefix), { judgedAt: '2026-11-23T03:00:01.000Z' });
    const listPages: typeof ports.listPages = (folder) => {
      if (folder.prefix.startsWith(before)) judge(before);
      return ports.listPages(folder);
    };
    const deleteObjects: typeof ports.deleteObjects = (...call) => {
      judge(during);
      return ports.deleteObjects(...call);
    };

    const output = await expireThumbnails({}, { ...ports, listPages, deleteObjects });

    expect(output).toMatchObject({ recordings: 0, changed: 2, thumbnails: 2 });
    expect([world.picturesOf(before).length, world.picturesOf(during).length]).toEqual([2, 0]);
    expect(world.itemOf(during).thumbnailsExpiredAt).toBeUndefined();
    expect((await expireThumbnails({}, world.ports())).recordings).toBe(2);
  });
});

test('a week of daily runs looks at every day since IVS records, and each run at the newest', () => {
  const runs = Array.from({ length: 7 }, (_, index) =>
    daysToLookAt({}, new Date(Date.UTC(2026, 10, 23 + index, 3)), 30),
  );

  const seen = new Set(runs.flat());
  for (let day = Date.parse('2021-04-01'); day <= Date.parse('2026-10-24'); day += 86_400_000)
    expect(seen.has(new Date(day).toISOString().slice(0, 10))).toBe(true);
  expect(runs[0]?.slice(0, 8)).toEqual(['24', '23', '22', '21', '20', '19', '18', '17'].map((day) => `2026-10-${day}`));
  expect(Math.max(...runs.map(({ length }) => length))).toBeLessThan(2035 / 7 + 9);
});

/** Something near a prefix: most of it right, some of it hostile. */
const hostilePrefix = fc
  .record({
    prefix: fc.record({
      accountId: fc.constant('123456789012'),
      channelId: fc.constantFrom('AbCdef1G2hij', 'AbCdef1G2hij', 'Other1'),
      startedAt: fc.constantFrom(new Date(ofAge), new Date(ofAge), new Date(young)),
      recordingId: fc.constantFrom('rec', 'rec', 'rec', 'a/../b', '..', ''),
    }),
    tail: fc.constantFrom('', '', '', '', '/', '/../..', '/media', '%2f', '\n', '/events'),
    instead: fc.oneof(
      { weight: 5, arbitrary: fc.constant(undefined) },
      fc.constantFrom('', 'ivs/v1', 'ivs/v1/', 'ivs/v1/123456789012/AbCdef1G2hij', '/', '..'),
    ),
  })
  .map(({ prefix, tail, instead }) => instead ?? `${makeRecordingPrefix(prefix)}${tail}`);

const hostileKey = fc.oneof(
  fc.constant('media/thumbnails/thumb0.jpg'),
  fc.constantFrom('media/hls/master.m3u8', 'events/recording-ended.json'),
  fc.constantFrom(
    '../x/media/thumbnails/thumb1.jpg',
    'media/thumbnails/thumb1.jpg/../../hls/0.ts',
    'media/thumbnails/',
  ),
  fc.string(),
);

/** As IAM reads a pattern. */
const isAllowed = (key: string) =>
  new RegExp(`^${numberedThumbnailsPattern.replaceAll('.', '\\.').replaceAll('*', '[^]*')}$`).test(key);

test('whatever the catalog and the listing say, nothing but numbered pictures of a catalogued recording of age is deleted', async () => {
  let deletions = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ prefix: hostilePrefix, key: hostileKey, place: fc.constantFrom(bucket, 'elsewhere') }), {
        maxLength: 8,
      }),
      async (cases) => {
        const world = new KeptWorld();
        const hostile = cases.map(({ prefix, place }) => {
          const location = parseRecordingPrefix(prefix);
          const recordingKey = location === undefined ? 'none' : recordingSortKey(location);
          return world.add(ofAge, 1, { prefix, bucket: place, recordingKey }).item;
        });
        const keys = cases.flatMap(({ prefix, key }) => [
          key,
          `${prefix}/${key}`,
          `${prefix}/media/thumbnails/thumb7.jpg`,
        ]);
        const deleted: [bucket: string, key: string][] = [];

        await expireThumbnails(
          {},
          {
            ...world.ports(),
            async *listPages() {
              yield keys.map((key) => ({ key, sizeBytes: 1 }));
            },
            deleteObjects: async (from, doomed) => {
              deleted.push(...doomed.map((key): [string, string] => [from, key]));
              return [];
            },
          },
        );

        deletions += deleted.length;
        for (const [from, key] of deleted) {
          expect(from).toBe(bucket);
          expect(isAllowed(key)).toBe(true);
          const owner = hostile.find(({ prefix }) => key.startsWith(`${prefix}/media/thumbnails/thumb`));
          expect(owner?.prefix).toMatch(/^ivs\/v1\/123456789012\/AbCdef1G2hij\/2026\/10\/20\/12\/0\/\w+$/);
          expect(key.slice(owner?.prefix.length)).toMatch(/^\/media\/thumbnails\/thumb\d+\.jpg$/);
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(deletions).toBeGreaterThan(9);
});

test('an item that is not that of the recording it names deletes nothing, and is told', async () => {
  const world = new KeptWorld();
  const { prefix } = world.add(ofAge);
  world.itemOf(prefix).thumbnailsExpiredAt = '2026-11-01T00:00:00Z';
  world.add(ofAge, 0, { prefix });
  world.add(ofAge, 0, { prefix: `${prefix}/media` });

  const output = await expireThumbnails({}, world.ports());

  expect(output).toMatchObject({ refused: 2, thumbnails: 0 });
  expect(world.logged.map(({ details }) => details)).toMatchObject([
    { state: 'refused', reason: expect.stringContaining('is not the recording of the item') },
    { state: 'refused', reason: expect.stringContaining('is not the prefix of an IVS recording') },
  ]);
});
