import {
  AacCodingMode,
  AacPassthroughControl,
  AudioCodec,
  H264GopSizeUnits,
  H264RateControlMode,
  Mp4MoovPlacement,
  ScalingBehavior,
  VideoCodec,
} from '@aws-sdk/client-mediaconvert';
import { findSelector } from './audio-selection.ts';
import type { AacSettings, H264Settings } from './codec-settings.ts';
import type { AudioPlan, VideoPlan } from './converter.ts';
import type { JobInput, JobOutput, JobSettings } from './job-settings.ts';
import { resolveOutputLocation } from './output-file-name.ts';
import type { S3Location } from './s3-location.ts';

/** One file that a job writes: what goes into it, and where it goes. */
export interface OutputPlan {
  /** Position of the output's group in the settings; details are reported by group. */
  readonly groupIndex: number;
  readonly location: S3Location;
  readonly video?: VideoPlan | undefined;
  readonly audio?: (AudioPlan & AudioSource) | undefined;
  readonly isIndexFirst: boolean;
}

interface AudioSource {
  /** The selector's name, for messages. */
  readonly selectorName: string;
  /** Whether the selector insists on a track by number, which changes the error when there is none. */
  readonly isTrackNamed: boolean;
}

/** All files of a job in the order of its settings, with their names filled in for a job that starts now. */
export function planOutputs(settings: JobSettings, startedAt: Date): readonly OutputPlan[] {
  const [input] = settings.inputs;
  if (input === undefined) {
    return [];
  }
  return settings.outputGroups.flatMap((group, groupIndex) =>
    group.outputs.map((output) => ({
      groupIndex,
      location: resolveOutputLocation({
        destination: group.outputGroupSettings.fileGroupSettings.destination,
        nameModifier: output.nameModifier ?? '',
        extension: output.extension ?? 'mp4',
        inputUrl: input.fileInput,
        startedAt,
      }),
      video: planVideo(output.videoDescription),
      audio: planAudio(output, input),
      isIndexFirst: output.containerSettings.mp4Settings?.moovPlacement !== Mp4MoovPlacement.NORMAL,
    })),
  );
}

/** The video of an output; `undefined` without. */
export function planVideo(video: JobOutput['videoDescription']): VideoPlan | undefined {
  if (video === undefined) {
    return undefined;
  }
  const { codec, h264Settings } = video.codecSettings;
  return codec === VideoCodec.H_264 && h264Settings !== undefined
    ? {
        codec: 'h264',
        width: video.width,
        height: video.height,
        isStretched: video.scalingBehavior === ScalingBehavior.STRETCH_TO_OUTPUT,
        ...planEncoding(h264Settings),
      }
    : { codec: 'passthrough' };
}

const rateControls = {
  [H264RateControlMode.QVBR]: 'qvbr',
  [H264RateControlMode.VBR]: 'vbr',
  [H264RateControlMode.CBR]: 'cbr',
} as const;

const profiles = { BASELINE: 'baseline', MAIN: 'main', HIGH: 'high' } as const;

function planEncoding(settings: H264Settings) {
  const { gopSize, gopSizeUnits = H264GopSizeUnits.FRAMES } = settings;
  const hasGop = gopSize !== undefined && gopSize > 0 && gopSizeUnits !== H264GopSizeUnits.AUTO;
  const unit = gopSizeUnits === H264GopSizeUnits.SECONDS ? 'seconds' : 'frames';
  return {
    rateControl: rateControls[settings.rateControlMode],
    qualityLevel: settings.qvbrSettings?.qvbrQualityLevel,
    bitrate: settings.bitrate,
    maxBitrate: settings.maxBitrate,
    gop: hasGop ? ({ size: gopSize, unit } as const) : undefined,
    profile: settings.codecProfile && profiles[settings.codecProfile],
  };
}

/** The audio of an output, with the track that an input's selector names; `undefined` without. */
export function planAudio(output: JobOutput, input: JobInput | undefined): OutputPlan['audio'] {
  const [description] = output.audioDescriptions ?? [];
  if (description === undefined || input === undefined) {
    return undefined;
  }
  const [selectorName, selector] = findSelector(description.audioSourceName, input) ?? ['', {}];
  const [trackNumber] = selector.tracks ?? [];
  const { codec, aacSettings = {} } = description.codecSettings;
  const source = { selectorName, trackNumber: trackNumber ?? 1, isTrackNamed: trackNumber !== undefined };
  const isEncoded = codec === AudioCodec.AAC && aacSettings.passthroughControl !== AacPassthroughControl.WHEN_POSSIBLE;
  return isEncoded ? { ...source, codec: 'aac', ...planAac(aacSettings) } : { ...source, codec: 'passthrough' };
}

function planAac({ codingMode, sampleRate, bitrate }: AacSettings) {
  const channelCounts = { [AacCodingMode.CODING_MODE_1_0]: 1, [AacCodingMode.CODING_MODE_2_0]: 2 } as const;
  return { channels: codingMode && channelCounts[codingMode], sampleRateHz: sampleRate, bitrate };
}
