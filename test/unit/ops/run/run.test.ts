import { expect, test } from '@jest/globals';
import { parseRecordingPrefix } from '../../../../lambdas/shared/contract/recording-location.ts';
import { readExports } from '../../../../ops/run/parse-wish.ts';
import { type KnownRecording, planRuns, type RunRequest } from '../../../../ops/run/plan-runs.ts';
import { type RunPorts, run } from '../../../../ops/run/run.ts';
import { keepingOutput } from '../keeping-output.ts';

const now = new Date('2026-06-25T12:00:00Z');

function makeRecording(recordingId: string, isPlayable = false, minute = 12): KnownRecording {
  const prefix = `ivs/v1/123456789012/AsXego4U6tnj/2026/6/23/20/${minute}/${recordingId}`;
  const location = parseRecordingPrefix(prefix);
  if (location === undefined) throw new Error(prefix);
  return { bucket: 'my-recordings', location, isPlayable };
}

const request = (change: Partial<RunRequest> = {}): RunRequest => ({
  exports: undefined,
  isJoin: false,
  isAnew: false,
  metadata: undefined,
  ...change,
});

test('flags make up a wish, and profiles stand beside it', () => {
  const exports = readExports({
    exports: true,
    export: ['archive'],
    rendition: '720',
    height: 480,
    from: 5,
    engine: 'auto',
  });

  expect(exports).toEqual([
    'archive',
    { rendition: 720, video: { codec: 'h264', height: 480 }, clip: { fromSeconds: 5 }, engine: 'auto' },
  ]);
});

test('without flags the deployment decides, and --no-exports means none', () => {
  expect(readExports({ exports: true })).toBeUndefined();
  expect(readExports({ exports: false })).toEqual([]);
});

test.each([
  ['a height that is none', { height: 5 }, '--height must be a number of lines from 32 to 2160.'],
  ['a clip that ends before it begins', { from: 9, to: 3 }, '--to must end after it begins'],
  ['a name that is none', { name: 'a/b' }, '--name must be 1 to 24 letters'],
  ['an encode of what is to be copied', { video: 'copy', height: 480 }, '--video copy goes with neither'],
])('%s is refused by its flag', (_what, options, message) => {
  expect(() => readExports({ exports: true, ...options })).toThrow(message);
});

test('a wish with --no-exports makes no sense', () => {
  expect(() => readExports({ exports: false, rendition: '720' })).toThrow('--no-exports goes with no wish');
});

test('without a wish a recording is processed whole, by an operator, under a name of its own', () => {
  const [planned, ...others] = planRuns([makeRecording('One', true)], request(), now);

  expect(planned).toMatchObject({
    machine: 'process-recording',
    name: 'AsXego4U6tnj-One-op-20260625T120000000',
    input: { recording: { bucket: 'my-recordings' }, source: { type: 'operator' } },
  });
  expect(planned?.input).not.toHaveProperty('exports');
  expect(others).toEqual([]);
});

test('with a wish, one that is playable gets each export alone, and any other is processed with them', () => {
  const exports = ['archive', { rendition: '480p30', clip: { fromSeconds: 0, toSeconds: 30 } }] as const;

  const planned = planRuns([makeRecording('One', true), makeRecording('Two')], request({ exports }), now);

  expect(planned.map(({ machine, name }) => [machine, name])).toEqual([
    ['export-recording', expect.stringMatching(/^AsXego4U6tnj-One-archive-[0-9a-f]{8}$/)],
    ['export-recording', expect.stringMatching(/^AsXego4U6tnj-One-480p30-clip0s-30s-[0-9a-f]{8}$/)],
    ['process-recording', 'AsXego4U6tnj-Two-op-20260625T120000000'],
  ]);
  expect(planned[2]?.input).toMatchObject({ exports });
});

test('--anew processes also what is playable', () => {
  const [planned] = planRuns([makeRecording('One', true)], request({ exports: ['archive'], isAnew: true }), now);

  expect(planned?.machine).toBe('process-recording');
});

test('--join makes one export of all, in their order', () => {
  const [first, second] = [makeRecording('One'), makeRecording('Two', false, 40)];

  const [planned] = planRuns([first, second], request({ isJoin: true, exports: ['archive'] }), now);

  expect(planned).toMatchObject({
    machine: 'export-recording',
    name: expect.stringMatching(/^AsXego4U6tnj-One-archive-join2-[0-9a-f]{6}-[0-9a-f]{8}$/),
    input: { joinWith: [second.location.prefix], export: 'archive', source: { type: 'operator' } },
  });
});

test('a join out of order, of one, or of several exports is refused', () => {
  const [first, second] = [makeRecording('One'), makeRecording('Two', false, 40)];
  const join = (recordings: KnownRecording[], exports?: RunRequest['exports']) => () =>
    planRuns(recordings, request({ isJoin: true, exports }), now);

  expect(join([second, first])).toThrow(`${first.location.prefix} began at 2026-06-23T20:12Z, before the one`);
  expect(join([first])).toThrow('--join needs two recordings');
  expect(join([first, second], ['a', 'b'])).toThrow('--join makes one export');
});

test('a name that is taken is refused, and what was started before is told all the same', async () => {
  const { output } = keepingOutput();
  const ports: RunPorts = {
    machines: async () => ({
      processRecordingArn: 'a:b:c:d:e:f:p',
      exportRecordingArn: 'x',
      backfillRecordingsArn: '',
    }),
    findRecording: async (typed) => makeRecording(typed),
    readItems: async () => [],
    catalog: async () => Promise.reject(new Error('not asked')),
    isThere: async () => true,
    start: async (machine, name) => (name.includes('-Two-') ? undefined : `${machine}:${name}`),
    follow: async () => 0,
  };
  const clock = { now: () => now, sleep: async () => {} };
  const context = { output, clock, confirm: async () => {}, signal: new AbortController().signal };

  const ended = run(['One', 'Two'], { ...request(), isFollowing: true }, ports, context);

  await expect(ended).rejects.toThrow(
    'The name AsXego4U6tnj-Two-op-20260625T120000000 is taken. Run the command again.',
  );
  expect(output.result).toMatchObject({ started: [{ execution: 'AsXego4U6tnj-One-op-20260625T120000000' }] });
});
