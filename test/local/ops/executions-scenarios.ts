/** `run`, `follow`, `rerun`, `backfill`, `export` and `delete`. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect, test } from '@jest/globals';
import { uploadFolder } from '../../../local/system/upload-folder.ts';
import type { Finished, TerminalOptions } from '../../unit/ops/a-terminal.ts';
import { putBack, sampleDirectory, without } from '../system/sample-copies.ts';
import type { Stage } from '../system/stage.ts';
import { runAgainst } from './run-against.ts';

/** Everything that these tests start ends within it; the commands' own clock stands in June. */
const always = ['--since', '2026-01-01', '--until', '2099-01-01'];

/** Adds the tests. */
export function testExecutions(stage: () => Stage): void {
  const ops = (args: readonly string[], options: TerminalOptions = {}): Promise<Finished> =>
    runAgainst(stage().system, args, { pause: () => sleep(50), ...options });
  const keysUnder = async (bucket: string, prefix: string): Promise<string[]> => {
    const { Contents = [] } = await stage().system.s3.send(
      new ListObjectsV2Command({ Bucket: bucket, Prefix: prefix }),
    );
    return Contents.map(({ Key = '' }) => Key);
  };

  test('run shows its plan, asks, and follows the recording and the export that was wished for', async () => {
    const { prefix, recordingId } = await stage().addRecording('RunByPrefix1');

    const { exitCode, stdout, stderr, questions } = await ops(['run', prefix, '--rendition', '160p30', '--follow'], {
      answers: [true],
    });

    expect(stderr).toMatch(/^process-recording {2}RunByPrefix1 .* 160p30$/m);
    expect(questions).toEqual(['Start 1 execution?']);
    expect(stdout).toMatch(/^Started arn:aws:states:us-west-2:000000000000:execution:.*RunByPrefix1-op-\d{8}T\d{9}$/m);
    expect(stdout).toMatch(/ {2}ValidateRecording/);
    expect(stdout).toMatch(/SUCCEEDED after .*: recording\.playback\.ready http/);
    expect(stdout).toMatch(
      /RunByPrefix1-160p30-[0-9a-f]{8} {2}SUCCEEDED after .*recording\.export\.ready http.*160p30\.mp4/,
    );
    expect(exitCode).toBe(0);
    const { item, exportItems } = await stage().outcomeOf({ recordingId });
    expect(item.status).toBe('playable');
    expect(Object.keys(exportItems)).toEqual(['160p30']);
  }, 30_000);

  test('a recording that is playable gets the export alone; of a channel named by an id', async () => {
    const { stdout, stderr, exitCode } = await ops(['run', 'RunByPrefix1', '--export', 'archive', '--yes']);

    expect(stderr).toMatch(/^export-recording {2}RunByPrefix1 .* archive$/m);
    expect(stdout).toContain(':execution:IvsRecordingsPipeline-ExportRecording:');
    expect(exitCode).toBe(0);
  });

  test('follow knows a recording by its URL, and tells each event in a line of JSON', async () => {
    await stage().outcomeOf({ recordingId: 'RunByPrefix1' });
    const url = `${stage().system.playbackUrl}/Qm4TzL9cWx2d/RunByPrefix1/archive.mp4`;

    const { stdout, exitCode } = await ops(['follow', url, '--json']);

    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ event: 'execution-started', execution: expect.stringContaining('RunByPrefix1') });
    expect(lines).toContainEqual(expect.objectContaining({ event: 'state-exited', state: 'VerifyExport' }));
    expect(lines.at(-1)).toMatchObject({ status: 'SUCCEEDED', executions: expect.any(Array) });
    expect(exitCode).toBe(0);
  }, 30_000);

  test.each([
    [
      'a prefix of another bucket',
      's3://elsewhere/ivs/v1/123456789012/Qm4TzL9cWx2d/2026/6/23/20/12/AbcDef',
      /in the bucket elsewhere/,
    ],
    [
      'a prefix with nothing under it',
      'ivs/v1/210987654321/Qm4TzL9cWx2d/2026/6/23/20/12/AbcDef',
      /nothing under .*account is 210987654321/,
    ],
    [
      'an id that the catalog does not know',
      'Unknown1',
      /The catalog has no recording Unknown1\. Name it by its prefix/,
    ],
  ])('run refuses %s', async (_what, typed, message) => {
    const { exitCode, stderr } = await ops(['run', typed, '--yes']);

    expect(stderr).toMatch(message);
    expect(exitCode).toBe(1);
  });

  test('rerun redrives what failed once its cause is mended, and then leaves it alone', async () => {
    const folder = await stage().addRecording('RerunFailed1');
    writeFileSync(path.join(folder.directory, 'events/recording-ended.json'), '{}');
    await stage().run(folder);
    putBack(folder.directory, 'events/recording-ended.json');

    const first = await ops(['rerun', '--failed', ...always, '--yes', '--json']);
    const { processed } = await stage().outcomeOf(folder);
    const second = await ops(['rerun', '--failed', ...always]);

    expect(first.json()).toMatchObject({ status: 'SUCCEEDED', started: [], failed: [] });
    expect(first.json().redriven).toContainEqual({
      execution: 'Qm4TzL9cWx2d-RerunFailed1',
      executionArn: processed.executionArn,
    });
    expect(processed).toMatchObject({ status: 'SUCCEEDED', redriveCount: 1 });
    expect(second.stderr).not.toContain('RerunFailed1');
  }, 30_000);

  test('follow tells also of an export whose name was taken, since it had been started before', async () => {
    const folder = await stage().addRecording('FollowTaken1');
    const { engine, recordingsBucket, exportRecordingArn: stateMachineArn } = stage().system;
    const input = JSON.stringify({ recording: { bucket: recordingsBucket, prefix: folder.prefix }, export: 'archive' });
    engine.startExecution({ stateMachineArn, name: 'Qm4TzL9cWx2d-FollowTaken1-archive', input });
    const { processed } = await stage().run(folder);

    const { stdout, exitCode } = await ops(['follow', processed.name]);

    expect(stdout).toMatch(/ {2}FollowTaken1-archive {2}SUCCEEDED after /);
    expect(stdout).not.toContain('AlreadyExists');
    expect(exitCode).toBe(0);
  }, 30_000);

  test('follow fails when the execution failed, and tells why once', async () => {
    const folder = await stage().addRecording('FollowFails1');
    writeFileSync(path.join(folder.directory, 'events/recording-ended.json'), '{}');
    const { processed } = await stage().run(folder);

    const { stdout, stderr, exitCode } = await ops(['follow', processed.name]);

    expect(stdout.match(/RecordingMetadataInvalidError: /g)).toHaveLength(1);
    expect(stdout).toMatch(/FAILED after .*: RecordingMetadataInvalidError$/m);
    expect(stderr).toContain(`/v2/executions/details/${processed.executionArn}`);
    expect(exitCode).toBe(1);
  });

  test('backfill counts and prices first, and then tells how many were started and how many failed', async () => {
    await stage().addRecording('Backfilled1');

    const { stdout, stderr, exitCode, questions } = await ops(['backfill', ...always], { answers: [true] });

    expect(stderr).toMatch(/^to be started +1$/m);
    expect(stderr).toMatch(/^About USD 0\.01 to process 1 recording, by list prices of 2026-11\.$/m);
    expect(questions).toEqual(['Start 1 execution?']);
    expect(stdout).toMatch(/^started +1$/m);
    expect(exitCode).toBe(0);
  }, 30_000);

  test('export reads a recording from S3, and leaves no file when a segment is missing', async () => {
    const whole = await stage().addRecording('Exported1');
    const broken = await stage().addRecording('Exported2', without('media/hls/160p30/1.ts'));
    const bucket = stage().system.recordingsBucket;
    const directory = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-ops-'));

    const done = await ops(['export', `s3://${bucket}/${whole.prefix}/`, 'out.mp4', '--rendition', '160p30'], {
      directory,
    });
    const failed = await ops(['export', `s3://${bucket}/${broken.prefix}`, 'no.mp4', '--rendition', '160p30'], {
      directory,
    });

    expect(done.stdout).toContain(`160p30, s3://${bucket}/${whole.prefix}/media/hls/160p30/playlist.m3u8`);
    expect(done.exitCode).toBe(0);
    expect(statSync(path.join(directory, 'out.mp4')).size).toBeGreaterThan(100_000);
    expect(failed.stderr).toMatch(/1\.ts.*there is no s3:.*--tolerate-losses/);
    expect(failed.exitCode).toBe(1);
    expect(existsSync(path.join(directory, 'no.mp4'))).toBe(false);
    expect(readdirSync(directory)).toEqual(['out.mp4']);
    rmSync(directory, { recursive: true });
  }, 30_000);

  test('delete takes everything of a recording away, catalog last, and has CloudFront forget it', async () => {
    const { recordingsBucket, cloudFront, catalog, model, s3 } = stage().system;
    const exportsBucket = model.buckets.find((name) => name.includes('exports')) ?? '';
    const prefix = 'ivs/v1/123456789012/Qm4TzL9cWx2d/2026/6/23/20/12/Deleted1';
    await uploadFolder(s3, { bucket: recordingsBucket, prefix, directory: sampleDirectory });
    await s3.send(new PutObjectCommand({ Bucket: exportsBucket, Key: 'Qm4TzL9cWx2d/Deleted1/old.mp4', Body: 'old' }));
    await stage().outcomeOf({ recordingId: 'Deleted1' });

    const { stdout, stderr, exitCode, questions } = await ops(['delete', 'Deleted1'], { answers: [true] });

    expect(stderr).toMatch(/^Deleted1 .* 28 objects, 5\.1 MB +2 objects, .* 2 items$/m);
    expect(questions).toEqual(['Delete 1 recording for good?']);
    expect(stdout).toMatch(/^Deleted Deleted1: 30 objects \(.*\), 2 items of the catalog\.$/m);
    expect(exitCode).toBe(0);
    expect(await keysUnder(recordingsBucket, `${prefix}/`)).toEqual([]);
    expect(await keysUnder(exportsBucket, 'Qm4TzL9cWx2d/Deleted1/')).toEqual([]);
    expect(await catalog.itemsOfRecording('Deleted1')).toEqual([]);
    expect(cloudFront.invalidations.at(-1)?.paths).toEqual([`/${prefix}/*`, '/Qm4TzL9cWx2d/Deleted1/*']);
    expect((await ops(['delete', prefix, '--yes'])).exitCode).toBe(3);
  }, 30_000);

  test('a recording whose objects cannot be deleted keeps its exports, and stays in the catalog', async () => {
    // What is served in place is read only.
    const { exitCode, stderr } = await ops(['delete', 'RunByPrefix1', '--yes']);

    expect(stderr).toMatch(/^RunByPrefix1 is not deleted, nothing of it: /m);
    expect(stderr).toMatch(/media\/hls\/.*: AccessDenied: /);
    expect(exitCode).toBe(1);
    expect(
      await keysUnder(
        stage().system.model.buckets.find((name) => name.includes('exports')) ?? '',
        'Qm4TzL9cWx2d/RunByPrefix1/',
      ),
    ).toHaveLength(2);
    expect(await stage().system.catalog.itemsOfRecording('RunByPrefix1')).toHaveLength(3);
  });
}
