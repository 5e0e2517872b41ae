import { describe, expect, test } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { validateRecording } from '../../../lambdas/validate-recording/validate-recording.ts';
import { type MadeRecording, makeRecording } from '../../fixtures/make-recording.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';

type Options = Parameters<typeof makePorts>[1];

const validate = (recording: MadeRecording, input: object = {}, options: Options = {}) =>
  validateRecording({ input: { recording: recording.reference, ...input }, execution }, makePorts(recording, options));

const source = { type: 'ivs-event', channelName: 'Morning show' };

test('a profile that is not configured is left to an execution of its own, which fails by its name; all others go on', async () => {
  const recording = makeRecording();

  const { exports } = await validate(recording, { exports: ['acrhive', 'toString', 'archive'] });

  expect(exports.map(({ executionName }) => executionName)).toEqual([
    'AbCdef1G2hij-j8Z9O91ndcVs-acrhive',
    'AbCdef1G2hij-j8Z9O91ndcVs-toString',
    'AbCdef1G2hij-j8Z9O91ndcVs-archive',
  ]);
  for (const { input } of exports.slice(0, 2)) {
    const planning = planExport({ input, state: {}, execution }, makePorts(recording));
    await expect(planning).rejects.toMatchObject({
      name: 'ExportProfileUnknownError',
      message: expect.stringContaining('known: archive, small'),
    });
  }
});

test('a clip is named in its execution', async () => {
  const clip = { fromSeconds: 10, toSeconds: 20.5 };

  const { exports } = await validate(makeRecording(), { exports: [{ rendition: '160p30', clip }] });

  expect(exports).toMatchObject([
    {
      executionName: 'AbCdef1G2hij-j8Z9O91ndcVs-160p30-clip10s-20500ms',
      input: { export: { name: '160p30', clip } },
    },
  ]);
});

/** Whoever's recording it is, it is published. */
const anyChannel = { isSigned: false, privateChannels: 'publish', deletedChannels: 'publish' } as const;

describe('what the channel says', () => {
  const tagged = (exports: string, name?: string) => ({
    readChannel: () =>
      Promise.resolve({ state: 'read', name, tags: { 'recordings:exports': exports }, isPrivate: false } as const),
  });

  test('by its tag decides which exports are started, and that is told', async () => {
    const output = await validate(makeRecording(), {}, tagged('small+nope+my clip'));

    expect(output.exports.map(({ executionName, input }) => [executionName, input.export])).toEqual([
      ['AbCdef1G2hij-j8Z9O91ndcVs-small', expect.objectContaining({ name: 'small' })],
      ['AbCdef1G2hij-j8Z9O91ndcVs-nope', 'nope'],
      [expect.stringMatching(/^AbCdef1G2hij-j8Z9O91ndcVs-my-clip-[0-9a-f]{8}$/), 'my clip'],
    ]);
    expect(output.exportChoice.chosenBy).toBe('channel-tag');
    expect(output.catalog.values.findings).toEqual({ L: [] });
  });

  test('may be that nothing is exported', async () => {
    const output = await validate(makeRecording(), {}, tagged('none'));

    expect(output).toMatchObject({ outcome: 'playable', areExportsWanted: false, exports: [] });
  });

  test('counts for nothing where the input says which exports', async () => {
    const output = await validate(makeRecording(), { exports: ['archive'] }, tagged('small'));

    expect(output.exports.map(({ input }) => input.export)).toMatchObject([{ name: 'archive' }]);
  });

  test('names it when the trigger did not, in the message and for the messages of the exports', async () => {
    const byNotification = { type: 's3-notification' };
    const output = await validate(makeRecording(), { source: byNotification }, tagged('small', 'Morning show'));

    expect(output.announcement.message.recording?.channelName).toBe('Morning show');
    expect(output.exports[0]?.input.source).toEqual({ ...byNotification, channelName: 'Morning show' });
  });

  test('does not rename it when the event did', async () => {
    const output = await validate(makeRecording(), { source }, tagged('small', 'Evening show'));

    expect(output.announcement.message.recording?.channelName).toBe(source.channelName);
  });

  test('is not asked when nothing of it is needed', async () => {
    const readChannel = () => Promise.reject(new Error('asked'));
    const options = { readChannel, playbackPolicy: anyChannel };

    await expect(validate(makeRecording(), { source, exports: [] }, options)).resolves.toBeDefined();
  });

  test('cannot be read: the recording is playable, gets the default, and a finding and a line in the log say so', async () => {
    const logged: unknown[] = [];
    const reason = 'AccessDeniedException: not you';
    const readChannel = () => Promise.resolve({ state: 'unreadable', reason } as const);

    const output = await validate(
      makeRecording(),
      {},
      { readChannel, playbackPolicy: anyChannel, log: (message, details) => logged.push([message, details]) },
    );

    expect(output).toMatchObject({ outcome: 'playable', exportChoice: { chosenBy: 'deployment-default' } });
    expect(output.announcement.message.recording).toMatchObject({ completeness: 'complete' });
    expect(output.exports.map(({ input }) => input.export)).toMatchObject([{ name: 'archive' }]);
    expect(JSON.stringify(output.catalog.values.findings)).toContain(reason);
    expect(output.exportChoice.reason).toContain(reason);
    expect(logged).toEqual([
      ['The channel could not be read', { channelId: 'AbCdef1G2hij', recordingId: 'j8Z9O91ndcVs', reason }],
    ]);
  });
});
