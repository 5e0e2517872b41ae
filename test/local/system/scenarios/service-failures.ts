import { describe, expect, test } from '@jest/globals';
import { readDefinitions, statesOf } from '../../../statemachines/definitions.ts';
import { nothingRecorded } from '../sample-copies.ts';
import { only, type Stage, typesOf } from '../stage.ts';
import { failsWith, hangs, losesAnswer } from '../task-faults.ts';

const small = { exports: [{ name: 'small', rendition: '160p30' }] };

/** Of every Task of a recording's two machines the first error of each Retry, but for those that other scenarios throw. */
export const transientErrors = readDefinitions()
  .filter(({ name }) => name !== 'backfill-recordings')
  .flatMap(({ machine }) => statesOf(machine))
  .filter(([, { Type }]) => Type === 'Task')
  .map(([name, { Retry = [] }]) => ({ name, errors: Retry.map(({ ErrorEquals: [error = ''] }) => error) }));

/** Services that fail, in passing or for good. */
export function serviceFailureScenarios(stage: () => Stage): void {
  test.each([
    ['mediaconvert', 'ExportWithRemux'],
    ['remux', 'ExportWithMediaConvert'],
  ])(
    'every state of a recording with an export by %s outlasts one failure of each kind that its Retry names',
    async (engine, otherEngine) => {
      const folder = await stage().addRecording(`outlasts${engine}`);
      for (const { name, errors } of transientErrors) {
        stage().faults.at(folder.recordingId, name, ...errors.map((error) => failsWith(error)));
      }

      const { processed, exports, messages } = await stage().run(folder, {
        exports: [{ name: 'small', rendition: '160p30', engine }],
      });

      expect(processed.status).toBe('SUCCEEDED');
      expect(exports).toMatchObject([{ status: 'SUCCEEDED' }]);
      expect(typesOf(messages)).toEqual(['recording.playback.ready', 'recording.export.ready']);
      expect(stage().faults.left(folder.recordingId)).toEqual([
        'ReserveMinutes',
        otherEngine,
        'RegisterHold',
        'AnnounceHold',
        'RegisterEmptyRecording',
        'AnnounceEmptyRecording',
      ]);
    },
  );

  test('so does every state of an empty one', async () => {
    const folder = await stage().addRecording('outlastsEmpty', nothingRecorded);
    for (const { name, errors } of transientErrors) {
      stage().faults.at(folder.recordingId, name, ...errors.map((error) => failsWith(error)));
    }

    const { processed, messages } = await stage().run(folder);

    expect(processed.status).toBe('SUCCEEDED');
    expect(typesOf(messages)).toEqual(['recording.empty']);
    expect(stage().faults.left(folder.recordingId)).not.toContain('RegisterEmptyRecording');
    expect(stage().faults.left(folder.recordingId)).not.toContain('AnnounceEmptyRecording');
  });

  describe.each([
    {
      state: 'RegisterPlayback',
      recordingId: 'noRegister',
      error: 'DynamoDB.ResourceNotFoundException',
      playbackStands: false,
      afterwards: ['AnnouncePlayback', 'AreExportsWanted?', 'RecordingProcessed'],
    },
    {
      state: 'AnnouncePlayback',
      recordingId: 'noAnnounce',
      error: 'SNS.InvalidParameterException',
      playbackStands: true,
      afterwards: ['AreExportsWanted?', 'RecordingProcessed'],
    },
  ])('when $state fails for good ($error)', (given) => {
    const { state, recordingId, error, playbackStands, afterwards } = given;

    test('it is reported, and a redrive goes on there without running earlier states again', async () => {
      const folder = await stage().addRecording(recordingId);
      stage().faults.at(recordingId, state, failsWith(error));

      const failed = await stage().run(folder, { exports: [] });
      const redriven = await stage().redrive(failed.processed.executionArn, folder);

      expect(failed.processed).toMatchObject({ status: 'FAILED', error });
      expect(typesOf(failed.messages)).toEqual(['recording.failed']);
      expect(only(failed.messages, 'recording.failed').body).toMatchObject({
        error: { name: error, state },
        playbackStands,
      });
      expect(failed.item).toMatchObject({ attention: 'failed', failure: { state } });
      expect(redriven.processed).toMatchObject({ status: 'SUCCEEDED', states: afterwards });
      expect(typesOf(redriven.messages)).toEqual(['recording.playback.ready']);
      expect(redriven.item).toMatchObject({ status: 'playable' });
      expect(redriven.item).not.toHaveProperty('attention');
    });
  });

  test('news that is told twice, since the answer of SNS was lost, has one id', async () => {
    const folder = await stage().addRecording('toldTwice');
    stage().faults.at(folder.recordingId, 'AnnouncePlayback', losesAnswer('SNS.SdkClientException'));

    const { processed, messages } = await stage().run(folder, { exports: [] });

    expect(processed.status).toBe('SUCCEEDED');
    expect(messages.map(({ body }) => body.id)).toEqual([
      'Qm4TzL9cWx2d/toldTwice/recording.playback.ready',
      'Qm4TzL9cWx2d/toldTwice/recording.playback.ready',
    ]);
  });

  test('an export whose announcement fails for good stays ready, and is announced by a redrive', async () => {
    const folder = await stage().addRecording('exportUntold');
    stage().faults.at(folder.recordingId, 'AnnounceExport', failsWith('SNS.AuthorizationErrorException'));

    const failed = await stage().run(folder, small);
    const redriven = await stage().redrive(failed.exports[0]!.executionArn, folder);

    expect(failed.exportItems).toMatchObject({ small: { status: 'ready', attention: 'failed' } });
    expect(only(failed.messages, 'recording.export.failed').body.error.state).toBe('AnnounceExport');
    expect(redriven.exports).toMatchObject([{ status: 'SUCCEEDED', states: ['RecordingExported'] }]);
    expect(typesOf(redriven.messages)).toEqual(['recording.export.ready']);
    expect(redriven.exportItems.small).not.toHaveProperty('attention');
  });

  test('an execution that somebody stops is reported with the state that was under way', async () => {
    const folder = await stage().addRecording('stopped');
    const { promise, resolve } = Promise.withResolvers<void>();
    stage().faults.at(folder.recordingId, 'RegisterPlayback', (...attempt) => {
      resolve();
      return hangs(...attempt);
    });
    const executionArn = stage().start(folder, { exports: [] });
    await promise;

    stage().system.engine.stopExecution(executionArn, 'OperatorStopped', 'wrong recording');
    const { processed, messages, item } = await stage().outcomeOf(folder);

    expect(processed.status).toBe('ABORTED');
    expect(messages).toMatchObject([
      {
        body: {
          type: 'recording.failed',
          error: { name: 'OperatorStopped', message: 'wrong recording', state: 'RegisterPlayback', redrivable: true },
        },
      },
    ]);
    expect(item).toMatchObject({ status: 'failed', attention: 'failed' });
  });
}
