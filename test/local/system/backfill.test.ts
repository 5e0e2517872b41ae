/**
 * The third state machine on the local system: as the hourly reconciler, and as a backfill that an operator starts. The
 * rules on failed executions and on their recovery are taken out, so that the reconciler tells of them or nobody.
 */
import { utimesSync } from 'node:fs';
import path from 'node:path';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { makeRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';
import type { RecordingFolder } from '../../../local/run/recording-folder.ts';
import { sendIvsEvent } from '../../../local/run/recording-run.ts';
import type { ExecutionDescription } from '../../../local/states/execution-description.ts';
import type { SystemModel } from '../../../local/template/system-model.ts';
import { readDefinitions, statesOf } from '../../statemachines/definitions.ts';
import { type Change, timeOf, withMetadata, without } from './sample-copies.ts';
import { type Parsed, Stage, typesOf } from './stage.ts';
import { type Attempt, failsWith, hangs, losesAnswer } from './task-faults.ts';
import { leftOut } from './walked-edges.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const hoursAgo = (hours: number): Date => new Date(Date.now() - hours * 3_600_000);
const channelId = 'Qm4TzL9cWx2d';

const withoutStatusRules = (model: SystemModel): SystemModel => ({
  ...model,
  rules: model.rules.filter(({ name }) => !/Execution(Failed|Recovered)/.test(name)),
});

let stage: Stage;

beforeAll(async () => {
  stage = await Stage.start({ change: withoutStatusRules });
});
afterAll(() => stage.stop());

/** A recording that began so many hours ago, and of which no trigger tells; its end file is an hour old. */
const missed = (recordingId: string, hours: number, change: Change = () => {}): Promise<RecordingFolder> =>
  stage.addRecording(recordingId, (directory) => {
    withMetadata((metadata) => Object.assign(metadata, { recording_started_at: timeOf(hoursAgo(hours)) }))(directory);
    change(directory);
    utimesSync(path.join(directory, 'events/recording-ended.json'), hoursAgo(1), hoursAgo(1));
  });

/** Runs the state machine under a name whose second part tells task faults which execution they are for. */
async function backfill(id: string, input: object): Promise<ExecutionDescription> {
  const { engine, backfillRecordingsArn } = stage.system;
  const name = `backfill-${id}`;
  const { executionArn } = engine.startExecution({
    stateMachineArn: backfillRecordingsArn,
    name,
    input: JSON.stringify(input),
  });
  const ended = await engine.whenEnded(executionArn);
  await stage.system.settle();
  return ended;
}

/** Until a little later than now: executions that failed a moment ago then count as left alone for long enough. */
const reconciliation = () => ({
  since: '24h',
  until: timeOf(new Date(Date.now() + 20 * 60_000)),
  reconcile: true,
  exports: 'default',
});

/** The span of the recordings that began so many hours ago, and of no others. */
const around = (hours: number) => ({ since: timeOf(hoursAgo(hours + 0.4)), until: timeOf(hoursAgo(hours - 0.4)) });

const summaryOf = ({ output }: ExecutionDescription): Parsed => JSON.parse(output ?? '{}').summary;

const runsOf = (recordingId: string): ExecutionDescription[] =>
  stage.system.engine
    .listExecutions(stage.system.processRecordingArn)
    .filter(({ name }) => name.split('-')[1] === recordingId)
    .reverse();

const itemsOf = (recordingId: string) => stage.system.catalog.itemsOfRecording(recordingId) as Promise<Parsed[]>;

/** What happened, with the messages about this recording only. */
async function outcomeOf({ recordingId }: { recordingId: string }) {
  const outcome = await stage.outcomeOf({ recordingId });
  return {
    ...outcome,
    messages: outcome.messages.filter(({ attributes }) => attributes.recordingId === recordingId),
  };
}

const overdueMetrics = (): number[] =>
  stage.system
    .logOf('ListRecordings')
    .filter((line) => line.includes('CloudWatchMetrics'))
    .map((line) => JSON.parse(line).RecordingsOverdue);

describe('the reconciler, as the schedule starts it', () => {
  test('processes a recording of which neither trigger told, just as a trigger would have', async () => {
    const folder = await missed('neither', 3);

    const [executionArn = ''] = stage.system.fireSchedules();
    const reconciled = await stage.system.engine.whenEnded(executionArn);
    const { processed, exports, messages } = await outcomeOf(folder);

    expect(reconciled.status).toBe('SUCCEEDED');
    expect(processed).toMatchObject({ name: `${channelId}-neither`, status: 'SUCCEEDED' });
    expect(JSON.parse(processed.input).source).toEqual({ type: 'reconciler' });
    expect(exports).toMatchObject([{ name: `${channelId}-neither-archive`, status: 'SUCCEEDED' }]);
    expect(typesOf(messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
  });

  test('leaves nothing for a trigger that comes late after all, and nothing for its own next run', async () => {
    const folder = await missed('late', 3);
    await backfill('late', reconciliation());
    await outcomeOf(folder);

    await sendIvsEvent(stage.system, folder);
    await backfill('lateAgain', reconciliation());
    const { messages } = await outcomeOf(folder);

    expect(runsOf('late')).toHaveLength(1);
    expect(messages).toEqual([]);
  });

  test('leaves a recording that ended a moment ago to the triggers', async () => {
    await missed('justEnded', 3);

    const ended = await backfill('settling', { ...reconciliation(), until: timeOf(hoursAgo(0.9)) });

    expect(summaryOf(ended).settling).toBe(1);
    expect(runsOf('justEnded')).toEqual([]);
  });

  test('flags a recording that began more than 49 h ago and never ended: in the catalog, by message, by metric', async () => {
    const startedAt = hoursAgo(51);
    const prefix = makeRecordingPrefix({ accountId: '123456789012', channelId, startedAt, recordingId: 'overdue' });
    const { recordingsBucket: Bucket, s3 } = stage.system;
    await s3.send(new PutObjectCommand({ Bucket, Key: `${prefix}/events/recording-started.json`, Body: '{}' }));

    const first = await backfill('overdue', reconciliation());
    const flagged = await outcomeOf({ recordingId: 'overdue' });
    const second = await backfill('overdueAgain', reconciliation());

    expect(flagged.processed).toMatchObject({ name: `${channelId}-overdue`, status: 'FAILED' });
    expect(flagged.messages).toMatchObject([
      {
        body: {
          type: 'recording.failed',
          error: {
            name: 'RecordingMetadataMissingError',
            message: expect.stringContaining('the recording may still be running'),
          },
        },
      },
    ]);
    expect(flagged.item).toMatchObject({ status: 'failed', attention: 'failed' });
    expect([first, second].map((run) => [run.status, summaryOf(run).overdue])).toEqual([
      ['SUCCEEDED', 1],
      ['SUCCEEDED', 1],
    ]);
    expect(overdueMetrics().slice(-2)).toEqual([1, 1]);
    expect(runsOf('overdue')).toHaveLength(1);
  });

  test('reports a failed execution that nobody reported, once, and starts nothing in its place', async () => {
    const folder = await missed('unreported', 3, without('media/hls/master.m3u8'));
    await sendIvsEvent(stage.system, folder);
    const silent = await outcomeOf(folder);

    await backfill('unreported', reconciliation());
    const reported = await outcomeOf(folder);
    await backfill('unreportedAgain', reconciliation());
    const later = await outcomeOf(folder);

    expect(silent.processed).toMatchObject({ status: 'FAILED', error: 'RecordingDamagedError' });
    expect([silent.messages, silent.item]).toEqual([[], undefined]);
    expect(reported.messages).toMatchObject([
      {
        body: {
          id: `${channelId}/unreported/recording.failed/${channelId}-unreported/0`,
          error: { name: 'RecordingDamagedError', state: 'ValidateRecording', redrivable: true },
        },
      },
    ]);
    expect(reported.item).toMatchObject({ attention: 'failed', failure: { name: 'RecordingDamagedError' } });
    expect(later.messages).toEqual([]);
    expect(runsOf('unreported')).toHaveLength(1);
  });

  test('reports an export that failed, under whatever name somebody had started it', async () => {
    const folder = await missed('unreportedExport', 3);
    await stage.run(folder, { exports: [] });
    const wish = {
      recording: { bucket: stage.system.recordingsBucket, prefix: folder.prefix },
      export: { rendition: '4k' },
    };
    await stage.system.engine.whenEnded(
      stage.system.engine.startExecution({
        stateMachineArn: stage.system.exportRecordingArn,
        input: JSON.stringify(wish),
      }).executionArn,
    );

    await backfill('unreportedExport', reconciliation());
    const { messages, exportItems } = await outcomeOf(folder);
    await backfill('unreportedExportAgain', reconciliation());

    expect(messages).toMatchObject([
      { body: { type: 'recording.export.failed', export: { name: '4k' }, error: { name: 'RenditionNotFoundError' } } },
    ]);
    expect(exportItems['4k']).toMatchObject({ status: 'failed', attention: 'failed' });
    expect((await outcomeOf(folder)).messages).toEqual([]);
  });
});

test('the reconciler takes a failure out of the catalog whose redrive has succeeded without anybody hearing of it', async () => {
  const folder = await missed('unheard', 3);
  stage.faults.at('unheard', 'AnnouncePlayback', failsWith('SNS.AuthorizationErrorException'));
  const { processed } = await stage.run(folder, { exports: [] });
  await backfill('unheardFailure', reconciliation());
  const failed = await outcomeOf(folder);

  stage.system.engine.redriveExecution(processed.executionArn);
  await stage.system.engine.whenEnded(processed.executionArn);
  const unheard = await outcomeOf(folder);
  await backfill('unheardRecovery', reconciliation());
  const heard = await outcomeOf(folder);

  expect(failed.item).toMatchObject({ status: 'playable', attention: 'failed', failure: { announced: true } });
  expect(unheard.item).toMatchObject({ status: 'playable', attention: 'failed' });
  expect(heard.item.status).toBe('playable');
  expect(heard.item).not.toHaveProperty('failure');
  expect(heard.item).not.toHaveProperty('attention');
  expect(heard.messages).toEqual([]);
});

describe('a backfill', () => {
  test('starts what is not in the catalog, under a name of its own and without exports', async () => {
    const folder = await missed('plain', 5);

    const ended = await backfill('plain', around(5));
    const { processed, exports, messages } = await outcomeOf(folder);

    expect(ended.status).toBe('SUCCEEDED');
    expect(summaryOf(ended)).toMatchObject({ recordings: 1, toStart: 1, dryRun: false, price: null });
    expect(processed).toMatchObject({ name: `${channelId}-plain-bf1`, status: 'SUCCEEDED' });
    expect(JSON.parse(processed.input)).toMatchObject({ source: { type: 'backfill' }, exports: [] });
    expect(exports).toEqual([]);
    expect(typesOf(messages)).toEqual(['recording.playback.ready']);
  });

  test('of all recordings runs each again, however often, never under a name that is taken', async () => {
    const folder = await missed('again', 7);
    await backfill('again1', around(7));

    const none = await backfill('again2', around(7));
    const second = await backfill('again3', { ...around(7), all: true });
    const third = await backfill('again4', { ...around(7), all: true, exports: [{ name: 's', rendition: '160p30' }] });
    const { exports } = await outcomeOf(folder);

    expect([none, second, third].map((run) => summaryOf(run).toStart)).toEqual([0, 1, 1]);
    expect(runsOf('again').map(({ name }) => name.split('-').at(-1))).toEqual(['bf1', 'bf2', 'bf3']);
    expect(exports).toMatchObject([{ status: 'SUCCEEDED' }]);
  });

  test('that is a dry run counts and prices, and changes nothing', async () => {
    await missed('dry1', 9);
    await missed('dry2', 9);
    const { engine, processRecordingArn, s3, model } = stage.system;
    const lists = model.buckets.find((bucket) => bucket.includes('backfilllists'));
    const before = engine.listExecutions(processRecordingArn).length;
    const countLists = async () => (await s3.send(new ListObjectsV2Command({ Bucket: lists }))).KeyCount;
    const listsBefore = await countLists();

    const ended = await backfill('dry', { ...around(9), dryRun: true, exports: 'default' });

    expect(summaryOf(ended)).toMatchObject({
      recordings: 2,
      toStart: 2,
      dryRun: true,
      durationMs: 2 * 29_995,
      price: { currency: 'USD', processing: 0.01, exportsCopied: 0.01, exportsEncoded: 0.02 },
    });
    expect(engine.listExecutions(processRecordingArn)).toHaveLength(before);
    expect(await countLists()).toBe(listsBefore);
    expect(await itemsOf('dry1')).toEqual([]);
  });

  test('that runs twice at once starts nothing twice', async () => {
    const ids = ['twice1', 'twice2', 'twice3'];
    for (const id of ids) await missed(id, 11);

    const both = await Promise.all([backfill('twiceA', around(11)), backfill('twiceB', around(11))]);

    expect(both.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
    expect(ids.map((id) => runsOf(id).map(({ name }) => name))).toEqual(ids.map((id) => [`${channelId}-${id}-bf1`]));
  });

  test('of all recordings that runs twice at once starts each once more', async () => {
    const ids = ['allTwice1', 'allTwice2'];
    for (const id of ids) await missed(id, 13);
    await backfill('allTwice', around(13));

    await Promise.all(['allTwiceA', 'allTwiceB'].map((id) => backfill(id, { ...around(13), all: true })));

    expect(ids.map((id) => runsOf(id).length)).toEqual([2, 2]);
  });

  test('fails by name on an input that it cannot work off, before anything is started', async () => {
    const wrong = await backfill('wrong', { since: 'yesterday', dryrun: true });
    const unknown = await backfill('unknown', { since: '1h', exports: ['nope'] });

    expect(wrong).toMatchObject({ status: 'FAILED', error: 'ExecutionInputInvalidError' });
    expect(JSON.parse(wrong.cause ?? '').errorMessage).toMatch(
      /since: must be .*dryrun.*\{"since":"7d","dryRun":true\}/s,
    );
    expect(unknown).toMatchObject({ status: 'FAILED', error: 'ExportProfileUnknownError' });
  });

  test('counts a run for started whose answer was lost, and goes on for the next part of a list', async () => {
    const folder = await missed('lostAnswer', 15);
    stage.faults.at('lost', 'ProcessRecording', losesAnswer('StepFunctions.SdkClientException'));
    stage.faults.at('lost', 'ListRecordings', async (run) => ({ ...((await run()) as object), isSpanListed: false }));

    const ended = await backfill('lost', around(15));

    expect(ended.status).toBe('SUCCEEDED');
    expect(stage.faults.left('lost')).toEqual([]);
    expect(runsOf(folder.recordingId)).toHaveLength(1);
  });

  test('leaves alone what somebody has started under the same name and stopped meanwhile', async () => {
    const folder = await missed('stoppedByHand', 19);
    const { engine } = stage.system;
    const startsAndStops: Attempt = async (run, parameters) => {
      const { StateMachineArn: stateMachineArn, Name: name } = parameters as Parsed;
      engine.stopExecution(engine.startExecution({ stateMachineArn, name, input: '{}' }).executionArn);
      return run();
    };
    stage.faults.at('meets', 'ProcessRecording', startsAndStops);

    const ended = await backfill('meets', around(19));

    expect(ended.status).toBe('SUCCEEDED');
    expect(runsOf(folder.recordingId)).toMatchObject([{ status: 'ABORTED', redriveCount: 0 }]);
  });

  describe('that gave up, since too many recordings failed', () => {
    /** Its Map tolerates no failure: one recording is under way when the answer about the other, which is done, is lost. */
    async function gaveUp(id: string, hours: number) {
      const done = await missed(`${id}Done`, hours);
      const stopped = await missed(`${id}Stopped`, hours);
      const isUnderWay = Promise.withResolvers<void>();
      stage.faults.at(id, 'ListRecordings', async (run) => {
        const output = (await run()) as Parsed;
        return { ...output, list: { ...output.list, toleratedFailureCount: 0 } };
      });
      stage.faults.at(stopped.recordingId, 'ValidateRecording', (...attempt) => {
        isUnderWay.resolve();
        return hangs(...attempt);
      });
      const losesOne: Attempt = async (run, parameters, context) => {
        if (!(parameters as Parsed).Name.includes(done.recordingId)) return run();
        await isUnderWay.promise;
        return losesAnswer('StepFunctions.AccessDeniedException')(run, parameters, context);
      };
      stage.faults.at(id, 'ProcessRecording', losesOne, losesOne);
      const ended = await backfill(id, around(hours));
      expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
      expect(runsOf(stopped.recordingId)).toMatchObject([{ status: 'ABORTED' }]);
      return { done, stopped, ended };
    }

    async function redrive({ executionArn }: ExecutionDescription): Promise<ExecutionDescription> {
      stage.system.engine.redriveExecution(executionArn);
      const ended = await stage.system.engine.whenEnded(executionArn);
      await stage.system.settle();
      return ended;
    }

    test('goes on, once it is redriven, with the healthy ones that it had stopped, and does nothing twice', async () => {
      const { done, stopped, ended } = await gaveUp('gaveUp', 21);
      stage.faults.at('gaveUp', 'RedriveRecording', failsWith('Sfn.ThrottlingException'));

      const redriven = await redrive(ended);
      const outcome = await outcomeOf(stopped);

      expect(redriven).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
      expect(stage.faults.left('gaveUp')).toEqual([]);
      expect(runsOf(stopped.recordingId)).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 1 }]);
      expect(runsOf(done.recordingId)).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 0 }]);
      expect(typesOf(outcome.messages)).toEqual(['recording.playback.ready']);
    });

    test('fails by name when it may not redrive them, and a later redrive makes up for it', async () => {
      const { stopped, ended } = await gaveUp('denied', 23);
      const denied = failsWith('Sfn.AccessDeniedException');
      stage.faults.at('denied', 'RedriveRecording', denied, denied);

      const first = await redrive(ended);
      stage.faults.at('denied', 'RedriveRecording');
      const second = await redrive(ended);
      const { processed } = await outcomeOf(stopped);

      expect([first.status, second.status]).toEqual(['FAILED', 'SUCCEEDED']);
      expect(processed).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    });
  });

  test('outlasts one failure of each kind that its Retries name, in every state', async () => {
    const folder = await missed('outlastsAll', 17, without('media/hls/master.m3u8'));
    await sendIvsEvent(stage.system, folder);
    await outcomeOf(folder);
    await missed('outlastsToo', 17);
    const [definition] = readDefinitions().filter(({ name }) => name === 'backfill-recordings');
    // Entered by a redrive only, above.
    const states = statesOf(definition!.machine).filter(([name]) => name !== 'RedriveRecording');
    for (const [name, { Retry = [] }] of states) {
      const errors = Retry.map(({ ErrorEquals: [error = ''] }) => failsWith(error));
      if (errors.length > 0) stage.faults.at('strained', name, ...errors);
    }

    const ended = await backfill('strained', reconciliation());

    expect(ended.status).toBe('SUCCEEDED');
    expect(stage.faults.left('strained')).toEqual([]);
    expect(runsOf('outlastsToo')).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect((await itemsOf('outlastsAll'))[0]).toMatchObject({ attention: 'failed' });
  });
});

test('the scenarios above enter every state of the definition and take every way out of each', () => {
  const { engine, backfillRecordingsArn } = stage.system;
  const parents = engine.listExecutions(backfillRecordingsArn);
  const children = parents.flatMap(({ executionArn }) => engine.listChildExecutions(executionArn));

  const histories = [...parents, ...children].map(({ executionArn }) => engine.executionHistory(executionArn));

  expect(leftOut(['backfill-recordings'], histories)).toEqual({ states: [], edges: [] });
});
