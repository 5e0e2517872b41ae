import { afterEach, expect, test } from '@jest/globals';
import { AccessDeniedException } from '../../../../local/ivs/request-errors.ts';
import { InterruptedError } from '../../../../ops/terminal/interruption.ts';
import { channelArn, configurationArn } from '../../../local/ivs/an-ivs.ts';
import { deployed, startTestAccount, type TestAccount } from './an-account.ts';

let account: TestAccount;
afterEach(() => account.stop());

const create = (...args: string[]) => account.run(['setup', 'recording-config', '--bucket', 'my-recordings', ...args]);
const remaining = () => account.server.resources.configurations.map(({ name }) => name);

test('a configuration is created with everything that was asked for, and waited for', async () => {
  account = await startTestAccount({ activationMs: 5000 });

  const { exitCode, stdout, stderr } = await create(
    ...['--name', 'shows', '--thumbnails', '10', '--thumbnail-storage', 'both', '--thumbnail-resolution', 'hd'],
    ...['--reconnect-window', '300', '--renditions', 'hd,sd'],
  );

  const { arn, ...made } = account.server.resources.configurations.at(-1)!;
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toBe(`Created shows (${arn}), which is ACTIVE.
Bucket            my-recordings
Reconnect window  300 s
Thumbnails        every 10 s, SEQUENTIAL and LATEST, HD
Renditions        HD, SD
Record a channel by it: ivs-recordings setup channel <channel> --recording-config ${arn}
`);
  expect(made).toMatchObject({
    name: 'shows',
    destinationConfiguration: { s3: { bucketName: 'my-recordings' } },
    recordingReconnectWindowSeconds: 300,
    thumbnailConfiguration: {
      recordingMode: 'INTERVAL',
      targetIntervalSeconds: 10,
      storage: ['SEQUENTIAL', 'LATEST'],
      resolution: 'HD',
    },
    renditionConfiguration: { renditionSelection: 'CUSTOM', renditions: ['HD', 'SD'] },
  });
});

test('the bucket is the deployment’s unless one is given', async () => {
  account = await startTestAccount();

  const ended = await account.run(['setup', 'recording-config', '--thumbnails', 'off', '--json']);

  expect(ended.exitCode).toBe(0);
  expect(ended.json()).toEqual({
    status: 'SUCCEEDED',
    recordingConfiguration: {
      arn: expect.stringContaining(':recording-configuration/'),
      name: 'recordings',
      state: 'ACTIVE',
      bucketName: 'my-recordings',
      reconnectWindowSeconds: 0,
      thumbnails: 'off',
      renditions: 'all',
    },
    isNew: true,
  });
});

test('one that has the same settings is used again, and that is nothing to do', async () => {
  account = await startTestAccount();
  await create('--renditions', 'sd,hd');

  const { exitCode, stdout } = await create('--name', 'other', '--renditions', 'hd,sd');
  const different = await create('--renditions', 'hd,sd', '--reconnect-window', '30');

  expect(exitCode).toBe(3);
  expect(stdout).toMatch(/^recordings \(.+\) has the same settings already, and is ACTIVE\.\n/);
  expect(different.exitCode).toBe(0);
  expect(remaining()).toEqual(['deployed', 'recordings', 'recordings']);
});

test('after an interruption the same command goes on with what was begun', async () => {
  account = await startTestAccount({ activationMs: 5000 });
  const stop = new AbortController();

  const stopped = await account.run(['setup', 'recording-config', '--thumbnails', 'off'], {
    signal: stop.signal,
    onSleep: () => account.server.resources.configurations.length > 1 && stop.abort(new InterruptedError('SIGINT')),
  });
  const again = await account.run(['setup', 'recording-config', '--thumbnails', 'off']);

  expect([stopped.exitCode, stopped.stderr]).toEqual([
    130,
    'Interrupted by SIGINT. What was done stays; the same command goes on from there.\n',
  ]);
  expect(again.exitCode).toBe(3);
  expect(remaining()).toEqual(['deployed', 'recordings']);
});

test('what IVS could not create is told, with how to take it away', async () => {
  account = await startTestAccount({ region: 'us-east-1', regionOfBucket: async () => 'eu-west-1' });

  const { exitCode, stderr } = await create('--thumbnails', 'off');

  expect(exitCode).toBe(1);
  expect(stderr).toMatch(
    /^IVS could not create recordings \(.+\): its state is CREATE_FAILED\. .+ recording-config delete arn:\S+\n$/,
  );
});

test('a bucket that is not there is refused, with the command that creates it', async () => {
  account = await startTestAccount();

  const { exitCode, stdout, stderr } = await account.run(['setup', 'recording-config', '--bucket', 'nowhere']);

  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr).toBe(
    'There is no bucket nowhere. Create it in us-west-2: aws s3api create-bucket --bucket nowhere --region us-west-2 --create-bucket-configuration LocationConstraint=us-west-2\n',
  );
  expect(account.calls).toEqual([]);
});

test.each([
  [['--thumbnails', '61'], 'Expected off, or 1 to 60 seconds.'],
  [['--reconnect-window', '-1'], 'Expected 0 to 300 seconds.'],
  [['--renditions', 'uhd'], 'Expected full-hd, hd, sd or lowest (several of them with commas), all or none.'],
  [['--thumbnail-storage', 'all'], 'Expected sequential, latest or both.'],
  [['--name', 'my config'], 'Expected at most 128 letters, digits, hyphens and underscores.'],
  [['--thumbnails', 'off', '--thumbnail-storage', 'both'], '--thumbnails off goes with neither'],
])('%j is a fault of usage', async (args, told) => {
  account = await startTestAccount();

  const { exitCode, stderr } = await create(...args);

  expect([exitCode, stderr]).toEqual([2, expect.stringContaining(told)]);
  expect(account.calls).toEqual([]);
});

test('what IVS refuses is told in its words, and what to do', async () => {
  account = await startTestAccount({
    onCall: () => {
      throw new AccessDeniedException('User: arn:aws:iam::123456789012:user/me is not authorized');
    },
  });

  const { exitCode, stderr } = await account.run(['setup', 'recording-config', 'list']);

  expect([exitCode, stderr]).toEqual([
    1,
    'AccessDeniedException: User: arn:aws:iam::123456789012:user/me is not authorized. Your policies have to allow it.\n',
  ]);
});

test('a list shows settings and how many channels use each', async () => {
  account = await startTestAccount({
    channels: [{ arn: channelArn('A'), recordingConfigurationArn: deployed.arn }, { arn: channelArn('B') }],
  });

  const { exitCode, stdout } = await account.run(['setup', 'recording-config', 'list']);

  expect(exitCode).toBe(0);
  expect(stdout).toBe(
    [
      'Name      State   Bucket         Window  Thumbnails              Renditions  Channels  ARN',
      `deployed  ACTIVE  my-recordings     0 s  every 60 s, SEQUENTIAL  all                1  ${deployed.arn}`,
      '',
    ].join('\n'),
  );
});

test('an empty list is nothing to do', async () => {
  account = await startTestAccount({ recordingConfigurations: [] });

  const { exitCode, stdout } = await account.run(['setup', 'recording-config', 'list']);

  expect([exitCode, stdout]).toEqual([3, 'No recording configurations in us-west-2.\n']);
});

test('names from outside cannot act upon the terminal', async () => {
  account = await startTestAccount({ recordingConfigurations: [{ ...deployed, name: '\u001b[2Jevil\u202e' }] });

  const { stdout } = await account.run(['setup', 'recording-config', 'list'], { isTerminal: true });

  expect(stdout).toContain('\\u{1b}[2Jevil\\u{202e}');
});

const remove = (...args: string[]) => account.run(['setup', 'recording-config', 'delete', ...args]);

test('one that nobody uses is deleted after the plan and a yes', async () => {
  account = await startTestAccount();

  const { exitCode, stdout, stderr, questions } = await account.run(
    ['setup', 'recording-config', 'delete', 'deployed'],
    { answers: [true] },
  );

  expect({ exitCode, stdout, stderr, questions }).toEqual({
    exitCode: 0,
    stderr: `Delete deployed (${deployed.arn}), which records to my-recordings; recordings stay.\n`,
    questions: ['Delete it?'],
    stdout: `Deleted deployed (${deployed.arn}).\n`,
  });
  expect(remaining()).toEqual([]);
});

test('nothing is deleted without a yes, or where nobody can be asked', async () => {
  account = await startTestAccount();

  const declined = await account.run(['setup', 'recording-config', 'delete', 'deployed'], { answers: [false] });
  const alone = await remove('deployed');

  expect([declined.exitCode, alone.exitCode]).toEqual([3, 2]);
  expect(declined.stderr).toMatch(/Nothing was done\.\n$/);
  expect(alone.stderr).toMatch(/Add --yes to do it: nobody can be asked here\.\n$/);
  expect(remaining()).toEqual(['deployed']);
});

test('one in use is not deleted, and its users are named', async () => {
  const channels = ['A', 'B', 'C', 'D'].map((id) => ({
    arn: channelArn(id),
    name: `channel-${id}`,
    recordingConfigurationArn: deployed.arn,
  }));
  account = await startTestAccount({ channels });

  const { exitCode, stderr } = await remove('deployed', '--yes');

  expect(exitCode).toBe(1);
  expect(stderr).toContain(
    `is in use by channel-A (${channelArn('A')}), channel-B (${channelArn('B')}), channel-C (${channelArn('C')}) and 1 more.`,
  );
  expect(remaining()).toEqual(['deployed']);
});

test('a name that several have, or none, is refused', async () => {
  account = await startTestAccount({
    recordingConfigurations: [deployed, { ...deployed, arn: configurationArn('Second') }],
  });

  const several = await remove('deployed', '--yes');
  const none = await remove('nope', '--yes');

  expect([several.exitCode, several.stderr]).toEqual([
    2,
    `There are 2 recording configurations of the name deployed. Give one's ARN: ${deployed.arn} or ${configurationArn('Second')}\n`,
  ]);
  expect([none.exitCode, none.stderr]).toEqual([
    1,
    expect.stringContaining('There is no recording configuration nope here.'),
  ]);
});
