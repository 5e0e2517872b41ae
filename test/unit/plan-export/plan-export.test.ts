import type { CreateJobRequest, JobSettings } from '@aws-sdk/client-mediaconvert';
import { expect, test } from '@jest/globals';
import { planExport } from '../../../lambdas/plan-export/plan-export.ts';
import { planExportInputSchema } from '../../../lambdas/plan-export/schema.ts';
import { verifyExportInputSchema } from '../../../lambdas/verify-export/schema.ts';
import {
  audioOnly,
  channelArn,
  hd,
  lowest,
  type MadeRecording,
  makeRecording,
  sd,
} from '../../fixtures/make-recording.ts';
import { execution, makePorts } from '../../fixtures/step-ports.ts';

type Options = Parameters<typeof makePorts>[1];

/** Enters the state as the definition does: with the execution's input, and with the same as the state's. */
function plan(recording: MadeRecording, wanted: object = {}, options: Options = {}) {
  const input = { recording: recording.reference, ...wanted };
  return planExport(planExportInputSchema.parse({ input, state: input, execution }), makePorts(recording, options));
}

test('an export is planned with everything that the next states and the message need', async () => {
  const recording = makeRecording();

  const planned = await plan(recording, {
    export: { name: 'evening', rendition: '160p30' },
    source: { type: 'operator', channelName: 'Morning show' },
    metadata: { order: 7 },
  });

  expect(planned).toMatchObject({
    recording: {
      channelId: 'AbCdef1G2hij',
      channelArn,
      channelName: 'Morning show',
      recordingId: 'j8Z9O91ndcVs',
      bucket: 'my-recordings',
      prefix: recording.prefix,
      startedAt: '2026-06-23T20:12:34Z',
      endedAt: '2026-06-23T20:13:34Z',
      durationMs: 60_000,
    },
    export: {
      name: 'evening',
      format: 'mp4',
      rendition: '160p30',
      bucket: 'my-exports',
      key: 'AbCdef1G2hij/j8Z9O91ndcVs/evening.mp4',
    },
    plan: { engine: 'mediaconvert', video: 'copy', audio: 'copy', expectedDurationMs: 60_000 },
    metadata: { order: 7 },
  });
});

test('the plan is what VerifyExport takes, with the job that the definition adds', async () => {
  const planned = await plan(makeRecording());

  const { mediaConvertJob, brake, ...expected } = planned;
  const event = { planned: { ...planned, job: { id: '1-a' } }, execution };
  expect(mediaConvertJob).toBeDefined();
  expect(verifyExportInputSchema.parse(event).planned).toEqual(expected);
});

test('the job copies the chosen rendition into one MP4 of a known key', async () => {
  const recording = makeRecording();

  const { mediaConvertJob } = await plan(recording);

  // The type of the SDK: a setting that it does not know does not compile.
  const settings: JobSettings = mediaConvertJob!.settings;
  expect(settings).toEqual({
    TimecodeConfig: { Source: 'ZEROBASED' },
    Inputs: [
      {
        FileInput: `s3://my-recordings/${recording.prefix}/media/hls/720p30/playlist.m3u8`,
        TimecodeSource: 'ZEROBASED',
        AudioSelectors: {
          'Audio Selector 1': { SelectorType: 'TRACK', Tracks: [1], DefaultSelection: 'DEFAULT' },
        },
        VideoSelector: {},
      },
    ],
    OutputGroups: [
      {
        Name: 'File Group',
        OutputGroupSettings: {
          Type: 'FILE_GROUP_SETTINGS',
          FileGroupSettings: {
            Destination: 's3://my-exports/AbCdef1G2hij/j8Z9O91ndcVs/archive',
            DestinationSettings: {
              S3Settings: { StorageClass: 'STANDARD', Encryption: { EncryptionType: 'SERVER_SIDE_ENCRYPTION_S3' } },
            },
          },
        },
        Outputs: [
          {
            ContainerSettings: { Container: 'MP4', Mp4Settings: { MoovPlacement: 'PROGRESSIVE_DOWNLOAD' } },
            VideoDescription: {
              CodecSettings: {
                Codec: 'PASSTHROUGH',
                PassthroughSettings: { FrameControl: 'NEAREST_IDRFRAME', VideoSelectorMode: 'AUTO' },
              },
            },
            AudioDescriptions: [{ AudioSourceName: 'Audio Selector 1', CodecSettings: { Codec: 'PASSTHROUGH' } }],
          },
        ],
      },
    ],
  });
});

test("the job tells what it belongs to, within MediaConvert's limits", async () => {
  const recording = makeRecording();

  const { mediaConvertJob } = await plan(recording);

  const userMetadata: CreateJobRequest['UserMetadata'] = mediaConvertJob!.userMetadata;
  expect(userMetadata).toEqual({
    recordingId: 'j8Z9O91ndcVs',
    channelId: 'AbCdef1G2hij',
    recordingPrefix: recording.prefix,
    exportName: 'archive',
    executionArn: execution.arn,
  });
  expect(`${mediaConvertJob!.clientRequestTokenStem}-999`).toMatch(/^[0-9a-f]{40}-999$/);
});

test('the client token differs by execution and export, and is the same when the state is retried', async () => {
  const recording = makeRecording();
  const input = { recording: recording.reference };
  const other = { ...execution, arn: `${execution.arn}-2` };

  const first = await plan(recording);
  const retried = await plan(recording);
  const ofOtherExport = await plan(recording, { export: 'small' });
  const ofOtherExecution = await planExport({ input, state: {}, execution: other }, makePorts(recording));

  const stems = [first, retried, ofOtherExport, ofOtherExecution].map(
    (each) => each.mediaConvertJob!.clientRequestTokenStem,
  );
  expect(stems[1]).toBe(stems[0]);
  expect(new Set(stems).size).toBe(3);
});

test.each<[string, unknown, string, string]>([
  ['nothing: the first default', undefined, 'archive', '720p30'],
  ['a profile', 'small', 'small', '160p30'],
  ['a rendition', { rendition: '480p30' }, '480p30', '480p30'],
  ['a rendition under another name', { name: 'tiny', rendition: '160p30' }, 'tiny', '160p30'],
])('what is wanted may be %s', async (_, wanted, name, rendition) => {
  const recording = makeRecording({ renditions: [lowest, sd, hd] });

  const planned = await plan(recording, wanted === undefined ? {} : { export: wanted });

  expect(planned.export).toMatchObject({ name, rendition });
});

test.each([
  ['by height, whatever the order', [lowest, sd, hd], '720p30'],
  ['by height, though a lower one spends more', [{ ...sd, bandwidth: 9_000_000 }, hd], '720p30'],
  [
    'by bandwidth among equals',
    [
      { ...hd, name: 'a' },
      { ...hd, name: 'b', bandwidth: hd.bandwidth + 1 },
    ],
    'b',
  ],
  ['with video, though audio comes first', [audioOnly, lowest], '160p30'],
])('the highest rendition is found %s', async (_, renditions, expected) => {
  expect((await plan(makeRecording({ renditions }))).export.rendition).toBe(expected);
});

test('a rendition whose height only the multivariant playlist tells counts with it', async () => {
  const recording = makeRecording().editMetadata(({ media, ...metadata }) => {
    const renditions = media.hls.renditions.map(({ path, playlist }) => ({ path, playlist })).reverse();
    return { ...metadata, media: { ...media, hls: { ...media.hls, renditions } } };
  });

  expect((await plan(recording)).export.rendition).toBe('720p30');
});

test.each(['missing', 'broken', 'pointing elsewhere'])(
  'a multivariant playlist that is %s does not keep an export from being made',
  async (how) => {
    const recording = makeRecording();
    if (how === 'missing') recording.remove('media/hls/master.m3u8');
    if (how === 'broken') recording.putText('media/hls/master.m3u8', 'x');
    if (how === 'pointing elsewhere') {
      recording.edit('media/hls/master.m3u8', (text) => text.replace('\n720p30/', '\n../720p30/'));
    }

    expect((await plan(recording)).plan).toMatchObject({ video: 'copy', audio: 'copy' });
  },
);

test('a rendition without sound gets a job without audio', async () => {
  const silent = { ...hd, codecs: 'avc1.4D401F' };

  const { plan: made, mediaConvertJob } = await plan(makeRecording({ renditions: [silent, lowest] }));

  expect(made.audio).toBe('none');
  expect(mediaConvertJob!.settings.Inputs[0]).not.toHaveProperty('AudioSelectors');
  expect(mediaConvertJob!.settings.OutputGroups[0]?.Outputs[0]).not.toHaveProperty('AudioDescriptions');
});

test('a recording that failed can be exported as far as it goes', async () => {
  expect((await plan(makeRecording({ status: 'failed' }))).plan.expectedDurationMs).toBe(60_000);
});
