/** `doctor --live` against a deployment by hand: whatever happens, nothing is left, or it is told. */
import { expect, test } from '@jest/globals';
import { examineLive, type LiveSurroundings } from '../../../../../ops/doctor/live/examine-live.ts';
import type { LiveReport } from '../../../../../ops/doctor/live/report.ts';
import { DeclinedError, OperationRefusedError } from '../../../../../ops/frame/operator-errors.ts';
import { InterruptedError } from '../../../../../ops/terminal/interruption.ts';
import { silentBar } from '../../../../../ops/terminal/progress-bar.ts';
import { keepingOutput } from '../../keeping-output.ts';
import { accountId, deployment, World } from './a-world.ts';
import { job, type Otherwise } from './courses.ts';

const prefix = `ivs/v1/${accountId}/DoctorLive/2026/6/25/12/0/live20260625120040`;
const advice = `To remove what remains, once nothing works on it: ivs-recordings delete ${prefix}`;

interface Asked {
  readonly channel?: string;
  readonly isKept?: boolean;
  readonly isDeclined?: boolean;
  /** The deed at which somebody presses Ctrl-C. */
  readonly interruptedAt?: RegExp;
}

async function run(otherwise: Otherwise = {}, { channel, isKept = false, isDeclined, interruptedAt }: Asked = {}) {
  const stop = new AbortController();
  const world = new World({
    ...otherwise,
    onDeed: (deed) => interruptedAt?.test(deed) && stop.abort(new InterruptedError('SIGINT')),
  });
  const { output, stdout, stderr } = keepingOutput();
  const reports: LiveReport[] = [];
  const said: (() => void)[] = [];
  const surroundings: LiveSurroundings = {
    look: world.look,
    trial: world.trial(stop.signal),
    cleanUp: world.cleanUp,
    sample: world.sample,
    version: '1.2.3',
    notAws: undefined,
    writeReport: (report) => void reports.push(report),
    beforeSuddenEnd: (say) => {
      said.push(say);
      return () => {};
    },
  };
  const outcome = await examineLive({ channel, isKept }, surroundings, {
    deployment: async () => deployment,
    output,
    clock: world.clock,
    signal: stop.signal,
    confirm: async () => {
      if (isDeclined === true) throw new DeclinedError();
    },
    bar: () => silentBar,
    wait: () => silentBar,
    programName: 'ivs-recordings',
  }).then(
    (exitCode) => ({ exitCode, error: undefined }),
    (error: unknown) => ({ exitCode: undefined, error }),
  );
  // Whatever is told afterwards counts as well.
  world.pass(60_000);
  const [report] = reports;
  const steps = Object.fromEntries(report?.steps.map(({ step, verdict }) => [step, verdict]) ?? []);
  const facts = Object.fromEntries(report?.facts.map(({ fact, answer }) => [fact, answer]) ?? []);
  const left = [...world.objects.keys(), ...world.items.map(({ recordingKey }) => recordingKey), ...world.running];
  return { ...outcome, world, report, steps, facts, left, said, stdout, stderr };
}

const found = (report: LiveReport | undefined, name: string): string | undefined =>
  report?.steps.find(({ step }) => step === name)?.found ?? report?.facts.find(({ fact }) => fact === name)?.found;

test('a deployment that is well passes, every fact is settled, and nothing is left', async () => {
  const { exitCode, steps, facts, left, report, stdout, world } = await run();

  expect({ exitCode, left }).toEqual({ exitCode: 0, left: [] });
  expect(steps).toEqual({
    upload: 'ok',
    start: 'ok',
    playback: 'ok',
    play: 'ok',
    'export-remux': 'ok',
    'export-mediaconvert': 'ok',
  });
  expect(facts).toEqual({
    'passthrough-rendition-playlist': 'yes',
    'passthrough-multivariant-playlist': 'yes',
    'create-job-sync-result': 'told',
    'failed-job-error-name': 'told',
  });
  expect(found(report, 'create-job-sync-result')).toBe('{ Job: { Id, Status, OutputGroupDetails } }');
  expect(found(report, 'failed-job-error-name')).toContain(
    'States.TaskFailed; its cause is the job as JSON, and tells 1056',
  );
  expect(stdout()).toContain('Cleanup  done: ');
  expect(world.deeds.filter((deed) => /^(stop|cancel)/.test(deed))).toEqual([
    expect.stringMatching(/^stop DoctorLive-live20260625120040-doctor-garbage/),
  ]);
});

test('the question comes after what it does, what it costs, who hears of it, and what to type if it is killed', async () => {
  const { stderr, error, world, report } = await run({}, { isDeclined: true });

  expect(error).toBeInstanceOf(DeclinedError);
  expect({ deeds: world.deeds, report }).toEqual({ deeds: [], report: undefined });
  expect(stderr()).toMatchInlineSnapshot(`
"Puts the sample recording (0:00:30, 5.1 MB) where IVS would:
  s3://my-recordings/ivs/v1/123456789012/DoctorLive/2026/6/25/12/0/live20260625120040/
  - It says that it is of a channel DoctorLive, which there is not.
  - S3 tells the deployment: playback is announced, and its default exports made (archive).
  - An export by remux and one by MediaConvert; a MediaConvert job of your own, which reads the multivariant playlist.
  - An export that has to fail: garbage takes the place of 160p30.
  - Messages of all that, a failure among them, go to 1 subscriber; alarms on failures may go off.
Then all of it is removed: objects, exports, items of the catalog, CloudFront’s copies. Messages and the histories of executions stay.
It takes some minutes, and 5 cents at most.
Should this program be killed: ivs-recordings delete ivs/v1/123456789012/DoctorLive/2026/6/25/12/0/live20260625120040
"
`);
});

test('the metadata file comes last, with times and channel of now, and without the one that tells of a beginning', async () => {
  const bodies = new Map<string, Uint8Array>();
  const { world } = await run();

  for (const { key, body } of world.sample.objectsAt({
    prefix,
    channelArn: 'arn:channel',
    endedAt: new Date('2026-06-25T12:00:40.123Z'),
  }))
    bodies.set(key, body);
  const metadata = JSON.parse(Buffer.from(bodies.get(`${prefix}/events/recording-ended.json`) ?? []).toString());
  expect([...bodies.keys()].at(-1)).toBe(`${prefix}/events/recording-ended.json`);
  expect(bodies.has(`${prefix}/events/recording-started.json`)).toBe(false);
  expect(metadata).toMatchObject({
    channel_arn: 'arn:channel',
    recording_started_at: '2026-06-25T12:00:10Z',
    recording_ended_at: '2026-06-25T12:00:40Z',
    media: { hls: { playlist: 'master.m3u8' } },
  });
});

test('the report holds no account, and the job of the multivariant playlist is that of the export but for its input', async () => {
  const { report, stdout, world } = await run();

  expect(`${JSON.stringify(report)}${stdout()}`).not.toContain(accountId);
  expect(report).toMatchObject({ account: '…9012', recording: { prefix: prefix.replace(accountId, '…9012') } });
  expect(world.requests).toEqual([
    {
      Role: 'role',
      Queue: 'queue',
      ClientRequestToken: 'live20260625120040-multivariant',
      UserMetadata: expect.objectContaining({ recordingId: 'live20260625120040' }),
      Settings: {
        Inputs: [{ FileInput: `s3://my-recordings/${prefix}/media/hls/master.m3u8` }],
        OutputGroups: [
          {
            OutputGroupSettings: {
              FileGroupSettings: {
                Destination: 's3://my-exports/DoctorLive/live20260625120040/doctor-multivariant',
              },
            },
            Outputs: expect.any(Array),
          },
        ],
      },
    },
  ]);
});

test.each([
  ['an engine that fails', { remux: 'fails' }, 'export-remux', 'FAILED: SomethingError: it broke'],
  ['an export that never ends', { mediaConvert: 'never ends' }, 'export-mediaconvert', 'not ready after 30 min'],
  ['playback that fails', { playback: 'fails' }, 'playback', 'FAILED: SomethingError: it broke'],
  [
    'playback that never comes',
    { playback: 'never ends' },
    'playback',
    'not playable after 10 min: Do-playback goes on',
  ],
  ['a URL that does not play', { status: 403 }, 'play', '403 from https://'],
  ['a signed URL that plays without a signature', { access: 'signed' }, 'play', '200 from https://'],
  ['a notification that never comes', { isUntold: true }, 'start', 'nothing began within 2 min'],
] as const)('%s is told, exit code 1, and nothing is left', async (_what, otherwise, step, text) => {
  const { exitCode, steps, report, left } = await run(otherwise);

  expect({ exitCode, left, verdict: steps[step] }).toEqual({ exitCode: 1, left: [], verdict: 'failed' });
  expect(found(report, step)).toContain(text);
});

test('what S3 does not tell is started by hand, so that the rest is tried', async () => {
  const { steps } = await run({ isUntold: true });

  expect(steps).toMatchObject({ start: 'failed', playback: 'ok', 'export-remux': 'ok' });
});

test('without playback nothing is exported, and the facts are not settled', async () => {
  const { steps, facts } = await run({ playback: 'fails' });

  expect(steps).toMatchObject({ 'export-remux': 'skipped', 'export-mediaconvert': 'skipped' });
  expect(new Set(Object.values(facts))).toEqual(new Set(['not settled']));
});

test.each([
  [
    'signed',
    { access: 'signed', status: 403 },
    '403 from https://d111111abcdef8.cloudfront.net/master.m3u8 without a signature',
  ],
  [
    'withheld',
    { access: 'withheld' },
    `/DoctorLive/2026/6/25/12/0/live20260625120040/media/hls/master.m3u8, which is not announced`,
  ],
] as const)('playback that is %s is as it should be', async (_access, otherwise, text) => {
  const { exitCode, steps, report } = await run(otherwise);

  expect({ exitCode, play: steps.play }).toEqual({ exitCode: 0, play: 'ok' });
  expect(found(report, 'play')).toContain(text);
});

const denied = Object.assign(new Error(`User: arn:aws:iam::${accountId}:user/alice may not`), {
  name: 'AccessDeniedException',
  $fault: 'client',
});
const badRequest = Object.assign(new Error('no such input'), { name: 'BadRequestException', $fault: 'client' });

test.each([
  [
    'an operator who may not create jobs',
    { createJob: denied },
    'not settled',
    'iam:PassRole of the MediaConvert role',
  ],
  [
    'a refusal of CreateJob',
    { createJob: badRequest },
    'no',
    'CreateJob refused it: BadRequestException: no such input.',
  ],
  [
    'a job that fails',
    { multivariant: job('ERROR', { errorCode: 3400, errorMessage: 'odd' }) },
    'no',
    'error 3400: odd',
  ],
  ['a job that is canceled', { multivariant: job('CANCELED') }, 'not settled', 'somebody canceled the job'],
  ['a job that waits too long', { multivariant: job('SUBMITTED') }, 'not settled', 'the job is SUBMITTED after 15 min'],
] as const)('the multivariant playlist: %s', async (_what, otherwise, answer, text) => {
  const { exitCode, facts, report, left, stdout } = await run(otherwise);

  expect({ exitCode, left, answer: facts['passthrough-multivariant-playlist'] }).toEqual({
    exitCode: 0,
    left: [],
    answer,
  });
  expect(found(report, 'passthrough-multivariant-playlist')).toContain(text);
  expect(stdout()).not.toContain('alice');
});

test('a copy that is refused is a fact, and no failure, where the encode stands in for it', async () => {
  const { exitCode, facts, report } = await run({ mediaConvert: 'encodes' });

  expect({ exitCode, answer: facts['passthrough-rendition-playlist'] }).toEqual({ exitCode: 0, answer: 'no' });
  expect(found(report, 'passthrough-rendition-playlist')).toBe('1030: no such codec');
});

test('garbage that MediaConvert makes a file of settles no name', async () => {
  const { facts, report, left } = await run({ garbage: 'succeeds' });

  expect({ left, answer: facts['failed-job-error-name'] }).toEqual({ left: [], answer: 'not settled' });
  expect(found(report, 'failed-job-error-name')).toBe('MediaConvert made a file of garbage, and did not fail');
});

test.each([
  ['the upload', /^put .*480p30\/0\.ts/, { upload: 'failed', start: 'skipped' }],
  ['the metadata file', /^put .*recording-ended\.json/, { upload: 'ok', start: 'skipped' }],
  ['the wait for playback', /^sleep/, { upload: 'ok', playback: 'skipped' }],
  ['the first export', /^start .*remux/, { playback: 'ok', 'export-remux': 'skipped' }],
  ['the job of the multivariant playlist', /^create job/, { 'export-mediaconvert': 'ok' }],
  ['the export of garbage', /^start .*garbage/, { 'export-mediaconvert': 'ok' }],
] as const)('Ctrl-C during %s removes everything all the same', async (_what, interruptedAt, expected) => {
  const { exitCode, steps, left, report, stderr } = await run({ toldAfterMs: 12_000 }, { interruptedAt });

  expect({ exitCode, left, cleanUp: report?.cleanUp.state }).toEqual({ exitCode: 130, left: [], cleanUp: 'done' });
  expect(steps).toMatchObject(expected);
  expect(stderr()).toContain('Interrupted by SIGINT. The report tells what was done and removed.');
});

test('Ctrl-C while MediaConvert works cancels the job, before its file could come after the deletion', async () => {
  const { exitCode, left, world } = await run(
    { mediaConvert: 'never ends' },
    { interruptedAt: /^start .*mediaconvert/ },
  );

  const deeds = world.deeds.filter((deed) => /^(stop|cancel|delete)/.test(deed));
  expect({ exitCode, left }).toEqual({ exitCode: 130, left: [] });
  expect(deeds.slice(0, 3)).toEqual([expect.stringMatching(/^stop .*mediaconvert/), 'cancel job-0', 'delete']);
});

test('what is reported after everything was deleted is deleted again', async () => {
  const { exitCode, left, world } = await run({ readingsUntilReported: 14 });

  expect({ exitCode, left }).toEqual({ exitCode: 0, left: [] });
  expect(world.deeds.filter((deed) => deed === 'invalidate').length).toBeGreaterThan(1);
});

test('an object that cannot be deleted is named, with what to type', async () => {
  const { exitCode, report, stderr } = await run({ isLocked: (key) => key.endsWith('thumb0.jpg') });

  expect({ exitCode, state: report?.cleanUp.state }).toEqual({ exitCode: 1, state: 'incomplete' });
  expect(report?.cleanUp.remains[0]).toContain(`s3://my-recordings/${prefix.replace(accountId, '…9012')}/ (`);
  expect(stderr()).toContain('thumb0.jpg: AccessDenied: locked');
  expect(stderr()).toContain(`\n${advice}\n`);
});

test('an execution that cannot be stopped is named, with what to type, and nothing is deleted under it', async () => {
  const { exitCode, report, left, stderr } = await run({ isStopDenied: true });

  expect({ exitCode, state: report?.cleanUp.state }).toEqual({ exitCode: 1, state: 'incomplete' });
  expect(report?.cleanUp.remains[0]).toMatch(/^execution DoctorLive-live\d+-doctor-garbage-\w+, which runs$/);
  expect(left.length).toBeGreaterThan(20);
  expect(stderr()).toContain(`\n${advice}\n`);
});

test('a second Ctrl-C, which ends at once, tells what to type', async () => {
  const { said, stderr } = await run();

  for (const say of said) say();

  expect(stderr()).toContain(`\n${advice}\n`);
});

test('--keep removes nothing, and says what there is', async () => {
  const { exitCode, report, left, world, stderr } = await run({}, { isKept: true });

  expect({ exitCode, state: report?.cleanUp.state }).toEqual({ exitCode: 0, state: 'kept' });
  expect(world.deeds).not.toContain('delete');
  expect(left.length).toBeGreaterThan(20);
  expect(report?.cleanUp.remains).toContainEqual(expect.stringMatching(/^s3:\/\/my-exports\/DoctorLive\//));
  expect(stderr()).toContain(`\n${advice}\n`);
});

const served = `arn:aws:ivs:us-west-2:${accountId}:channel/AsXego4U6tnj`;

test('a deployment of some channels is refused before anything is written, with what to type', async () => {
  const { error, world } = await run({ variables: { CHANNEL_ARNS: JSON.stringify([served]) } });

  expect(error).toBeInstanceOf(OperationRefusedError);
  expect(String(error)).toContain(`ivs-recordings doctor --live --channel ${served}`);
  expect(world.deeds).toEqual([]);
});

test('there the sample passes for one of theirs', async () => {
  const variables = { CHANNEL_ARNS: JSON.stringify([served]) };

  const { exitCode, report, stderr } = await run({ variables }, { channel: served });

  expect(exitCode).toBe(0);
  expect(report?.recording.prefix).toContain('/AsXego4U6tnj/2026/6/25/12/0/live20260625120040');
  expect(stderr()).toContain('It says that it is of the channel AsXego4U6tnj, and stands among its recordings.');
});

test('a channel of another Region is refused', async () => {
  const { error } = await run({}, { channel: served.replace('us-west-2', 'us-east-1') });

  expect(String(error)).toContain(`Expected ${served}.`);
});

test.each([
  ['what cannot be read', denied, 'Whether the deployment processes it cannot be told before: AccessDeniedException'],
  [
    'that no URL will be announced',
    { PLAYBACK_POLICY: '{"isSigned":false,"privateChannels":"withhold","deletedChannels":"withhold"}' },
    'No URL of it is announced',
  ],
  ['that there are no default exports', { DEFAULT_EXPORTS: '[]' }, 'and it has no default exports'],
] as const)('of the configuration it says before %s', async (_what, variables, text) => {
  const { stderr, exitCode } = await run({ variables });

  expect(stderr()).toContain(text);
  expect(exitCode).toBe(0);
});
