import { beforeEach, expect, test } from '@jest/globals';
import { parseRecordingPrefix } from '../../../../lambdas/shared/contract/recording-location.ts';
import type { DeletePorts, DoomedObject } from '../../../../ops/delete/delete-ports.ts';
import { deleteRecordings } from '../../../../ops/delete/delete-recordings.ts';
import type { RecordingItem } from '../../../../ops/executions/recording-items.ts';
import { DeclinedError } from '../../../../ops/frame/operator-errors.ts';
import { silentBar } from '../../../../ops/terminal/progress-bar.ts';
import { keepingOutput } from '../a-terminal.ts';

const prefix = 'ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/12/j8Z9O91ndcVs';
const location = parseRecordingPrefix(prefix);
const recordingKey = '2026-06-23T20:12Z#j8Z9O91ndcVs';

let objects: DoomedObject[];
let items: RecordingItem[];
let running: string[];
let locked: string[];
let metadata: string[];
let distributionId: string | undefined;
let deeds: string[];

const object = (key: string, versionId?: string): DoomedObject => ({ key, versionId, sizeBytes: 1000 });
const item = (key: string, type: 'recording' | 'export') =>
  ({ channelId: 'AsXego4U6tnj', recordingKey: key, type }) as RecordingItem;

beforeEach(() => {
  objects = [
    object(`${prefix}/events/recording-ended.json`),
    object(`${prefix}/media/hls/0.ts`),
    object('AsXego4U6tnj/j8Z9O91ndcVs/archive.mp4'),
  ];
  items = [item(recordingKey, 'recording'), item(`${recordingKey}#export#archive`, 'export')];
  running = [];
  locked = [];
  metadata = ['recording-started.json', 'recording-ended.json'];
  distributionId = 'E123';
  deeds = [];
});

const ports: DeletePorts = {
  machines: async () => ({ processRecordingArn: 'process', exportRecordingArn: 'export', backfillRecordingsArn: '' }),
  findRecording: async () => ({ bucket: 'my-recordings', location: location ?? ({} as never) }),
  readItems: async () => items,
  async *list(machine) {
    if (machine === 'export')
      yield running.map((name) => ({
        executionArn: name,
        name,
        status: 'RUNNING',
        startDate: new Date(),
        stopDate: undefined,
      }));
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
  findMetadata: async () => new Set(metadata),
  deleteItem: async ({ recordingKey: key }) => {
    deeds.push(`item ${key}`);
    items = items.filter((each) => each.recordingKey !== key);
  },
  invalidate: async (id, paths) => void deeds.push(`${id} forgets ${paths.join(' ')}`),
  places: async () => ({ exportsBucket: 'my-exports', distributionId }),
};

async function run({ confirm = async () => {}, signal = new AbortController().signal } = {}) {
  const { output, stdout, stderr } = keepingOutput();
  const clock = { now: () => new Date('2026-06-24T00:00:00Z'), sleep: async () => {} };
  const exitCode = await deleteRecordings([prefix, prefix], ports, {
    output,
    clock,
    confirm,
    signal,
    bar: () => silentBar,
  });
  return { exitCode, stdout: stdout(), stderr: stderr() };
}

test('what viewers could fetch goes first, and the item by which the recording is found goes last', async () => {
  const { exitCode, stdout, stderr } = await run();

  expect(deeds).toEqual([
    '1 of my-exports',
    '2 of my-recordings',
    `E123 forgets /${prefix}/* /AsXego4U6tnj/j8Z9O91ndcVs/*`,
    `item ${recordingKey}#export#archive`,
    `item ${recordingKey}`,
  ]);
  expect(stderr).toContain('2 objects, 2.0 kB  1 object, 1.0 kB');
  expect(stdout).toBe(
    'Deleted j8Z9O91ndcVs: 3 objects (3.0 kB), 2 items of the catalog.\nCloudFront forgets them within minutes.\n',
  );
  expect(exitCode).toBe(0);
});

test('every version of an object is deleted, a thousand at a time at most', async () => {
  objects = Array.from({ length: 2600 }, (_, index) => object(`${prefix}/media/0.ts`, `v${index}`));

  await run();

  expect(deeds.slice(0, 4)).toEqual([
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

test('an object that cannot be deleted is told, and keeps the recording in the catalog', async () => {
  locked = [`${prefix}/media/hls/0.ts`];

  const { exitCode, stderr } = await run();

  expect(stderr).toContain(`  ${prefix}/media/hls/0.ts: AccessDenied: locked\n`);
  expect(items).toHaveLength(2);
  expect(exitCode).toBe(1);
});

test('after an interruption the same command does the rest', async () => {
  const stop = new AbortController();
  const { deleteObjects } = ports;
  const interrupted = {
    ...ports,
    deleteObjects: async (...given: Parameters<typeof deleteObjects>) => {
      stop.abort(new Error('stopped'));
      return deleteObjects(...given);
    },
  };
  const { output } = keepingOutput();
  const clock = { now: () => new Date('2026-06-24T00:00:00Z'), sleep: async () => {} };
  const first = deleteRecordings([prefix], interrupted, {
    output,
    clock,
    confirm: async () => {},
    signal: stop.signal,
    bar: () => silentBar,
  });
  await expect(first).rejects.toThrow('stopped');

  const { stdout } = await run();

  expect(stdout).toContain('Deleted j8Z9O91ndcVs: 2 objects (2.0 kB), 2 items');
  expect([objects, items]).toEqual([[], []]);
});

test('a recording that something works on, or that IVS still writes, is refused', async () => {
  running = ['AsXego4U6tnj-j8Z9O91ndcVs-archive'];
  await expect(run()).rejects.toThrow('AsXego4U6tnj-j8Z9O91ndcVs-archive works on j8Z9O91ndcVs');
  running = [];
  metadata = ['recording-started.json'];
  await expect(run()).rejects.toThrow('began at 2026-06-23T20:12Z and has not ended: IVS still writes it');
  expect(deeds).toEqual([]);
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
