/** `recordings list`, `events`, `show` and `check`. */
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { expect, test } from '@jest/globals';
import type { RecordingFolder } from '../../../local/run/recording-folder.ts';
import type { Finished } from '../../unit/ops/a-terminal.ts';
import { without } from '../system/sample-copies.ts';
import type { Stage } from '../system/stage.ts';
import { runAgainst } from './run-against.ts';

const channelId = 'Qm4TzL9cWx2d';

/** Adds the tests: they come first, while the catalog is empty. */
export function testRecordings(stage: () => Stage): void {
  const ops = (...args: string[]): Promise<Finished> => runAgainst(stage().system, ['recordings', ...args]);

  /** IVS tells of a recording; an end sets it off. */
  async function tell(status: string, prefix: string, time: string, detail: object = {}): Promise<void> {
    const { endpoints, sdk, recordingsBucket } = stage().system;
    const client = new EventBridgeClient({ ...sdk, endpoint: endpoints.eventbridge });
    await client.send(
      new PutEventsCommand({
        Entries: [
          {
            Source: 'aws.ivs',
            DetailType: 'IVS Recording State Change',
            Time: new Date(time),
            Resources: [`arn:aws:ivs:us-west-2:123456789012:channel/${channelId}`],
            Detail: JSON.stringify({
              channel_name: '=evening\u001b[2J',
              stream_id: 'st-1',
              recording_status: status,
              recording_s3_bucket_name: recordingsBucket,
              recording_s3_key_prefix: prefix,
              ...detail,
            }),
          },
        ],
      }),
    );
    client.destroy();
  }
  const endOf = async (folder: RecordingFolder): Promise<void> => {
    await tell('Recording Start', folder.prefix, '2026-06-23T20:12:41Z');
    await tell('Recording End', folder.prefix, '2026-06-23T20:13:10Z', { recording_duration_ms: 29_995 });
    await stage().outcomeOf(folder);
  };

  test.each([
    ['list', 'No recordings in the catalog that began between 2026-06-22T12:00Z and 2026-06-25T12:00Z.\n'],
    ['events', 'IVS has told nothing between 2026-06-22T12:00Z and 2026-06-25T12:00Z.\n'],
  ])('%s says that there is nothing', async (command, told) => {
    const { exitCode, stdout } = await ops(command, '--since', '3d');

    expect(exitCode).toBe(3);
    expect(stdout).toContain(told);
  });

  test('list shows what became of recordings, the latest first', async () => {
    await endOf(await stage().addRecording('ListedWhole'));
    await endOf(await stage().addRecording('ListedBroken', without('media/hls/master.m3u8')));
    const { playbackUrl } = stage().system;

    const { exitCode, stdout, stderr } = await ops('list', '--since', '3d');

    expect([exitCode, stderr]).toEqual([0, '']);
    const [head = '', whole = '', broken = ''] = stdout.split('\n');
    expect(head).toMatch(/^Start \(UTC\) +Recording +Channel +Duration +Status +Exports +Playback$/);
    expect(whole).toMatch(/^2026-06-23 20:12:41 {2}ListedWhole .*\\u\{1b\}.* 0:00:30 {2}playable +archive ready/);
    expect(
      whole.endsWith(
        `  ${playbackUrl}/ivs/v1/123456789012/${channelId}/2026/6/23/20/12/ListedWhole/media/hls/master.m3u8`,
      ),
    ).toBe(true);
    expect(broken).toMatch(/ListedBroken .* - {2}failed: RecordingDamagedError +- +-$/);
  }, 30_000);

  test('list answers in JSON and in CSV, of one channel or of all, by status', async () => {
    const byChannel = await ops('list', '--since', '3d', '--channel', channelId, '--status', 'failed', '--json');
    const ofOther = await ops('list', '--since', '3d', '--channel', 'Another1', '--json');
    const table = await ops('list', '--since', '2026-06-23T20:12:41Z', '--until', '2026-06-23T20:12:42Z', '--csv');

    expect(byChannel.json()).toMatchObject({
      status: 'SUCCEEDED',
      isTruncated: false,
      recordings: [{ recordingId: 'ListedBroken', status: 'failed', failure: { name: 'RecordingDamagedError' } }],
    });
    expect([ofOther.exitCode, ofOther.json()]).toMatchObject([3, { status: 'NOTHING_TO_DO', recordings: [] }]);
    expect(table.stdout.split('\r\n').slice(1, -1)).toEqual([
      expect.stringMatching(
        /^2026-06-23T20:12:41Z,ListedWhole,Qm4TzL9cWx2d,'=evening.*,29\.995,playable,no,,http.*,archive:ready,http/,
      ),
    ]);
  });

  test('without a begin, a list shows the day before its end', async () => {
    const { since, recordings } = (await ops('list', '--until', '2026-06-24T12:00Z', '--json')).json();

    expect([since, recordings.length]).toEqual(['2026-06-23T12:00:00.000Z', 2]);
  });

  test('events shows what never became a recording, too', async () => {
    await tell('Recording Start Failure', '', '2026-06-23T20:30:00Z', {
      recording_status_reason: 'ValidationException',
    });
    await tell('Recording Start', 'ivs/v1/123456789012/Qm4TzL9cWx2d/2026/6/23/20/40/Running', '2026-06-23T20:40:00Z');
    await tell('Recording End', 'ivs/v1/../../etc', '2026-06-23T20:50:00Z');

    const { exitCode, stdout, stderr } = await ops('events', '--since', '2026-06-23T20:13Z', '--until', '2026-06-24');

    expect(exitCode).toBe(0);
    expect(stdout.replaceAll(/ {2,}/g, '  ').split('\n').slice(1, -1)).toEqual([
      expect.stringMatching(/^2026-06-23 20:13:10 {2}.*Recording End {2}0:00:30 {2}ListedWhole {2}in the catalog$/),
      expect.stringMatching(/ListedBroken {2}in the catalog$/),
      expect.stringMatching(/Recording Start Failure: ValidationException {2}- {2}- {2}never recorded$/),
      expect.stringMatching(/Recording Start {2}- {2}Running {2}not ended, as far as IVS has told$/),
      expect.stringMatching(/ivs\/v1\/\.\.\/\.\.\/etc {2}NOT in the catalog$/),
    ]);
    expect(stderr).toContain('1 end without an item in the catalog.');
    await stage().system.settle();
  }, 30_000);

  test('events answers in JSON, cut to the latest', async () => {
    const { stderr, ...ended } = await ops('events', '--since', '3d', '--limit', '2', '--json');

    expect(ended.json()).toMatchObject({
      isTruncated: true,
      events: [
        { event: 'Recording Start', outcome: 'not-ended', recordingId: 'Running' },
        { event: 'Recording End', outcome: 'not-in-catalog', recordingId: null },
      ],
    });
    expect(stderr).toContain('There are more than 2');
  });

  test('show tells everything about a recording, which a URL names as well as its id', async () => {
    const url = `${stage().system.playbackUrl}/${channelId}/ListedWhole/archive.mp4`;

    const [shown, asJson] = [await ops('show', 'ListedWhole'), await ops('show', url, '--json')];

    expect([shown.exitCode, shown.stderr]).toEqual([0, '']);
    expect(shown.stdout).toContain(
      'Metadata    RECORDING_ENDED, 2026-06-23 20:12:41 to 2026-06-23 20:13:10 UTC, 29995 ms',
    );
    expect(shown.stdout).toMatch(/^archive {2}ready +1\.9 MB {2} 0:00:30 {2}mediaconvert {2}http/m);
    expect(shown.stdout).toMatch(/^Qm4TzL9cWx2d-ListedWhole-archive {2}SUCCEEDED/m);
    expect(asJson.json()).toMatchObject({
      recordingId: 'ListedWhole',
      catalog: { status: 'playable', completeness: 'complete' },
      metadataFile: { version: 'v1' },
      exports: [{ name: 'archive', sizeBytesNow: expect.any(Number), problem: null }],
      executions: [{ name: `${channelId}-ListedWhole` }, { name: `${channelId}-ListedWhole-archive` }],
      messages: [
        {
          id: `${channelId}/ListedWhole/recording.playback.ready`,
          messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        },
        { id: `${channelId}/ListedWhole/recording.export.ready/archive`, messageId: expect.any(String) },
      ],
    });
  });

  test('show finds an execution of any name when it is asked to list all', async () => {
    const folder = await stage().addRecording('ShownByHand');
    await stage().run(folder, { exports: [] }, `${channelId}-ShownByHand-by-hand`);
    await stage().run(folder, { exports: [] }, `${channelId}-ShownByHand-again`);

    const { executions } = (await ops('show', folder.prefix, '--all-executions', '--json')).json();

    expect(executions.map(({ name }: { name: string }) => name.slice(channelId.length))).toEqual([
      '-ShownByHand-by-hand',
      '-ShownByHand-again',
    ]);
  }, 30_000);

  test('check judges here and now, and says whether viewers can play it', async () => {
    const [whole, broken] = [await ops('check', 'ListedWhole', '--json'), await ops('check', 'ListedBroken')];

    expect([whole.exitCode, whole.json()]).toMatchObject([
      0,
      { outcome: 'complete', isPlayable: true, findings: [], wouldAnnounce: { type: 'recording.playback.ready' } },
    ]);
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toMatch(/Outcome {4}damaged\nFinding {4}playlist-missing: .*master\.m3u8 is missing\n/);
  });

  test.each([
    [['show', 'Unknown1'], 1, 'The catalog has no recording Unknown1. Name it by its prefix'],
    [['show', 'ivs/v1/123456789012/C/2026/6/23/../12/R'], 2, 'names no recording'],
    [['check', 's3://other-bucket/ivs/v1/123456789012/C/2026/6/23/20/12/R'], 1, 'is in the bucket other-bucket'],
    [['list', '--since', '1h', '--until', '2h'], 2, 'has to be earlier than --until'],
    [['list', '--csv', '--json'], 2, 'Choose one: --json or --csv.'],
    [['list', '--channel', 'a/b'], 2, 'a/b is no channel'],
    [['list', '--limit', '0'], 2, 'Expected 1 to 100000.'],
    [['events', '--stack', 'Nope'], 1, 'There is no stack Nope in us-west-2.'],
  ])('%j is refused in one sentence', async (args, exitCode, told) => {
    const ended = await ops(...args);

    expect([ended.exitCode, ended.stderr]).toEqual([exitCode, expect.stringContaining(told)]);
  });
}
