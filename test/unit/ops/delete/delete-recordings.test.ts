import { beforeEach, expect, test } from '@jest/globals';
import { parseRecordingPrefix } from '../../../../lambdas/shared/contract/recording-location.ts';
import type { RecordingItem } from '../../../../ops/catalog/recording-items.ts';
import type { DeletePorts, DoomedObject } from '../../../../ops/delete/delete-ports.ts';
import { deleteRecordings } from '../../../../ops/delete/delete-recordings.ts';
import { DeclinedError } from '../../../../ops/frame/operator-errors.ts';
import { silentBar } from '../../../../ops/terminal/progress-bar.ts';
import { keepingOutput } from '../keeping-output.ts';

const prefix = 'ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/j8Z9O91ndcVs';
const location = parseRecordingPrefix(prefix);
const recordingKey = '2026-06-23T20:12Z#j8Z9O91ndcVs';

let objects: DoomedObject[];
let items: RecordingItem[];
/** Executions that run, by name: their inputs. */
let running: Record<string, object>;
/** Whose inputs were asked for. */
let described: string[];
let locked: string[];
let distributionId: string | undefined;
let deeds: string[];

const object = (key: string, versionId?: string): DoomedObject => ({ key, versionId, sizeBytes: 1000 });
const item = (key: string, type: 'recording' | 'export') =>
  ({ channelId: 'AsXego4U6tnj', recordingKey: key, type }) as RecordingItem;

beforeEach(() => {
  objects = [
    object(`${prefix}/events/recording-ended.json`),
    object(`${prefix}/events/recording-started.json`),
    object(`${prefix}/media/hls/0.ts`),
    object(`${prefix}/media/hls/1.ts`),
    object('AsXego4U6tnj/j8Z9O91ndcVs/archive.mp4'),
  ];
  items = [item(recordingKey, 'recording'), item(`${recordingKey}#export#archive`, 'export')];
  running = {};
  described = [];
  locked = [];
  distributionId = 'E123';
  deeds = [];
});

const ports: DeletePorts = {
  machines: async () => ({ processRecordingArn: 'process', exportRecordingArn: 'export', backfillRecordingsArn: '' }),
  findRecording: async () => ({ bucket: 'my-recordings', location: location ?? ({} as never) }),
  readItems: async () => items,
  async *list(machine) {
    if (machine === 'export')
      yield Object.keys(running).map((name) => ({
        executionArn: name,
        name,
        status: 'RUNNING',
        startDate: new Date(),
        stopDate: undefined,
      }));
  },
  describe: async (executionArn) => {
    described.push(executionArn);
    return { status: 'RUNNING', input: JSON.stringify(running[executionArn]) } as never;
  },
  async *listObjects(_bucket, under) {
    const found = objects.filter(({ key }) => key.startsWith(under));
    for (let index = 0; index < found.length; index += 1500) yield found.slice(index, index + 1500);
  },
  deleteObjects: async (bucket, doomed) => {
    deeds.push(`${doomed.length} of ${bucket}`);
    const kept = doomed.filter(({ key }) => locked.includes(key));
    objects = objects.filter((each) => !doomed.includes(each) || kept.includes(each));
    return kept.map(({ key }) => ({ key, error: 'AccessDenied: locked' }));
  },
  findMetadata: async () =>
    new Set(objects.flatMap(({ key }) => (key.startsWith(`${prefix}/events/`) ? [key.split('/').at(-1) ?? ''] : []))),
  deleteItem: async ({ recordingKey: key }) => {
    deeds.push(`item ${key}`);
    items = items.filter((each) => each.recordingKey !== key);
  },
  invalidate: async (id, paths) => void deeds.push(`${id} forgets ${paths.join(' ')}`),
  places: async () => ({ exportsBucket: 'my-exports', distributionId }),
};

async function run({ confirm = async () => {}, given = ports, signal = new AbortController().signal } = {}) {
  const { output, stdout, stderr } = keepingOutput();
  const clock = { now: () => new Date('2026-06-24T00:00:00Z'), sleep: async () => {} };
  const exitCode = await deleteRecordings([prefix, prefix], given, {
    output,
    clock,
    confirm,
    signal,
    bar: () => silentBar,
  });
  return { exitCode, stdout: stdout(), stderr: stderr(), result: output.result };
}

test('an object is tried first; metadata and the item by which the recording is found go last', async () => {
  const { exitCode, stdout, stderr } = await run();

  expect(deeds).toEqual([
    '1 of my-recordings',
    '1 of my-exports',
    `item ${recordingKey}#export#archive`,
    '1 of my-recordings',
    '1 of my-recordings',
    '1 of my-recordings',
    `E123 forgets /${prefix}/* /AsXego4U6tnj/j8Z9O91ndcVs/*`,
    `item ${recordingKey}`,
  ]);
  expect(stderr).toContain('4 objects, 4.0 kB  1 object, 1.0 kB');
  expect(stdout).toBe(
    'Deleted j8Z9O91ndcVs: 5 objects (5.0 kB), 2 items of the catalog.\nCloudFront forgets what is gone within minutes.\n',
  );
  expect(exitCode).toBe(0);
});

test('every version of an object is deleted, a thousand at a time at most', async () => {
  objects = Array.from({ length: 2601 }, (_, index) => object(`${prefix}/media/0.ts`, `v${index}`));

  await run();

  expect(deeds.filter((deed) => deed.endsWith('my-recordings'))).toEqual([
    '1 of my-recordings',
    '1000 of my-recordings',
    '500 of my-recordings',
    '1000 of my-recordings',
    '100 of my-recordings',
  ]);
  expect(objects).toEqual([]);
});

test('nothing is done unless the operator agrees', async () => {
  const declined = run({ confirm: () => Promise.reject(new DeclinedError()) });

  await expect(declined).rejects.toThrow(DeclinedError);
  expect(deeds).toEqual([]);
});

test('where nothing of the media can be deleted nothing else is, and the catalog stays as it is', async () => {
  locked = [`${prefix}/media/hls/0.ts`];

  const { exitCode, stdout, stderr } = await run();

  expect(stderr).toContain('j8Z9O91ndcVs is not deleted, nothing of it: what was tried first could not be.\n');
  expect(stderr).toContain(`  ${prefix}/media/hls/0.ts: AccessDenied: locked\n`);
  expect([objects.length, items.length, stdout]).toEqual([5, 2, '']);
  expect(exitCode).toBe(1);
});

test('of one that is deleted in part no export is ready without its file, and the same command finishes it', async () => {
  locked = [`${prefix}/media/hls/1.ts`];

  const first = await run();
  const left = { objects: objects.map(({ key }) => key), items: items.map(({ recordingKey: key }) => key) };
  const lastDeed = deeds.at(-1);
  locked = [];
  const second = await run();

  expect(first.stderr).toContain('j8Z9O91ndcVs is deleted in part: 2 objects gone, 1 could not be.');
  expect(first.result).toMatchObject({ deleted: [], failed: [{ objects: 2, items: 1, kept: [{}] }] });
  expect(lastDeed).toBe(`E123 forgets /${prefix}/* /AsXego4U6tnj/j8Z9O91ndcVs/*`);
  expect(left).toEqual({
    objects: [
      `${prefix}/events/recording-ended.json`,
      `${prefix}/events/recording-started.json`,
      `${prefix}/media/hls/1.ts`,
    ],
    items: [recordingKey],
  });
  expect([first.exitCode, second.exitCode, objects, items]).toEqual([1, 0, [], []]);
});

test.each([1, 2, 3, 4, 5, 6, 7])('stopped after deed %i, the same command does the rest', async (count) => {
  const stopAfter =
    <Given extends unknown[], Result>(deed: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      if (deeds.length === count) throw new Error('stopped');
      return deed(...given);
    };
  const { deleteObjects, deleteItem, invalidate } = ports;
  const given = {
    ...ports,
    deleteObjects: stopAfter(deleteObjects),
    deleteItem: stopAfter(deleteItem),
    invalidate: stopAfter(invalidate),
  };

  await expect(run({ given })).rejects.toThrow('stopped');
  const isFileThere = objects.some(({ key }) => key.endsWith('.mp4'));
  const wasTold = items.length === 2;
  const { exitCode } = await run();

  // But for the moment between the file and its item.
  expect(wasTold).toBe(isFileThere || count === 2);
  expect([exitCode, objects, items]).toEqual([0, [], []]);
  expect(deeds.at(-2)).toContain('E123 forgets');
});

test('a recording that something works on, or that IVS still writes, is refused', async () => {
  running = { 'AsXego4U6tnj-j8Z9O91ndcVs-archive': {} };
  await expect(run()).rejects.toThrow('AsXego4U6tnj-j8Z9O91ndcVs-archive works on j8Z9O91ndcVs, and would bring back');
  running = {};
  objects = objects.filter(({ key }) => !key.endsWith('recording-ended.json'));
  await expect(run()).rejects.toThrow('began at 2026-06-23T20:12Z and has not ended: IVS still writes it');
  expect([deeds, described]).toEqual([[], []]);
});

test.each([
  ['joined to an earlier one', 'AsXego4U6tnj-j8Z9O91ndcVr-archive-join2-1f6a3c'],
  ['joined under a name that had to be cut', `AsXego4U6tnj-j8Z9O91ndcVr-${'a'.repeat(50)}`],
  ['worked on under a name of two words', 'late-rerun'],
  ['worked on under a name that the console made up', '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed'],
])('a recording that is %s is refused', async (_what, name) => {
  const earlier = prefix.replace('j8Z9O91ndcVs', 'j8Z9O91ndcVr');
  running = { [name]: { recording: { bucket: 'my-recordings', prefix: earlier }, joinWith: [prefix] } };

  await expect(run()).rejects.toThrow(`${name} works on j8Z9O91ndcVs, and reads what is to be deleted.`);
  expect(deeds).toEqual([]);
});

test('what runs for others is not in the way, and is asked only where its name may hide something', async () => {
  const other = { recording: { prefix: prefix.replace('j8Z9O91ndcVs', 'otherOther00') } };
  const [join, plain, ofAnother] = [
    'AsXego4U6tnj-otherOther00-a-join2-1f6a3c',
    'AsXego4U6tnj-otherOther00-archive',
    'Wp7RnK2vBs5h-otherOther00-a-join2-1',
  ];
  running = { [join]: other, [plain]: other, [ofAnother]: {} };

  const { exitCode } = await run();

  expect(exitCode).toBe(0);
  // Before the question and after it.
  expect(described).toEqual([join, join]);
});

test('without a distribution CloudFront is skipped, and told so', async () => {
  distributionId = undefined;

  const { stdout } = await run();

  expect(stdout).toContain('CloudFront: skipped, there is no distribution in this deployment.');
  expect(items).toEqual([]);
});

test('of what is gone already there is nothing to do', async () => {
  [objects, items] = [[], []];

  const { exitCode, stderr } = await run();

  expect(stderr).toBe(`There is nothing (left) of ${prefix}.\n`);
  expect(exitCode).toBe(3);
});
