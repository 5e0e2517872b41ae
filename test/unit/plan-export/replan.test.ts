import type { JobSettings } from '@aws-sdk/client-mediaconvert';
import { describe, expect, test } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { planExportInputSchema } from '../../../lambdas/plan-export/schema.ts';
import { hd, lowest, makeRecording } from '../../fixtures/make-recording.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';

interface Refusal {
  readonly Error?: string;
  readonly Cause?: string;
}

/** One job refused, in which attempt, and the attempt that plans next. */
interface Entry extends Refusal {
  readonly refusedIn?: number;
  readonly plannedIn?: number;
}

/** Plans, then enters the state again with the refusals, as the Catch and NoteRefusal of the definition do. */
async function planAfter(refusals: Entry[], { renditions = [hd, lowest] } = {}) {
  const recording = makeRecording({ renditions });
  const input = { recording: recording.reference };
  const ports = makePorts(recording);
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

  expect(plan).toMatchObject({ video: 'h264', hasAudio: true });
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
  expect(output?.VideoDescription.CodecSettings).toMatchObject({ H264Settings: { MaxBitrate: expected } });
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
    hasAudio: false,
    engineReason: expect.stringContaining('without audio'),
  });
  expect(mediaConvertJob!.settings.OutputGroups[0]?.Outputs[0]).not.toHaveProperty('AudioDescriptions');
});

test('there are at most three jobs: each change is made once', async () => {
  const { plan } = await planAfter([failedJob(1021), failedJob(1030)]);

  expect(plan).toMatchObject({ video: 'h264', hasAudio: false });
  await expect(planAfter([failedJob(1021), failedJob(1030), failedJob(1021)])).rejects.toThrow('1021');
  await expect(planAfter([failedJob(1021), failedJob(1030), failedJob(1030)])).rejects.toThrow('1030');
});

test.each([1010, 1020, 1056, 1076, 1401, 1404, 1432, 1433, 1434, 1515, 1517, 1522, 1550, 1999, 3400])(
  'code %i is not cured by encoding',
  async (code) => {
    const planning = planAfter([failedJob(code)]);

    await expect(planning).rejects.toMatchObject({
      name: 'MediaConvertJobFailedError',
      message: expect.stringMatching(
        new RegExp(`job 1700000000000-abcdef failed: .+ \\(MediaConvert said ${code}: what it said\\)\\. .+`),
      ),
    });
  },
);

test.each<[string, Refusal, string]>([
  [
    'kept throttling',
    { Error: 'MediaConvert.TooManyRequestsException', Cause: 'Rate exceeded' },
    'kept throttling (MediaConvert said TooManyRequestsException: Rate exceeded). Redrive',
  ],
  ['denied access', { Error: 'MediaConvert.ForbiddenException', Cause: 'no PassRole' }, 'denied access'],
  [
    'did not find the queue',
    { Error: 'MediaConvert.NotFoundException', Cause: 'x' },
    'queue or the role does not exist',
  ],
  ['has no quota left', { Error: 'MediaConvert.ServiceQuotaExceededException', Cause: 'x' }, 'quota'],
  ['broke down', { Error: 'MediaConvert.InternalServerErrorException', Cause: 'x' }, 'passing fault'],
  [
    'was told to cancel',
    { Error: 'States.TaskFailed', Cause: '{"Job":{"Id":"1-a","Status":"CANCELED"}}' },
    'job 1-a failed: the job was canceled',
  ],
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

test('a refusal from before a redrive is history: the copy is tried again', async () => {
  const planning = planAfter([failedJob(1030), { ...failedJob(1030), plannedIn: 1 }]);

  await expect(planning).resolves.toMatchObject({ plan: { video: 'copy', hasAudio: true } });
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

    expect(plan).toMatchObject({ video: 'h264', hasAudio: false });
    await expect(planAfter([noAudio, refusedAfterRedrive, noAudio])).rejects.toThrow('1021');
  });
});

test('a long refusal is cut short, since it travels in messages', async () => {
  const { plan } = await planAfter([failedJob(1030, 'x'.repeat(10_000))]);

  expect(plan.engineReason.length).toBeLessThan(600);
});
