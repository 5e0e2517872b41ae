/** What a user does who has just cloned this repository, and what they see. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { catalogRecordingSchema } from '../../lambdas/shared/contract/catalog.ts';
import { notificationSchema } from '../../lambdas/shared/contract/notification.ts';
import { runFolderName } from '../../local/run/run-folder.ts';
import { type CliResult, type RunningCli, root, runCli, startCli } from './run-cli.ts';
import { testWith } from './with-tool.ts';

// Whole systems start here; on a busy machine that takes its time.
jest.setTimeout(120_000);

const sample = path.join(root, 'local/sample/h7RkV3sNp8Ya');
const runFolderOf = (pid: number | undefined): string => path.join(root, '.local', runFolderName(pid ?? 0));
const lastLine = ({ stdout }: CliResult) => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-e2e-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A copy of the sample in `folder`, under another name. */
function copySample(name: string): string {
  const copy = path.join(folder, name);
  cpSync(sample, copy, { recursive: true });
  return copy;
}

describe('npm start -- --once --json', () => {
  let result: CliResult;
  // biome-ignore lint/suspicious/noExplicitAny: the JSON is looked into as it comes
  let report: any;
  beforeAll(async () => {
    result = await runCli(['--once', '--json']);
    report = lastLine(result);
  });

  test('succeeds, and prints nothing but one JSON object', () => {
    expect(result.exitCode).toBe(0);
    expect(result.stdout.trimEnd()).not.toContain('\n');
    expect(report).toMatchObject({ status: 'SUCCEEDED', executionName: 'Qm4TzL9cWx2d-h7RkV3sNp8Ya' });
  });

  test('tells the states of both machines in the order entered', () => {
    expect(report.states[0]).toBe('ValidateRecording');
    expect(report.states).toHaveLength(15);
    for (const [before, after] of [
      ['AnnouncePlayback', 'StartExport'],
      ['StartExport', 'PlanExport'],
      ['PlanExport', 'ExportWithMediaConvert'],
      ['AnnounceExport', 'RecordingExported'],
    ] as const) {
      expect(report.states.indexOf(before)).toBeLessThan(report.states.indexOf(after));
    }
  });

  test('tells the messages with their attributes, and the catalog item', () => {
    expect(report.notifications.map(({ body }: { body: { type: string } }) => body.type)).toEqual([
      'recording.playback.ready',
      'recording.export.ready',
    ]);
    for (const { body, attributes } of report.notifications) {
      expect(notificationSchema.parse(body)).toEqual(body);
      expect(attributes).toEqual({ type: body.type, channelId: 'Qm4TzL9cWx2d', recordingId: 'h7RkV3sNp8Ya' });
    }
    expect(catalogRecordingSchema.parse(report.catalogItem)).toMatchObject({ status: 'playable' });
    expect(report.catalogItem.exports.archive).toMatchObject({ status: 'ready' });
  });

  test('gives both URLs, and the MP4 as a file', () => {
    expect(report.playbackUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/ivs\/v1\/.*\/master\.m3u8$/);
    expect(report.exportUrl).toMatch(/\/Qm4TzL9cWx2d\/h7RkV3sNp8Ya\/archive\.mp4\?v=/);
    expect(path.dirname(report.exportPath)).toBe(path.join(root, '.local/exports'));
    expect(readFileSync(report.exportPath).toString('latin1', 4, 8)).toBe('ftyp');
  });

  testWith('ffprobe')('makes an MP4 that lasts as long as the recording, as ffprobe reads it', () => {
    const args = [
      '-v',
      'error',
      '-show_entries',
      'format=duration:stream=codec_name',
      '-of',
      'json',
      report.exportPath,
    ];

    const probed = JSON.parse(spawnSync('ffprobe', args, { encoding: 'utf8' }).stdout);

    expect(probed.streams.map((stream: { codec_name: string }) => stream.codec_name).sort()).toEqual(['aac', 'h264']);
    expect(Math.abs(Number(probed.format.duration) - 29.995)).toBeLessThan(0.5);
  });

  test('shows on standard error what happens meanwhile, and leaves no folder behind', () => {
    expect(result.stderr).toMatch(/✓ process {9}ValidateRecording +\d+\.\d\d s/);
    expect(result.stderr).toMatch(/✓ export archive {2}ExportWithMediaConvert +\d+\.\d\d s/);
    expect(result.stderr).not.toContain('\u001b');
    expect(existsSync(runFolderOf(result.pid))).toBe(false);
  });
});

describe('--engine remux', () => {
  let result: CliResult;
  // biome-ignore lint/suspicious/noExplicitAny: the JSON is looked into as it comes
  let report: any;
  beforeAll(async () => {
    result = await runCli(['--once', '--json', '--engine', 'remux']);
    report = lastLine(result);
  });

  test('shows the other way: no MediaConvert, and as many states', () => {
    expect(result.exitCode).toBe(0);
    expect(report).toMatchObject({
      status: 'SUCCEEDED',
      // As by any event: it is the deployment that has another engine.
      executionName: 'Qm4TzL9cWx2d-h7RkV3sNp8Ya',
      exports: [{ name: 'archive', engine: 'remux', engineReason: 'the engine remux is wanted' }],
    });
    expect(report.states).toHaveLength(15);
    expect(report.states).toContain('ExportWithRemux');
    expect(report.states).not.toContain('ExportWithMediaConvert');
  });

  test('says on the screen which engine was taken and why', () => {
    expect(result.stderr).toMatch(/✓ export archive {2}PlanExport .*\n {20}remux: the engine remux is wanted\n/);
  });

  testWith('ffprobe')('makes an MP4 with every frame of the sample, as ffprobe counts them', () => {
    const args = ['-v', 'error', '-count_packets', '-show_entries', 'stream=codec_name,nb_read_packets', '-of', 'json'];

    const { streams } = JSON.parse(spawnSync('ffprobe', [...args, report.exportPath], { encoding: 'utf8' }).stdout);

    expect(streams).toEqual([
      { codec_name: 'h264', nb_read_packets: '882' },
      { codec_name: 'aac', nb_read_packets: '1406' },
    ]);
  });
});

test('an engine that does not exist ends with exit code 2 before anything is started', async () => {
  const { exitCode, stdout, stderr } = await runCli(['--once', '--json', '--engine', 'ffmpeg']);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toBe('There is no engine "ffmpeg"; --engine takes mediaconvert, auto or remux.\n');
});

describe('--recording', () => {
  test("takes another folder's recording, whose name becomes its id, exports the rendition that is wished, and tells what is missing", async () => {
    rmSync(path.join(copySample('my own copy'), 'media/hls/360p30/1.ts'));

    const result = await runCli(['--once', '--json', '--recording', 'my own copy', '--rendition', '480p30'], folder);

    expect(result.exitCode).toBe(0);
    expect(lastLine(result)).toMatchObject({
      status: 'SUCCEEDED',
      executionName: expect.stringMatching(/^Qm4TzL9cWx2d-myowncopy-op-/),
      playbackUrl: expect.stringMatching(/\/Qm4TzL9cWx2d\/myowncopy\/playback\/master\.m3u8$/),
      catalogItem: {
        recordingId: 'myowncopy',
        recording: { completeness: 'partial' },
        playback: { missing: { ranges: [{ rendition: '360p30', startSeconds: 10.267, seconds: 10 }] } },
        findings: [{ code: 'segment-missing', rendition: '360p30' }],
        exports: { '480p30': { export: { rendition: '480p30' } } },
      },
      exportPath: path.join(root, '.local/exports/Qm4TzL9cWx2d-myowncopy-480p30.mp4'),
    });
  });

  test('of a damaged recording ends with exit code 1, and tells what is wrong with it', async () => {
    rmSync(path.join(copySample('damaged'), 'media/hls/master.m3u8'));

    const result = await runCli(['--once', '--json', '--recording', path.join(folder, 'damaged')]);

    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain('RecordingDamagedError');
    expect(lastLine(result)).toMatchObject({
      status: 'FAILED',
      playbackUrl: null,
      exportPath: null,
      executions: [{ status: 'FAILED', error: 'RecordingDamagedError' }],
      notifications: [
        { body: { type: 'recording.failed', error: { message: expect.stringContaining('master.m3u8 is missing') } } },
      ],
    });
  });

  test.each([
    ['no folder', () => path.join(folder, 'nowhere'), /^There is no folder .*nowhere\.$/],
    ['a folder without metadata', () => folder, /holds no recording: expected events\/recording-ended\.json/],
    [
      'a folder whose metadata nobody can read',
      () => {
        mkdirSync(path.join(folder, 'events'));
        writeFileSync(path.join(folder, 'events/recording-ended.json'), '<html>');
        return folder;
      },
      /recording-ended\.json is not JSON/,
    ],
  ])('of %s ends with exit code 2 and one sentence', async (_what, make, expected) => {
    const { exitCode, stdout, stderr } = await runCli(['--once', '--json', '--recording', make()]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr.trimEnd()).toMatch(expected);
    expect(stderr.trimEnd()).not.toContain('\n');
  });
});

test('a rendition that the recording does not have ends with exit code 2 before anything is started', async () => {
  const { exitCode, stdout, stderr } = await runCli(['--once', '--json', '--rendition', '999p']);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toBe('The recording has no rendition "999p"; there are 720p30, 480p30, 360p30, 160p30.\n');
});

test('--no-export ends with the playback', async () => {
  const result = await runCli(['--once', '--json', '--no-export']);

  const report = lastLine(result);
  expect(result.exitCode).toBe(0);
  expect(report).toMatchObject({ status: 'SUCCEEDED', exportUrl: null, exportPath: null, exports: [] });
  expect(report.states.at(-1)).toBe('RecordingProcessed');
  expect(report.notifications).toHaveLength(1);
});

test('an option that does not exist ends with exit code 2 and a hint', async () => {
  const { exitCode, stderr } = await runCli(['--nonsense']);

  expect(exitCode).toBe(2);
  expect(stderr).toBe("Unknown option '--nonsense'. npm start -- --help lists the options.\n");
});

test('--help tells the options', async () => {
  const { exitCode, stdout } = await runCli(['--help']);

  expect(exitCode).toBe(0);
  expect(stdout).toContain('--rendition NAME');
});

const running: RunningCli[] = [];
afterAll(() => {
  for (const { child } of running) child.kill('SIGKILL');
});

function start(...args: string[]): RunningCli {
  const cli = startCli(args);
  running.push(cli);
  return cli;
}

const isListening = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });

test('--serve prints the variables by which an SDK finds everything, and Ctrl-C, which comes twice by way of npm, takes everything down', async () => {
  const cli = start('--serve');
  const [, endpoint = ''] = await cli.seen(/export AWS_ENDPOINT_URL_S3=(\S+)[\s\S]*AWS_EC2_METADATA_DISABLED=true\n/);
  const client = new S3Client({
    endpoint,
    region: 'us-west-2',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });

  const { Buckets = [] } = await client.send(new ListBucketsCommand());
  client.destroy();
  const wasListening = await isListening(endpoint);
  cli.child.kill('SIGINT');
  cli.child.kill('SIGINT');
  const { exitCode } = await cli.ended;

  expect(Buckets).toHaveLength(3);
  expect([wasListening, await isListening(endpoint)]).toEqual([true, false]);
  expect(exitCode).toBe(0);
  expect(existsSync(runFolderOf(cli.child.pid))).toBe(false);
});

test('Ctrl-C in the middle of a run ends it at once, with the exit code of an interruption', async () => {
  const cli = start();
  const [, playback = ''] = await cli.seen(/playback at (\S+)[\s\S]*ValidateRecording entered/);

  cli.child.kill('SIGINT');
  const { exitCode } = await cli.ended;

  expect(exitCode).toBe(130);
  expect(await isListening(playback)).toBe(false);
  expect(existsSync(runFolderOf(cli.child.pid))).toBe(false);
});
