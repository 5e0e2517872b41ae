import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  exportFailureUpdates,
  type Failure,
  recordingFailureUpdates,
  recoveryUpdates,
  statesAfterVerifying,
  statesOfHolding,
} from '../../../lambdas/report-failure/failure-update.ts';
import { makeUpdateCatalog } from '../../../lambdas/shared/adapters/catalog-writer.ts';
import {
  type CatalogWrite,
  type ConditionalUpdate,
  catalogItemSchema,
} from '../../../lambdas/shared/contract/catalog.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import { readDefinitions, statesOf } from '../../statemachines/definitions.ts';
import { startCatalogTable } from '../shared/adapters/catalog-table.ts';
import { executionArn, recording } from './events.ts';
import { registrationOf } from './registrations.ts';

const location = parseRecordingPrefix(recording.prefix)!;
const recordingKey = { channelId: 'AbCdef1G2hij', recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs' };
const archiveKey = { ...recordingKey, recordingKey: `${recordingKey.recordingKey}#export#archive` };

const early = '2026-06-24T07:51:40.250Z';
const late = '2026-06-24T09:00:00.000Z';
const later = '2026-06-24T10:00:00.000Z';
const playback = { url: 'https://example.com/master.m3u8', renditions: [] };
const file = {
  name: 'archive',
  format: 'mp4',
  url: 'https://example.com/archive.mp4',
  bucket: 'my-exports',
  key: 'AbCdef1G2hij/j8Z9O91ndcVs/archive.mp4',
  sizeBytes: 1,
  durationMs: 1,
  rendition: '720p30',
  engine: 'mediaconvert',
  engineReason: 'the only one',
};

const makeFailure = (name: string, asOf: string, state = 'ValidateRecording'): Failure => ({
  location,
  recording: { channelId: 'AbCdef1G2hij', recordingId: 'j8Z9O91ndcVs', channelName: 'Your Channel', ...recording },
  error: { name, message: 'What happened.', state, redrivable: true, consoleUrl: 'https://example.com' },
  lookedAt: asOf,
  asOf,
  run: { executionArn, startedAt: '2026-06-24T07:51:33.000Z', redriveCount: 0 },
});

const verdict = (asOf: string) => recordingFailureUpdates(makeFailure('RecordingDamagedError', asOf));
const fault = (asOf: string) =>
  recordingFailureUpdates(makeFailure('SNS.AuthorizationError', asOf, 'AnnouncePlayback'));
const exportFailure = (asOf: string, state = 'VerifyExport', name = 'ExportMissingError') =>
  exportFailureUpdates(makeFailure(name, asOf, state), 'archive');
const afterVerifying = (asOf: string, state: string) => exportFailure(asOf, state, 'States.TaskFailed');

/** The same, of another execution than what is registered. */
const ofAnother = (updates: readonly ConditionalUpdate[]): ConditionalUpdate[] =>
  updates.map((update) =>
    'run' in update ? { ...update, run: { ...update.run, executionArn: `${executionArn}-op-before` } } : update,
  );

let table: Awaited<ReturnType<typeof startCatalogTable>>;
beforeEach(async () => {
  table = await startCatalogTable();
});
afterEach(() => table.close());

/** What became of each update. */
async function write(updates: readonly ConditionalUpdate[]): Promise<CatalogWrite['outcome'][]> {
  const outcomes: CatalogWrite['outcome'][] = [];
  for (const update of updates) {
    outcomes.push((await makeUpdateCatalog(table.client, table.tableName)(update)).outcome);
  }
  return outcomes;
}

const registered = {
  day: '2026-06-23',
  recordingId: 'j8Z9O91ndcVs',
  run: { executionArn, startedAt: '2026-06-24T07:51:33.000Z', redriveCount: 0 },
};

const registerPlayback = (asOf: string) =>
  table.update(
    recordingKey,
    registrationOf('process-recording', 'RegisterPlayback', {
      ...registered,
      startedAt: '2026-06-23T20:12:41Z',
      recording: { ...recording, completeness: 'complete' },
      access: 'public',
      playback,
      findings: [],
      metadata: {},
      judgedAt: asOf,
      asOf,
    }),
  );

const registerExport = (asOf: string) =>
  table.update(
    archiveKey,
    registrationOf('export-recording', 'RegisterExport', {
      ...registered,
      startedAt: '2026-06-23T20:12:41Z',
      exportName: 'archive',
      access: 'public',
      export: file,
      verifiedAt: asOf,
      asOf,
    }),
  );

const hold = { reason: 'daily-limit', message: 'Too many minutes.', minutes: 121, minutesPerDay: 100 };

const registerHold = (asOf: string) =>
  table.update(
    archiveKey,
    registrationOf('export-recording', 'RegisterHold', {
      ...registered,
      startedAt: '2026-06-23T20:12:41Z',
      exportName: 'archive',
      hold,
      asOf,
    }),
  );

async function readValidItem(key: typeof recordingKey) {
  const item = await table.readItem(key);
  return item === undefined ? undefined : catalogItemSchema.parse(item);
}

describe("a recording's item", () => {
  test('is made by a failure that comes before anything else', async () => {
    await write(verdict(early));

    expect(await readValidItem(recordingKey)).toEqual({
      ...recordingKey,
      type: 'recording',
      status: 'failed',
      recordingId: 'j8Z9O91ndcVs',
      day: '2026-06-23',
      startedAt: '2026-06-23T20:12:00Z',
      asOf: early,
      judgedAt: early,
      recording: { ...recording, channelName: 'Your Channel' },
      attention: 'failed',
      run: registered.run,
      failure: {
        name: 'RecordingDamagedError',
        message: 'What happened.',
        state: 'ValidateRecording',
        redrivable: true,
        consoleUrl: 'https://example.com',
        at: early,
        run: registered.run,
        announced: false,
      },
    });
  });

  test('becomes playable when a later run succeeds, and asks for nobody any more', async () => {
    await write(verdict(early));
    await registerPlayback(late);

    const item = await readValidItem(recordingKey);

    expect(item).toMatchObject({ status: 'playable', startedAt: '2026-06-23T20:12:41Z', playback });
    expect(item).not.toHaveProperty('failure');
    expect(item).not.toHaveProperty('attention');
  });

  test('stays playable when the machinery fails, and asks for somebody to look', async () => {
    await registerPlayback(early);
    await write(fault(late));

    expect(await readValidItem(recordingKey)).toMatchObject({
      status: 'playable',
      playback,
      recording: { completeness: 'complete' },
      startedAt: '2026-06-23T20:12:41Z',
      attention: 'failed',
      failure: { name: 'SNS.AuthorizationError', state: 'AnnouncePlayback' },
      asOf: late,
    });
  });

  test('loses its playback when a later run judges the recording unplayable', async () => {
    await registerPlayback(early);
    await write(verdict(late));

    const item = await readValidItem(recordingKey);

    expect(item).toMatchObject({ status: 'failed', failure: { name: 'RecordingDamagedError' } });
    expect(item).not.toHaveProperty('playback');
    expect(item).not.toHaveProperty('findings');
  });

  test.each(['RecordingMetadataMissingError', 'RecordingMetadataInvalidError'])(
    'keeps its playback after a later %s, since media without its metadata file may well play',
    async (errorName) => {
      await registerPlayback(early);
      await write(recordingFailureUpdates(makeFailure(errorName, late)));

      expect(await readValidItem(recordingKey)).toMatchObject({
        status: 'playable',
        playback,
        attention: 'failed',
        failure: { name: errorName },
      });
    },
  );

  test('is failed by a fault of the machinery when nothing better is known', async () => {
    await write(fault(early));

    expect(await readValidItem(recordingKey)).toMatchObject({ status: 'failed' });
  });

  test('ignores a failure that a later success has overtaken', async () => {
    await registerPlayback(late);

    expect(await write(ofAnother(verdict(early)))).toEqual(['superseded', 'superseded']);

    const item = await readValidItem(recordingKey);
    expect(item).toMatchObject({ status: 'playable', playback, asOf: late });
    expect(item).not.toHaveProperty('failure');
  });

  test('is the same after a report that was made twice', async () => {
    await write(verdict(early));
    const once = await readValidItem(recordingKey);

    expect(await write(verdict(early))).toEqual(['written', 'written']);

    expect(await readValidItem(recordingKey)).toEqual(once);
  });
});

describe("an export's item", () => {
  test('is made by its failure, and the recording is left alone', async () => {
    await registerPlayback(early);
    const before = await readValidItem(recordingKey);

    await write(exportFailure(late));

    expect(await readValidItem(recordingKey)).toEqual(before);
    expect(await readValidItem(archiveKey)).toMatchObject({
      type: 'export',
      exportName: 'archive',
      status: 'failed',
      attention: 'failed',
      failure: { name: 'ExportMissingError', at: late },
    });
  });

  test('is ready again when a later run succeeds', async () => {
    await write(exportFailure(early));
    await registerExport(late);

    const item = await readValidItem(archiveKey);

    expect(item).toMatchObject({ status: 'ready', export: file });
    expect(item).not.toHaveProperty('failure');
  });

  test('is failed when a re-run failed, but keeps what is known of the earlier file', async () => {
    await registerExport(early);
    await write(exportFailure(late));

    expect(await readValidItem(archiveKey)).toMatchObject({ status: 'failed', export: file, attention: 'failed' });
  });

  test.each(statesAfterVerifying)('stays ready when a verified file came to %s and no further', async (state) => {
    await registerExport(early);
    await write(afterVerifying(late, state));

    expect(await readValidItem(archiveKey)).toMatchObject({ status: 'ready', export: file, attention: 'failed' });
  });

  test.each(statesOfHolding)(
    'stays ready when an export that is held back came to %s, since nothing was made',
    async (state) => {
      await registerExport(early);
      await write(afterVerifying(late, state));

      expect(await readValidItem(archiveKey)).toMatchObject({ status: 'ready', export: file, attention: 'failed' });
    },
  );

  test('stays held when the answer to its registration was lost, and asks for release again after the redrive', async () => {
    await registerHold(early);
    await write(afterVerifying(late, 'RegisterHold'));
    const failed = await readValidItem(archiveKey);

    await write(recoveryUpdates({ location, asOf: later, run: { ...registered.run, redriveCount: 1 } }, 'archive'));

    const healed = await readValidItem(archiveKey);
    expect(failed).toMatchObject({ status: 'held', attention: 'failed' });
    expect(healed).toMatchObject({ status: 'held', attention: 'held', hold });
    expect(healed).not.toHaveProperty('failure');
  });

  test('is failed when a verified file could not be registered, and nothing was before', async () => {
    await write(afterVerifying(late, 'RegisterExport'));

    expect(await readValidItem(archiveKey)).toMatchObject({ status: 'failed', attention: 'failed' });
  });

  test('ignores a failure that a later success has overtaken', async () => {
    await registerExport(late);

    expect(await write(ofAnother(exportFailure(early)))).toEqual(['superseded', 'superseded']);

    expect(await readValidItem(archiveKey)).toMatchObject({ status: 'ready', asOf: late });
  });
});

test('the states that are named here are those behind VerifyExport and RegisterHold in the definition', () => {
  const file = new URL('../../../statemachines/export-recording.asl.json', import.meta.url);
  const { States } = JSON.parse(readFileSync(file, 'utf8'));

  const behind = [States.VerifyExport.Next, States[States.VerifyExport.Next].Next];

  expect(behind).toEqual(statesAfterVerifying);
  expect(States[States[behind[1]].Next].Type).toBe('Succeed');
  expect(statesOfHolding).toEqual(['RegisterHold', States.RegisterHold.Next]);
  expect(States[States.RegisterHold.Next].Next).toBe('ExportHeld');
});

test('every time that a condition compares is written by a step: those of Step Functions have no fraction of zeros', () => {
  const states = readDefinitions().flatMap(({ machine }) => statesOf(machine));

  const times = states.flatMap(([state, { Parameters }]) => {
    const values = Object.entries(Parameters?.ExpressionAttributeValues ?? {});
    const clocks = values.filter(([name]) => /^:(asOf|judgedAt|verifiedAt)\b/.test(name));
    const isRegistration = values.some(([name]) => name.startsWith(':asOf'));
    return isRegistration ? [[state, ...clocks.map(([, value]) => value)]] : [];
  });

  expect(times).toEqual([
    ['RegisterExport', '$.catalog.values.verifiedAt', '$.catalog.values.asOf'],
    ['RegisterHold', '$.held.catalog.values.asOf'],
    ['RegisterPlayback', '$.catalog.values.judgedAt', '$.catalog.values.asOf'],
    ['RegisterEmptyRecording', '$.catalog.values.judgedAt', '$.catalog.values.asOf'],
  ]);
});
