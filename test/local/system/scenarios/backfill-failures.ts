import { describe, expect, test } from '@jest/globals';
import { sendIvsEvent } from '../../../../local/run/recording-run.ts';
import type { ExecutionDescription } from '../../../../local/states/execution-description.ts';
import { readDefinitions, statesOf } from '../../../statemachines/definitions.ts';
import { around, backfill, itemsOf, missed, outcomeOf, reconciliation, runsOf } from '../backfill-runs.ts';
import { without } from '../sample-copies.ts';
import { type Parsed, type Stage, typesOf } from '../stage.ts';
import { type Attempt, failsWith, hangs, losesAnswer } from '../task-faults.ts';

/** Backfills that cannot be worked off, that meet failures, or that give up and are redriven. */
export function backfillFailureScenarios(stage: () => Stage): void {
  describe('a backfill', () => {
    test('fails by name on an input that it cannot work off, before anything is started', async () => {
      const wrong = await backfill(stage(), 'wrong', { since: 'yesterday', dryrun: true });
      const unknown = await backfill(stage(), 'unknown', { since: '1h', exports: ['nope'] });

      expect(wrong).toMatchObject({ status: 'FAILED', error: 'ExecutionInputInvalidError' });
      expect(JSON.parse(wrong.cause ?? '').errorMessage).toMatch(
        /since: must be .*dryrun.*\{"since":"7d","dryRun":true\}/s,
      );
      expect(unknown).toMatchObject({ status: 'FAILED', error: 'ExportProfileUnknownError' });
    });

    test('counts a run for started whose answer was lost, and goes on for the next part of a list', async () => {
      const folder = await missed(stage(), 'lostAnswer', 15);
      stage().faults.at('lost', 'ProcessRecording', losesAnswer('StepFunctions.SdkClientException'));
      stage().faults.at('lost', 'ListRecordings', async (run) => ({
        ...((await run()) as object),
        isSpanListed: false,
      }));

      const ended = await backfill(stage(), 'lost', around(15));

      expect(ended.status).toBe('SUCCEEDED');
      expect(stage().faults.left('lost')).toEqual([]);
      expect(runsOf(stage(), folder.recordingId)).toHaveLength(1);
    });

    test('leaves alone what somebody has started under the same name and stopped meanwhile', async () => {
      const folder = await missed(stage(), 'stoppedByHand', 19);
      const { engine } = stage().system;
      const startsAndStops: Attempt = async (run, parameters) => {
        const { StateMachineArn: stateMachineArn, Name: name } = parameters as Parsed;
        engine.stopExecution(engine.startExecution({ stateMachineArn, name, input: '{}' }).executionArn);
        return run();
      };
      stage().faults.at('meets', 'ProcessRecording', startsAndStops);

      const ended = await backfill(stage(), 'meets', around(19));

      expect(ended.status).toBe('SUCCEEDED');
      expect(runsOf(stage(), folder.recordingId)).toMatchObject([{ status: 'ABORTED', redriveCount: 0 }]);
    });

    describe('that gave up, since too many recordings failed', () => {
      test('goes on, once it is redriven, with the healthy ones that it had stopped, and does nothing twice', async () => {
        const { done, stopped, ended } = await gaveUp(stage(), 'gaveUp', 21);
        stage().faults.at('gaveUp', 'RedriveRecording', failsWith('Sfn.ThrottlingException'));

        const redriven = await redrive(stage(), ended);
        const outcome = await outcomeOf(stage(), stopped);

        expect(redriven).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
        expect(stage().faults.left('gaveUp')).toEqual([]);
        expect(runsOf(stage(), stopped.recordingId)).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 1 }]);
        expect(runsOf(stage(), done.recordingId)).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 0 }]);
        expect(typesOf(outcome.messages)).toEqual(['recording.playback.ready']);
      });

      test('fails by name when it may not redrive them, and a later redrive makes up for it', async () => {
        const { stopped, ended } = await gaveUp(stage(), 'denied', 23);
        const denied = failsWith('Sfn.AccessDeniedException');
        stage().faults.at('denied', 'RedriveRecording', denied, denied);

        const first = await redrive(stage(), ended);
        stage().faults.at('denied', 'RedriveRecording');
        const second = await redrive(stage(), ended);
        const { processed } = await outcomeOf(stage(), stopped);

        expect([first.status, second.status]).toEqual(['FAILED', 'SUCCEEDED']);
        expect(processed).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
      });
    });

    test('outlasts one failure of each kind that its Retries name, in every state', async () => {
      const folder = await missed(stage(), 'outlastsAll', 17, without('media/hls/master.m3u8'));
      await sendIvsEvent(stage().system, folder);
      await outcomeOf(stage(), folder);
      await missed(stage(), 'outlastsToo', 17);
      const [definition] = readDefinitions().filter(({ name }) => name === 'backfill-recordings');
      // Entered by a redrive only, above.
      const states = statesOf(definition!.machine).filter(([name]) => name !== 'RedriveRecording');
      for (const [name, { Retry = [] }] of states) {
        const errors = Retry.map(({ ErrorEquals: [error = ''] }) => failsWith(error));
        if (errors.length > 0) stage().faults.at('strained', name, ...errors);
      }

      const ended = await backfill(stage(), 'strained', reconciliation());

      expect(ended.status).toBe('SUCCEEDED');
      expect(stage().faults.left('strained')).toEqual([]);
      expect(runsOf(stage(), 'outlastsToo')).toMatchObject([{ status: 'SUCCEEDED' }]);
      expect((await itemsOf(stage(), 'outlastsAll'))[0]).toMatchObject({ attention: 'failed' });
    });
  });
}

/** Its Map tolerates no failure: one recording is under way when the answer about the other, which is done, is lost. */
async function gaveUp(stage: Stage, id: string, hours: number) {
  const done = await missed(stage, `${id}Done`, hours);
  const stopped = await missed(stage, `${id}Stopped`, hours);
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
  const ended = await backfill(stage, id, around(hours));
  expect(ended).toMatchObject({ status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' });
  expect(runsOf(stage, stopped.recordingId)).toMatchObject([{ status: 'ABORTED' }]);
  return { done, stopped, ended };
}

async function redrive(stage: Stage, { executionArn }: ExecutionDescription): Promise<ExecutionDescription> {
  stage.system.engine.redriveExecution(executionArn);
  const ended = await stage.system.engine.whenEnded(executionArn);
  await stage.system.settle();
  return ended;
}
