import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect, test } from '@jest/globals';
import { type Ended, type Outcome, only, type Parsed, type Stage, typesOf } from '../stage.ts';
import { type Attempt, jobFailsWith } from '../task-faults.ts';

const small = { exports: [{ name: 'small', rendition: '160p30' }] };

/** What MediaConvert may do instead of copying. */
export function mediaConvertScenarios(stage: () => Stage): void {
  test('a refusal to copy is answered by an encode, once, and the message says why', async () => {
    const folder = await stage().addRecording('encoded');
    const jobs: Parsed[] = [];
    stage().faults.at(
      folder.recordingId,
      'ExportWithMediaConvert',
      async (...attempt) => {
        jobs.push(attempt[1]);
        return jobFailsWith(1040, 'PASSTHROUGH is not supported for this input')(...attempt);
      },
      async (run, parameters) => {
        jobs.push(structuredClone(parameters));
        // A machine without ffmpeg cannot encode; whoever verifies cannot tell.
        Object.assign((parameters as Parsed).Settings, jobs[0].Settings);
        return run();
      },
    );

    const { exports, messages, exportItems } = await stage().run(folder, small);

    expect(exports).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(exports[0]?.states.slice(0, 7)).toEqual([
      'PlanExport',
      'WhichEngine?',
      'ExportWithMediaConvert',
      'NoteRefusal',
      'PlanExport',
      'WhichEngine?',
      'ExportWithMediaConvert',
    ]);
    expect(jobs.map(videoCodecOf)).toEqual(['PASSTHROUGH', 'H_264']);
    expect(jobs[0].ClientRequestToken).not.toBe(jobs[1].ClientRequestToken);
    expect(only(messages, 'recording.export.ready').body.export.engineReason).toBe(
      'encoded, since copying failed: MediaConvert said 1040: PASSTHROUGH is not supported for this input',
    );
    expect(exportItems.small.export.engineReason).toContain('encoded');
  });

  test('a failure that no encode would mend fails the export; redriven, it is planned afresh as a copy', async () => {
    const folder = await stage().addRecording('inputGone');
    const job = jobFailsWith(1404, 'Unable to open input file');
    // Once it may be a segment that S3 is about to show: the same job is begun again after a pause.
    stage().faults.at(folder.recordingId, 'ExportWithMediaConvert', job, job);

    const failed = await stage().run(folder, small);
    const mended = await stage().redrive(failed.exports[0]!.executionArn, folder);

    expect(failed.processed.status).toBe('SUCCEEDED');
    expect(failed.exports).toMatchObject([{ status: 'FAILED', error: 'MediaConvertJobFailedError' }]);
    expect(failed.exports[0]?.states.filter((state) => state === 'PauseBeforeJob')).toHaveLength(1);
    expect(only(failed.messages, 'recording.export.failed').body).toMatchObject({
      id: 'Qm4TzL9cWx2d/inputGone/recording.export.failed/Qm4TzL9cWx2d-inputGone-small/0',
      export: { name: 'small' },
      error: { state: 'PlanExport', message: expect.stringContaining('1404: Unable to open input file') },
    });
    expect(failed.exportItems).toMatchObject({ small: { status: 'failed', attention: 'failed' } });
    expect(mended.exports).toMatchObject([{ status: 'SUCCEEDED', redriveCount: 1 }]);
    expect(typesOf(mended.messages)).toEqual(['recording.export.ready']);
    expect(mended.exportItems.small).toMatchObject({
      status: 'ready',
      export: { engineReason: expect.stringContaining('copied') },
    });
    expect(mended.exportItems.small).not.toHaveProperty('failure');
  });

  test('a job that a switch of the page has end in ERROR is caught, planned anew and begun again', async () => {
    const { playbackUrl } = stage().system;
    const folder = await stage().addRecording('jobFailed');
    const turned = await fetch(`${playbackUrl}/local/faults/fail-mediaconvert-job/on`, {
      method: 'POST',
      headers: { origin: playbackUrl },
    });

    const { exports, messages } = await stage().run(folder, small);

    expect(turned.status).toBe(200);
    expect(exports).toMatchObject([{ status: 'SUCCEEDED' }]);
    expect(exports[0]?.states.slice(2, 8)).toEqual([
      'ExportWithMediaConvert',
      'NoteRefusal',
      'PlanExport',
      'WhichEngine?',
      'PauseBeforeJob',
      'ExportWithMediaConvert',
    ]);
    expect(only(messages, 'recording.export.ready').body.export.engineReason).toMatch(
      /; begun again, since MediaConvert said 1999: Unexpected system error/,
    );
  });

  describe.each([
    {
      what: 'is not there',
      recordingId: 'exportMissing',
      error: 'ExportMissingError',
      instead: (): Attempt => async () => ({ Job: { Id: '1700000000000-nothing' } }),
    },
    {
      what: 'is cut short',
      recordingId: 'exportCut',
      error: 'ExportDamagedError',
      instead: (): Attempt => async (run, parameters) => {
        const result = await run();
        await truncate(stage(), parameters);
        return result;
      },
    },
  ])('an export of which MediaConvert says that it succeeded and which $what', ({ recordingId, error, instead }) => {
    let failed: Outcome;

    test('is reported, and leaves the playback alone', async () => {
      const folder = await stage().addRecording(recordingId);
      stage().faults.at(recordingId, 'ExportWithMediaConvert', instead());

      failed = await stage().run(folder, small);

      expect(failed.exports).toMatchObject([{ status: 'FAILED', error }]);
      expect([...typesOf(failed.messages)].sort()).toEqual(['recording.export.failed', 'recording.playback.ready']);
      expect(only(failed.messages, 'recording.export.failed').body).toMatchObject({
        export: { name: 'small' },
        error: { name: error, state: 'VerifyExport', redrivable: true },
      });
      expect(failed.item).toMatchObject({ status: 'playable', playback: { url: expect.any(String) } });
      expect(failed.item).not.toHaveProperty('attention');
      expect(failed.exportItems).toMatchObject({ small: { status: 'failed', attention: 'failed' } });
    });

    test('is made anew by a new execution with the same input, after which the first can be redriven', async () => {
      const [{ executionArn, name, input }] = failed.exports as [Ended];

      const anew = await stage().runExport(recordingId, input, `${name}-again`);
      const redriven = await stage().redrive(executionArn, { recordingId });

      expect(anew.exports).toMatchObject([{ status: 'FAILED' }, { status: 'SUCCEEDED' }]);
      expect(typesOf(anew.messages)).toEqual(['recording.export.ready']);
      expect(anew.exportItems.small).toMatchObject({ status: 'ready' });
      expect(anew.exportItems.small).not.toHaveProperty('attention');
      expect(redriven.exports[0]).toMatchObject({
        status: 'SUCCEEDED',
        states: ['RegisterExport', 'AnnounceExport', 'RecordingExported'],
      });
    });
  });
}

const videoCodecOf = ({ Settings }: Parsed): string =>
  Settings.OutputGroups[0].Outputs[0].VideoDescription.CodecSettings.Codec;

/** Cuts the file that a job wrote in half. */
async function truncate({ system: { s3 } }: Stage, parameters: unknown): Promise<void> {
  const [group] = (parameters as Parsed).Settings.OutputGroups;
  const destination = new URL(group.OutputGroupSettings.FileGroupSettings.Destination);
  const place = { Bucket: destination.hostname, Key: `${destination.pathname.slice(1)}.mp4` };
  const { Body } = await s3.send(new GetObjectCommand(place));
  const whole = await Body!.transformToByteArray();
  await s3.send(new PutObjectCommand({ ...place, Body: whole.subarray(0, whole.length / 2) }));
}
