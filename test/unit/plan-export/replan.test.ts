import type { JobSettings } from '@aws-sdk/client-mediaconvert';
import { describe, expect, test } from '@jest/globals';
import type { MadeRendition } from '../../../bench/ivs-recording.ts';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { planExportInputSchema } from '../../../lambdas/plan-export/schema.ts';
import { hd, lowest, makeRecording } from '../../fixtures/make-recording.ts';
import { type Configuration, execution, makePorts } from '../../fixtures/step-ports.ts';

interface Refusal {
  readonly Error?: string;
  readonly Cause?: string;
}

/** One job refused, in which attempt, and the attempt that plans next. */
interface Entry extends Refusal {
  readonly refusedIn?: number;
  readonly plannedIn?: number;
}

interface Options extends Partial<Configuration> {
  readonly renditions?: readonly MadeRendition[];
  readonly wanted?: object;
  readonly edit?: (text: string) => string;
}

/** Plans, then enters the state again with the refusals, as the Catch and NoteRefusal of the definition do. */
async function planAfter(
  refusals: Entry[],
  { renditions = [hd, lowest], wanted = {}, edit = (text: string) => text, ...options }: Options = {},
) {
  const recording = makeRecording({ renditions }).edit('media/hls/720p30/playlist.m3u8', edit);
  const input = { recording: recording.reference, ...wanted };
  const ports = makePorts(recording, options);
  let planned = await planExport(planExportInputSchema.parse({ input, state: input, execution }), ports);
  for (const { refusedIn = 0, plannedIn = refusedIn, ...refusal } of refusals) {
    const state = { ...planned, job: { id: 'left-over' }, refusal, refusedIn: { redriveCount: refusedIn } };
    const event = { input, state, execution: { ...execution, redriveCount: plannedIn } };
    planned = await planExport(planExportInputSchema.parse(event), ports);
  }
  return planned;
}

const failedJob = (ErrorCode: number, ErrorMessage = 'what it said'): Refusal => ({
  Error: 'States.TaskFailed',
  Cause: JSON.stringify({ Job: { Id: '1700000000000-abcdef', Status: 'ERROR', ErrorCode, ErrorMessage } }),
});

test('a refusal to copy leads to one encode, and the message says why', async () => {
  const { plan, mediaConvertJob } = await planAfter([failedJob(1030, 'Video codec [x] is not supported')]);

  expect(plan).toMatchObject({ video: 'h264', audio: 'aac' });
  expect(plan.engineReason).toBe(
    'encoded, since copying failed: MediaConvert said 1030: Video codec [x] is not supported',
  );
  const settings: JobSettings = mediaConvertJob!.settings;
  expect(settings.OutputGroups?.[0]?.Outputs?.[0]).toEqual({
    ContainerSettings: { Container: 'MP4', Mp4Settings: { MoovPlacement: 'PROGRESSIVE_DOWNLOAD' } },
    VideoDescription: {
      CodecSettings: {
        Codec: 'H_264',
        H264Settings: {
          RateControlMode: 'QVBR',
          QvbrSettings: { QvbrQualityLevel: 7 },
          MaxBitrate: 5_000_000,
          QualityTuningLevel: 'SINGLE_PASS_HQ',
          SceneChangeDetect: 'TRANSITION_DETECTION',
          FramerateControl: 'INITIALIZE_FROM_SOURCE',
        },
      },
    },
    AudioDescriptions: [
      {
        AudioSourceName: 'Audio Selector 1',
        CodecSettings: {
          Codec: 'AAC',
          AacSettings: { CodingMode: 'CODING_MODE_2_0', SampleRate: 48_000, Bitrate: 128_000 },
        },
      },
    ],
  });
});

test('the encode is another job than the copy, for MediaConvert too', async () => {
  const copied = await planAfter([]);
  const encoded = await planAfter([failedJob(1030)]);

  expect(encoded.mediaConvertJob!.clientRequestTokenStem).not.toBe(copied.mediaConvertJob!.clientRequestTokenStem);
  expect(encoded.export).toEqual(copied.export);
});

test.each([
  [1920, 1080, 8_500_000],
  [1280, 720, 5_000_000],
  [720, 1280, 5_000_000],
  [1281, 721, 8_500_000],
  [852, 480, 2_500_000],
  [640, 360, 1_200_000],
  [284, 160, 1_200_000],
])('an encode of %i x %i may spend %i bits a second', async (width, height, expected) => {
  const { mediaConvertJob } = await planAfter([failedJob(1030)], { renditions: [{ ...hd, width, height }] });

  const output = mediaConvertJob!.settings.OutputGroups[0]?.Outputs[0];
  expect(output?.VideoDescription?.CodecSettings).toMatchObject({ H264Settings: { MaxBitrate: expected } });
});

test.each<[string, Refusal]>([
  ['a code that nobody knows', failedJob(1234)],
  ['a bare job', { Error: 'States.TaskFailed', Cause: '{"Id":"1-a","ErrorCode":1030}' }],
  [
    'lower-camel names',
    { Error: 'States.TaskFailed', Cause: '{"job":{"id":"1-a","errorCode":1040,"errorMessage":"x"}}' },
  ],
  ['a code as text', { Error: 'States.TaskFailed', Cause: '{"Job":{"ErrorCode":"1030"}}' }],
  ['a sentence', { Error: 'States.TaskFailed', Cause: 'The job failed. Error code: 1030, no passthrough' }],
  [
    'settings that were not accepted',
    { Error: 'MediaConvert.BadRequestException', Cause: 'PASSTHROUGH is not a valid value' },
  ],
])('%s leads to an encode', async (_, refusal) => {
  expect((await planAfter([refusal])).plan.video).toBe('h264');
});

test.each<[string, Refusal]>([
  ['1021', failedJob(1021)],
  [
    '1040 in the words of 1021',
    failedJob(
      1040,
      'Invalid audio track specified for audio_selector [1]. Audio track [1] not found in input container.',
    ),
  ],
])('after %s the copy is tried without audio', async (_, refusal) => {
  const { plan, mediaConvertJob } = await planAfter([refusal]);

  expect(plan).toMatchObject({
    video: 'copy',
    audio: 'none',
    engineReason: expect.stringContaining('without audio'),
  });
  expect(mediaConvertJob!.settings.OutputGroups[0]?.Outputs[0]).not.toHaveProperty('AudioDescriptions');
});

test('each change is made once', async () => {
  const { plan } = await planAfter([failedJob(1021), failedJob(1030)]);

  expect(plan).toMatchObject({ video: 'h264', audio: 'none' });
  await expect(planAfter([failedJob(1021), failedJob(1030), failedJob(1021)])).rejects.toThrow('1021');
  await expect(planAfter([failedJob(1021), failedJob(1030), failedJob(1030)])).rejects.toThrow('1030');
});

/** Whether another job can help, and how often the same one is begun again. */
const endings: [code: number, words: string, retries: number][] = [
  [1010, 'does not accept the playlist', 0],
  [1056, 'a segment could not be opened', 1],
  [1060, 'the time code of the clip', 0],
  [1076, 'a segment is cut off', 1],
  [1401, 'denied access', 0],
  [1404, 'the playlist or a segment is missing', 1],
  [1432, 'denied access', 0],
  [1433, 'denied access', 0],
  [1434, 'denied access', 0],
  [1515, 'denied access', 0],
  [1517, 'could not be written', 2],
  [1522, 'ran out of time', 2],
  [1550, 'a fault of acceleration', 2],
  [1999, 'an unexpected fault', 2],
  [3400, 'does not accept the playlist', 0],
];

test.each(endings)(
  'code %i (%s) is not cured by encoding, and ends after %i more jobs',
  async (code, words, retries) => {
    const refusals = Array.from({ length: retries + 1 }, () => failedJob(code));

    const planning = planAfter(refusals);

    await expect(planning).rejects.toMatchObject({
      name: 'MediaConvertJobFailedError',
      message: expect.stringMatching(
        new RegExp(`job 1700000000000-abcdef failed: .*${words}.* \\(MediaConvert said ${code}: what it said\\)\\. .+`),
      ),
    });
  },
);

test.each(endings.filter(([, , retries]) => retries > 0))(
  'after code %i (%s) the same job is begun again, after a pause, and as another job to MediaConvert',
  async (code) => {
    const first = await planAfter([]);

    const again = await planAfter([failedJob(code)]);

    expect(again.plan).toMatchObject({ video: 'copy', audio: 'copy', retries: 1 });
    expect(again.plan.pauseSeconds).toBeGreaterThanOrEqual(60);
    expect(again.plan.engineReason).toBe(
      `the rendition is wanted as it is, so its frames are copied; begun again, since MediaConvert said ${code}: what it said`,
    );
    expect(again.mediaConvertJob!.settings).toEqual(first.mediaConvertJob!.settings);
    expect(again.mediaConvertJob!.clientRequestTokenStem).not.toBe(first.mediaConvertJob!.clientRequestTokenStem);
  },
);

test('a job that was begun again twice pauses for longer the second time, and tells the last reason only', async () => {
  const { plan } = await planAfter([failedJob(1522), failedJob(1999)]);

  expect(plan).toMatchObject({ retries: 2, pauseSeconds: 300 });
  expect(plan.engineReason).toContain('begun again, since MediaConvert said 1999');
  expect(plan.engineReason).not.toContain('1522');
});

test('another job after one that was begun again needs no pause', async () => {
  const { plan } = await planAfter([failedJob(1522), failedJob(1030)]);

  expect(plan).toMatchObject({ video: 'h264', retries: 1, pauseSeconds: 0 });
});

test('what has no video after all becomes a file of its sound, once', async () => {
  const { plan, mediaConvertJob } = await planAfter([failedJob(1020)]);

  expect(plan).toMatchObject({ video: 'none', audio: 'copy' });
  expect(mediaConvertJob!.settings.OutputGroups[0]?.Outputs[0]).not.toHaveProperty('VideoDescription');
  await expect(planAfter([failedJob(1020), failedJob(1021)])).rejects.toThrow('the input has no audio');
});

describe('an accelerated encode', () => {
  const mediaConvertSettings = { priority: 3, acceleration: 'PREFERRED', statusIntervalSeconds: 120 } as const;
  const wanted = { export: { rendition: 'highest', video: 'h264' } };

  test('is asked for as configured', async () => {
    const { plan, mediaConvertJob } = await planAfter([], { mediaConvertSettings, wanted });

    expect(plan.isAccelerated).toBe(true);
    expect(mediaConvertJob).toMatchObject({
      accelerationSettings: { Mode: 'PREFERRED' },
      priority: 3,
      statusUpdateInterval: 'SECONDS_120',
    });
  });

  test.each([1041, 1042, 1043, 1550])('is made without acceleration after %i', async (code) => {
    const { plan, mediaConvertJob } = await planAfter([failedJob(code)], { mediaConvertSettings, wanted });

    expect(plan).toMatchObject({ isAccelerated: false, video: 'h264', retries: 0 });
    expect(mediaConvertJob!.accelerationSettings).toEqual({ Mode: 'DISABLED' });
  });

  test('that is refused without acceleration as well is final', async () => {
    const refusals = [failedJob(1041), failedJob(1041)];

    await expect(planAfter(refusals, { mediaConvertSettings, wanted })).rejects.toThrow('cannot be accelerated');
  });

  test('is not for copies', async () => {
    const { mediaConvertJob } = await planAfter([], { mediaConvertSettings });

    expect(mediaConvertJob!.accelerationSettings).toEqual({ Mode: 'DISABLED' });
  });

  test.each<[string, (text: string) => string, string]>([
    ['with a whole number of seconds', (text) => text.replace('#EXTINF:10.000,', '#EXTINF:10,'), 'an EXTINF'],
    ['with a discontinuity', (text) => text.replace('#EXTINF', '#EXT-X-DISCONTINUITY\n#EXTINF'), 'a discontinuity'],
  ])('is not for a playlist %s, and the message says so', async (_, edit, words) => {
    const { plan, mediaConvertJob } = await planAfter([], { mediaConvertSettings, wanted, edit });

    expect(mediaConvertJob!.accelerationSettings).toEqual({ Mode: 'DISABLED' });
    expect(plan.engineReason).toContain('not accelerated, since');
    expect(plan.engineReason).toContain(words);
  });
});

test.each([
  ['a job', '{"Job":{"Id":"1-a","Status":"CANCELED"}}', 'job 1-a failed: the job was canceled'],
  ['a text that was cut off', '{"Job":{"Id":"1-a","Status":"CANCELED","Settings":{', 'the job was canceled'],
])('a canceled job, told as %s, fails by a name of its own', async (_, cause, words) => {
  await expect(planAfter([{ Error: 'States.TaskFailed', Cause: cause }])).rejects.toMatchObject({
    name: 'MediaConvertJobCanceledError',
    message: expect.stringContaining(words),
  });
});

test.each<[string, Refusal, string]>([
  [
    'kept throttling',
    { Error: 'MediaConvert.TooManyRequestsException', Cause: 'Rate exceeded' },
    'kept throttling (MediaConvert said TooManyRequestsException: Rate exceeded). Redrive',
  ],
  [
    'denied access',
    { Error: 'MediaConvert.ForbiddenException', Cause: 'no PassRole' },
    'the state machine may not create the job',
  ],
  [
    'did not find the queue',
    { Error: 'MediaConvert.NotFoundException', Cause: 'x' },
    'queue or the role does not exist',
  ],
  ['has no quota left', { Error: 'MediaConvert.ServiceQuotaExceededException', Cause: 'x' }, 'quota'],
  ['broke down', { Error: 'MediaConvert.InternalServerErrorException', Cause: 'x' }, 'passing fault'],
  ['said nothing', { Error: 'States.TaskFailed' }, 'no error code was given'],
  ['said what nobody can read', { Error: 'States.TaskFailed', Cause: '[1]' }, 'no error code was given'],
])('when MediaConvert %s, the operator is told what to do', async (_, refusal, words) => {
  await expect(planAfter([refusal])).rejects.toMatchObject({
    name: 'MediaConvertJobFailedError',
    message: expect.stringContaining(words),
  });
});

test('a second refusal, of the encode, is final', async () => {
  await expect(planAfter([failedJob(1030), failedJob(1040, 'again')])).rejects.toMatchObject({
    name: 'MediaConvertJobFailedError',
    message: expect.stringContaining('MediaConvert said 1040: again'),
  });
});

test.each([
  [1030, 'a codec of the input is not supported'],
  [1040, 'the settings of the job do not go with the input'],
  [1075, 'the streams of the input could not be told apart'],
  [1092, 'the audio could not be decoded'],
  [1234, "MediaConvert's documentation of its error codes explains 1234"],
])('code %i of an encode says what it means: %s', async (code, words) => {
  await expect(planAfter([failedJob(code), failedJob(code)])).rejects.toMatchObject({
    name: 'MediaConvertJobFailedError',
    message: expect.stringContaining(`failed: ${words} (MediaConvert said ${code}: what it said)`),
  });
});

test('a refusal from before a redrive is history: the copy is tried again', async () => {
  const planning = planAfter([failedJob(1030), { ...failedJob(1030), plannedIn: 1 }]);

  await expect(planning).resolves.toMatchObject({ plan: { video: 'copy', audio: 'copy' } });
});

test('a refusal without a note of its attempt is history as well', async () => {
  const recording = makeRecording();
  const input = { recording: recording.reference };
  const planned = await planExport({ input, state: {}, execution }, makePorts(recording));
  const state = { ...planned, refusal: failedJob(1401) };

  const replanned = await planExport(planExportInputSchema.parse({ input, state, execution }), makePorts(recording));

  expect(replanned.plan.video).toBe('copy');
});

describe('a job that timed out and was redriven runs the plan of the attempt before', () => {
  // The redrive enters ExportWithMediaConvert, not PlanExport: its refusal is the first that planning hears of.
  const refusedAfterRedrive = { ...failedJob(1030), refusedIn: 1 };

  test('and when it is refused then, it is encoded', async () => {
    expect((await planAfter([refusedAfterRedrive])).plan.video).toBe('h264');
  });

  test('and when the encode is refused too, that is final', async () => {
    await expect(planAfter([refusedAfterRedrive, refusedAfterRedrive])).rejects.toMatchObject({
      name: 'MediaConvertJobFailedError',
      message: expect.stringContaining('MediaConvert said 1030'),
    });
  });

  test('and when a fault is refused that no plan cures, that is told', async () => {
    await expect(planAfter([{ ...failedJob(1401), refusedIn: 1 }])).rejects.toThrow('denied access');
  });

  test('and each change is made once in its attempt as well', async () => {
    const noAudio = { ...failedJob(1021), refusedIn: 1 };

    const { plan } = await planAfter([noAudio, refusedAfterRedrive]);

    expect(plan).toMatchObject({ video: 'h264', audio: 'none' });
    await expect(planAfter([noAudio, refusedAfterRedrive, noAudio])).rejects.toThrow('1021');
  });
});

test('a long refusal is cut short, since it travels in messages', async () => {
  const { plan } = await planAfter([failedJob(1030, 'x'.repeat(10_000))]);

  expect(plan.engineReason.length).toBeLessThan(600);
});
