import { afterEach, expect, test } from '@jest/globals';
import { AccessDeniedException, ThrottlingException } from '../../../../local/ivs/request-errors.ts';
import { InterruptedError } from '../../../../ops/terminal/interruption.ts';
import { channelArn, configurationArn } from '../../../local/ivs/an-ivs.ts';
import { deployed, startTestAccount, type TestAccount } from './an-account.ts';

let account: TestAccount;
afterEach(() => account.stop());

const other = { ...deployed, arn: configurationArn('Other'), name: 'other' };
const lobby = { arn: channelArn('Lobby'), name: 'lobby', tags: { show: 'yes', room: '1' } };
const stage = {
  arn: channelArn('Stage'),
  name: 'stage',
  tags: { show: 'yes', room: '2' },
  recordingConfigurationArn: other.arn,
};
const done = { arn: channelArn('Done'), name: 'done', recordingConfigurationArn: deployed.arn };
const start = (options = {}) =>
  startTestAccount({ recordingConfigurations: [deployed, other], channels: [lobby, stage, done], ...options });

const channel = (...args: string[]) => account.run(['setup', 'channel', ...args]);
const recordedBy = (arn: string) => account.server.resources.channel(arn).recordingConfigurationArn;
const updates = () => account.calls.filter((operation) => operation === 'UpdateChannel').length;

test('channels are recorded by the deployment’s configuration after a plan and a yes', async () => {
  account = await start();

  const { exitCode, stdout, stderr, questions } = await account.run(['setup', 'channel', '--all'], { answers: [true] });

  expect({ exitCode, stdout, questions }).toEqual({
    exitCode: 0,
    stdout: '2 channels updated, 0 left.\n',
    questions: ['Update 2 channels?'],
  });
  expect(stderr).toBe(`Channel  ARN                                               Recorded now by  Then by
lobby    ${lobby.arn}  none             deployed
stage    ${stage.arn}  other            deployed
Recordings go to my-recordings, from each channel's next stream on.
No change for 1 channel.
`);
  expect([lobby, stage, done].map(({ arn }) => recordedBy(arn))).toEqual([deployed.arn, deployed.arn, deployed.arn]);
});

test('channels are named by ARN and by name, a configuration by its name', async () => {
  account = await start();

  const { exitCode } = await channel('lobby', done.arn, '--recording-config', 'other', '--yes');

  expect(exitCode).toBe(0);
  expect([lobby, stage, done].map(({ arn }) => recordedBy(arn))).toEqual([other.arn, other.arn, other.arn]);
  expect(updates()).toBe(2);
});

test('channels are chosen by tags, all of which have to be there', async () => {
  account = await start();

  const ended = await channel('--tag', 'show=yes', '--tag', 'room=1', '--yes', '--json');

  expect(ended.json()).toEqual({
    status: 'SUCCEEDED',
    recordingConfigurationArn: deployed.arn,
    updated: [{ arn: lobby.arn, name: 'lobby' }],
    unchanged: [],
    failed: [],
  });
});

test('what is recorded by it already is nothing to do, and neither is no channel', async () => {
  account = await start();

  const same = await channel('done', '--yes');
  const none = await channel('--tag', 'show=no', '--yes');

  expect([same.exitCode, same.stdout]).toEqual([3, `1 channel: recorded by deployed (${deployed.arn}) already.\n`]);
  expect([none.exitCode, none.stdout]).toEqual([3, 'None of the 3 channels here has the tag show=no.\n']);
  expect(updates()).toBe(0);
});

test('nothing is changed without a yes, or where nobody can be asked', async () => {
  account = await start();

  const declined = await account.run(['setup', 'channel', '--all'], { answers: [false] });
  const alone = await channel('--all');

  expect([declined.exitCode, alone.exitCode]).toEqual([3, 2]);
  expect(updates()).toBe(0);
});

test('detached channels are recorded no more', async () => {
  account = await start();

  const { exitCode, stderr } = await channel('detach', 'stage', 'lobby', '--yes');
  const again = await channel('detach', 'stage', 'lobby', '--yes');

  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^stage .+ other +none$/m);
  expect(recordedBy(stage.arn)).toBe('');
  expect([again.exitCode, again.stdout]).toEqual([3, '2 channels: not recorded anyway.\n']);
});

const many = Array.from({ length: 250 }, (_, index) => ({ arn: channelArn(`C${index}`), name: `c${index}` }));

test('hundreds are updated at three a second, which IVS never has to refuse', async () => {
  account = await start({ channels: many });
  let sleptMs = 0;

  const { exitCode, stdout } = await account.run(['setup', 'channel', '--all', '--yes'], {
    onSleep: (ms) => {
      sleptMs += ms;
    },
  });

  expect([exitCode, stdout]).toEqual([0, '250 channels updated, 0 left.\n']);
  expect(updates()).toBe(250);
  expect(sleptMs).toBeGreaterThan(250 * 333);
});

test('after an interruption the same command does what is left', async () => {
  account = await start({ channels: many.slice(0, 10) });
  const stop = new AbortController();

  const stopped = await account.run(['setup', 'channel', '--all', '--yes', '--json'], {
    signal: stop.signal,
    onSleep: () => updates() === 4 && stop.abort(new InterruptedError('SIGINT')),
  });
  const again = await channel('--all', '--yes');

  expect(stopped.exitCode).toBe(130);
  expect(stopped.stderr).toMatch(
    /^4 of 10 channels were updated\.\nInterrupted by SIGINT\. .+ the same command goes on from there\.\n$/m,
  );
  expect(stopped.json()).toMatchObject({
    status: 'FAILED',
    updated: [{}, {}, {}, {}],
    error: { name: 'InterruptedError' },
  });
  expect(again.stdout).toBe('6 channels updated, 0 left.\n');
  expect(updates()).toBe(10);
});

test('a live channel is left, the others are not', async () => {
  account = await start({ channels: [{ ...lobby, isLive: true }, stage] });

  const { exitCode, stdout, stderr } = await channel('--all', '--yes');

  expect([exitCode, stdout]).toEqual([1, '1 channel updated, 1 left.\n']);
  expect(stderr).toContain(
    `Not updated: lobby (${lobby.arn}). ConflictException: Channel ${lobby.arn} is live: stop its stream first. If it is live, run the same command again once its stream has ended.\n`,
  );
  expect(recordedBy(stage.arn)).toBe(deployed.arn);
});

test('what concerns every channel ends the command, and tells how far it came', async () => {
  account = await start({
    onCall: ({ operation }: { operation: string }) => {
      if (operation === 'UpdateChannel' && updates() > 1) throw new AccessDeniedException('No more.');
    },
  });

  const { exitCode, stderr } = await channel('--all', '--yes');

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /1 of 2 channels were updated\.\nAccessDeniedException: No more\. Your policies have to allow it\.\n$/,
  );
});

test('a passing refusal of IVS is overcome', async () => {
  let refused = 0;
  account = await start({
    onCall: ({ operation }: { operation: string }) => {
      if (operation === 'UpdateChannel' && refused++ === 0) throw new ThrottlingException('Rate exceeded.');
    },
  });

  const { exitCode, stdout } = await channel('--all', '--yes');

  expect([exitCode, stdout]).toEqual([0, '2 channels updated, 0 left.\n']);
});

test.each([
  [[], 'Say which channels: their ARNs or names, or --all, or --tag key=value.'],
  [['lobby', '--all'], 'Say which channels in one way: ARNs and names, --all and --tag exclude each other.'],
  [['lobby', '--tag', 'show=yes'], 'Say which channels in one way'],
  [['--tag', 'show'], 'Expected key=value.'],
])('the choice %j is a fault of usage', async (args, told) => {
  account = await start();

  const { exitCode, stderr } = await channel(...args);

  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(told)]);
  expect(account.calls).toEqual([]);
});

test('a channel that is not there is refused before anything is changed', async () => {
  account = await start();

  const { exitCode, stderr } = await channel('lobby', 'nope', '--yes');

  expect([exitCode, stderr]).toEqual([1, 'There is no channel nope among the 3 here. Is it in another Region?\n']);
  expect(updates()).toBe(0);
});

test('a deployment that is not there is told, and where else it may be', async () => {
  account = await start();

  const { exitCode, stderr } = await channel('--all', '--yes', '--stack', 'Nope');

  expect([exitCode, stderr]).toEqual([
    1,
    'There is no stack Nope in us-west-2. Deploy it (npx cdk deploy --all), or say where it is: --region, --profile, --stack, --outputs.\n',
  ]);
});
