/** `doctor --live`: the sample goes through the local system, as it would through a deployment, and is gone in the end. */
import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import type { LiveReport } from '../../../ops/doctor/live/report.ts';
import { InterruptedError } from '../../../ops/terminal/interruption.ts';
import type { TerminalOptions } from '../../unit/ops/a-terminal.ts';
import type { Stage } from '../system/stage.ts';
import { runAgainst } from './run-against.ts';

/** Adds the tests. */
export function testDoctorLive(stage: () => Stage): void {
  const run = async (options: TerminalOptions) => {
    // Everything here takes its time, while the command's clock runs ahead; what is set off in one pause is done in it.
    const pause = async () => {
      await sleep(50);
      await stage().system.settle();
    };
    const finished = await runAgainst(stage().system, ['doctor', '--live', '--json'], {
      pause,
      answers: [true],
      ...options,
    });
    const report: LiveReport & { status: string } = finished.json();
    return { ...finished, report };
  };
  const leftOf = async ({ prefix }: LiveReport['recording']) => {
    const { s3, recordingsBucket, catalog } = stage().system;
    const [, recordingId = ''] = /DoctorLive\/.*\/(\w+)$/.exec(prefix) ?? [];
    const { KeyCount } = await s3.send(
      new ListObjectsV2Command({ Bucket: recordingsBucket, Prefix: 'ivs/v1/000000000000/DoctorLive/' }),
    );
    return { objects: KeyCount, items: (await catalog.itemsOfRecording(recordingId)).length };
  };

  test('passes, says that it was not AWS, settles what that did, and leaves nothing', async () => {
    const { report, exitCode, questions } = await run({});

    expect({ exitCode, status: report.status, notAws: report.notAws }).toEqual({
      exitCode: 0,
      status: 'SUCCEEDED',
      notAws: stage().system.gatewayUrl,
    });
    expect(questions).toEqual([`Put it into ${stage().system.recordingsBucket}, and try?`]);
    expect(report.steps.map(({ step, verdict }) => `${verdict} ${step}`)).toEqual([
      'ok upload',
      'ok start',
      'ok playback',
      'ok play',
      'ok export-default-1',
      'ok export-remux',
      'ok export-mediaconvert',
    ]);
    expect(report.facts.map(({ fact, answer }) => `${fact}: ${answer}`)).toEqual([
      'passthrough-rendition-playlist: yes',
      'passthrough-multivariant-playlist: yes',
      'create-job-sync-result: told',
      'failed-job-error-name: told',
    ]);
    expect(report.facts.at(-1)?.found).toMatch(/^States\.TaskFailed; its cause is the job as JSON, and tells 1056: /);
    expect(report.cleanUp).toMatchObject({ state: 'done', remains: [] });
    expect(await leftOf(report.recording)).toEqual({ objects: 0, items: 0 });
  }, 60_000);

  test('Ctrl-C while the exports are made stops them, and leaves nothing', async () => {
    const stop = new AbortController();
    const { engine, exportRecordingArn } = stage().system;
    const begun = new Set(engine.listExecutions(exportRecordingArn).map(({ name }) => name));
    const isExporting = () =>
      engine.listExecutions(exportRecordingArn).some(({ name }) => name.includes('-doctor-') && !begun.has(name));

    const { report, exitCode, stderr } = await run({
      signal: stop.signal,
      onSleep: () => isExporting() && stop.abort(new InterruptedError('SIGINT')),
    });

    expect({ exitCode, cleanUp: report.cleanUp.state }).toEqual({ exitCode: 130, cleanUp: 'done' });
    expect(stderr).toContain('What was made is being removed.');
    expect(stderr).toContain('Interrupted by SIGINT.');
    expect(await leftOf(report.recording)).toEqual({ objects: 0, items: 0 });
  }, 60_000);
}
