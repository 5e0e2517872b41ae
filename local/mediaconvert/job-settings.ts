import {
  AudioDefaultSelection,
  AudioSelectorType,
  CmfcAudioDuration,
  ContainerType,
  InputTimecodeSource,
  Mp4MoovPlacement,
  OutputGroupType,
  S3ServerSideEncryptionType,
  S3StorageClass,
  ScalingBehavior,
  TimecodeSource,
  VideoSelectorType,
} from '@aws-sdk/client-mediaconvert';
import * as z from 'zod/mini';
import { audioCodecSettingsSchema, videoCodecSettingsSchema } from './codec-settings.ts';
import { parseS3Url } from './s3-location.ts';
import { anyValue, notSupportedHere, supportedValue } from './supported-values.ts';
import { isDropFrame, parseTimecode } from './timecode.ts';

/** Even pixels only, since 4:2:0 pictures have no odd sizes. */
const pixels = z.int().check(z.gte(32), z.lte(8192), z.multipleOf(2));

const audioSelectorSchema = z.strictObject({
  defaultSelection: z.optional(anyValue(AudioDefaultSelection)),
  selectorType: z.optional(supportedValue(AudioSelectorType, [AudioSelectorType.TRACK])),
  tracks: z.optional(
    z.array(z.int().check(z.gte(1))).check(
      z.minLength(1),
      z.refine((tracks) => tracks.length <= 1, `more than one track in a selector ${notSupportedHere}`),
    ),
  ),
});

const timecode = z.string().check(
  z.refine((text) => !isDropFrame(text), `a drop-frame timecode ${notSupportedHere}`),
  z.refine((text) => isDropFrame(text) || parseTimecode(text) !== undefined, 'must be HH:MM:SS:FF, up to 24:59:59:99'),
);

const inputClippingSchema = z.strictObject({
  startTimecode: z.optional(timecode),
  endTimecode: z.optional(timecode),
});

const inputSchema = z.strictObject({
  fileInput: z.string().check(
    z.refine((url) => (parseS3Url(url)?.key ?? '') !== '', 'must be an S3 object, s3://bucket/key'),
    z.refine((url) => url.endsWith('.m3u8'), `an input that is not an HLS playlist (.m3u8) ${notSupportedHere}`),
  ),
  // It matters to clipping alone: see findClippingFaults.
  timecodeSource: z.optional(anyValue(InputTimecodeSource)),
  inputClippings: z.optional(
    z
      .array(inputClippingSchema)
      .check(z.refine((list) => list.length <= 1, `more than one clipping of an input ${notSupportedHere}`)),
  ),
  audioSelectors: z.optional(z.record(z.string(), audioSelectorSchema)),
  videoSelector: z.optional(
    z.strictObject({ selectorType: z.optional(supportedValue(VideoSelectorType, [VideoSelectorType.AUTO])) }),
  ),
});

const outputSchema = z.strictObject({
  nameModifier: z.optional(z.string().check(z.minLength(1), z.maxLength(256))),
  extension: z.optional(z.string().check(z.minLength(1), z.maxLength(256))),
  containerSettings: z.strictObject({
    container: supportedValue(ContainerType, [ContainerType.MP4]),
    mp4Settings: z.optional(
      z.strictObject({
        moovPlacement: z.optional(anyValue(Mp4MoovPlacement)),
        audioDuration: z.optional(supportedValue(CmfcAudioDuration, [CmfcAudioDuration.DEFAULT_CODEC_DURATION])),
      }),
    ),
  }),
  videoDescription: z.optional(
    z.strictObject({
      width: z.optional(pixels),
      height: z.optional(pixels),
      scalingBehavior: z.optional(
        supportedValue(ScalingBehavior, [ScalingBehavior.DEFAULT, ScalingBehavior.STRETCH_TO_OUTPUT]),
      ),
      codecSettings: videoCodecSettingsSchema,
    }),
  ),
  audioDescriptions: z.optional(
    z
      .array(z.strictObject({ audioSourceName: z.optional(z.string()), codecSettings: audioCodecSettingsSchema }))
      .check(z.refine((list) => list.length <= 1, `more than one audio description ${notSupportedHere}`)),
  ),
});

const fileGroupSettingsSchema = z.strictObject({
  destination: z.string().check(z.refine((url) => parseS3Url(url) !== undefined, 'must be in S3, s3://bucket/path')),
  destinationSettings: z.optional(
    z.strictObject({
      s3Settings: z.optional(
        z.strictObject({
          storageClass: z.optional(supportedValue(S3StorageClass, [S3StorageClass.STANDARD])),
          encryption: z.optional(
            z.strictObject({
              encryptionType: z.optional(
                supportedValue(S3ServerSideEncryptionType, [S3ServerSideEncryptionType.SERVER_SIDE_ENCRYPTION_S3]),
              ),
            }),
          ),
        }),
      ),
    }),
  ),
});

const outputGroupSchema = z.strictObject({
  name: z.optional(z.string()),
  customName: z.optional(z.string()),
  outputGroupSettings: z.strictObject({
    type: supportedValue(OutputGroupType, [OutputGroupType.FILE_GROUP_SETTINGS]),
    fileGroupSettings: fileGroupSettingsSchema,
  }),
  outputs: z.array(outputSchema).check(z.minLength(1)),
});

/**
 * `JobSettings`, as far as the local service carries it out: HLS playlists, one after the other, to MP4 files. What is not listed is
 * refused by its path, so that no job looks done that was only half understood.
 *
 * @see https://docs.aws.amazon.com/mediaconvert/latest/apireference/jobs.html
 */
export const jobSettingsSchema = z.strictObject({
  timecodeConfig: z.optional(z.strictObject({ source: z.optional(anyValue(TimecodeSource)) })),
  inputs: z.array(inputSchema).check(z.minLength(1), z.maxLength(150)),
  outputGroups: z.array(outputGroupSchema).check(z.minLength(1)),
});

/** What {@link jobSettingsSchema} yields. */
export type JobSettings = z.output<typeof jobSettingsSchema>;

/** One input of a job; several are played one after the other. */
export type JobInput = JobSettings['inputs'][number];

/** One output group of a job: a place in S3 and the files that go there. */
export type JobOutputGroup = JobSettings['outputGroups'][number];

/** One output of a job: one file. */
export type JobOutput = JobOutputGroup['outputs'][number];
