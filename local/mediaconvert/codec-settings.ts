import {
  AacCodecProfile,
  AacCodingMode,
  AacPassthroughControl,
  AacRateControlMode,
  AudioCodec,
  FrameControl,
  H264AdaptiveQuantization,
  H264CodecProfile,
  H264FramerateControl,
  H264GopSizeUnits,
  H264QualityTuningLevel,
  H264RateControlMode,
  H264SceneChangeDetect,
  VideoCodec,
  VideoSelectorMode,
} from '@aws-sdk/client-mediaconvert';
import * as z from 'zod/mini';
import { anyValue, supportedValue } from './supported-values.ts';

/**
 * `H264Settings`. Bit rates are bits per second. `qualityTuningLevel`, `sceneChangeDetect` and `adaptiveQuantization`
 * are accepted and left to the encoder: they trade speed against quality and change nothing else.
 */
export const h264SettingsSchema = z.strictObject({
  rateControlMode: anyValue(H264RateControlMode),
  qvbrSettings: z.optional(
    z.strictObject({
      qvbrQualityLevel: z.optional(z.int().check(z.gte(1), z.lte(10))),
      qvbrQualityLevelFineTune: z.optional(z.number().check(z.gte(0), z.lte(1))),
    }),
  ),
  maxBitrate: z.optional(z.int().check(z.gte(1000), z.lte(1_152_000_000))),
  bitrate: z.optional(z.int().check(z.gte(1000), z.lte(1_152_000_000))),
  gopSize: z.optional(z.number().check(z.gte(0))),
  gopSizeUnits: z.optional(anyValue(H264GopSizeUnits)),
  codecProfile: z.optional(
    supportedValue(H264CodecProfile, [H264CodecProfile.BASELINE, H264CodecProfile.MAIN, H264CodecProfile.HIGH]),
  ),
  framerateControl: z.optional(supportedValue(H264FramerateControl, [H264FramerateControl.INITIALIZE_FROM_SOURCE])),
  qualityTuningLevel: z.optional(
    supportedValue(H264QualityTuningLevel, [H264QualityTuningLevel.SINGLE_PASS, H264QualityTuningLevel.SINGLE_PASS_HQ]),
  ),
  sceneChangeDetect: z.optional(anyValue(H264SceneChangeDetect)),
  adaptiveQuantization: z.optional(anyValue(H264AdaptiveQuantization)),
});

/** What {@link h264SettingsSchema} yields. */
export type H264Settings = z.output<typeof h264SettingsSchema>;

/** `VideoCodecSettings`: the rendition as it is, or H.264. `frameControl` matters to clipping only, so any will do. */
export const videoCodecSettingsSchema = z.strictObject({
  codec: supportedValue(VideoCodec, [VideoCodec.PASSTHROUGH, VideoCodec.H_264]),
  passthroughSettings: z.optional(
    z.strictObject({
      frameControl: z.optional(anyValue(FrameControl)),
      videoSelectorMode: z.optional(supportedValue(VideoSelectorMode, [VideoSelectorMode.AUTO])),
    }),
  ),
  h264Settings: z.optional(h264SettingsSchema),
});

/** `AacSettings`. Sample rate in Hz, bit rate in bits per second. */
export const aacSettingsSchema = z.strictObject({
  codingMode: z.optional(supportedValue(AacCodingMode, [AacCodingMode.CODING_MODE_1_0, AacCodingMode.CODING_MODE_2_0])),
  sampleRate: z.optional(z.int().check(z.gte(8000), z.lte(96_000))),
  bitrate: z.optional(z.int().check(z.gte(6000), z.lte(1_024_000))),
  codecProfile: z.optional(supportedValue(AacCodecProfile, [AacCodecProfile.LC])),
  rateControlMode: z.optional(supportedValue(AacRateControlMode, [AacRateControlMode.CBR])),
  passthroughControl: z.optional(anyValue(AacPassthroughControl)),
});

/** What {@link aacSettingsSchema} yields. */
export type AacSettings = z.output<typeof aacSettingsSchema>;

/** `AudioCodecSettings`: the audio as it is, or AAC. */
export const audioCodecSettingsSchema = z.strictObject({
  codec: supportedValue(AudioCodec, [AudioCodec.PASSTHROUGH, AudioCodec.AAC]),
  aacSettings: z.optional(aacSettingsSchema),
});
