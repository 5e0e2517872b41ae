import { H264RateControlMode, VideoCodec } from '@aws-sdk/client-mediaconvert';
import { findSelector } from './audio-selection.ts';
import { findClippingFaults } from './clipping-rules.ts';
import type { H264Settings } from './codec-settings.ts';
import type { JobInput, JobOutput, JobOutputGroup, JobSettings } from './job-settings.ts';
import { findUnsupportedVariable } from './output-file-name.ts';
import { planAudio, planVideo } from './output-plan.ts';
import { notSupportedHere } from './supported-values.ts';

/**
 * What is wrong with settings that are well-formed one by one and do not go together, each fault with its path
 * (`/settings/outputGroups/0/…: …`). Empty when the job can be carried out.
 */
export function findSettingsFaults({ inputs, outputGroups }: JobSettings): readonly string[] {
  return [...findClippingFaults(inputs), ...outputGroups.flatMap((group, index) => groupFaults(group, index, inputs))];
}

function groupFaults(group: JobOutputGroup, groupIndex: number, inputs: readonly JobInput[]): readonly string[] {
  const groupPath = `/settings/outputGroups/${groupIndex}`;
  const { destination } = group.outputGroupSettings.fileGroupSettings;
  return [
    ...variableFaults(`${groupPath}/outputGroupSettings/fileGroupSettings/destination`, destination),
    ...group.outputs.flatMap((output, index) => [
      ...nameModifierFaults(`${groupPath}/outputs/${index}/nameModifier`, output, group.outputs.length),
      ...outputFaults(`${groupPath}/outputs/${index}`, output, inputs),
    ]),
  ];
}

function variableFaults(path: string, text: string): readonly string[] {
  const variable = findUnsupportedVariable(text);
  return variable === undefined ? [] : [`${path}: the variable ${variable} ${notSupportedHere}`];
}

function nameModifierFaults(path: string, { nameModifier }: JobOutput, outputCount: number): readonly string[] {
  if (nameModifier !== undefined) {
    return variableFaults(path, nameModifier);
  }
  return outputCount > 1 ? [`${path}: is required when an output group has several outputs`] : [];
}

function outputFaults(path: string, output: JobOutput, inputs: readonly JobInput[]): readonly string[] {
  const { videoDescription: video, audioDescriptions: audios = [] } = output;
  const isEmpty = video === undefined && audios.length === 0;
  return [
    ...(isEmpty ? [`${path}: has neither a videoDescription nor audioDescriptions`] : []),
    ...(video === undefined ? [] : videoFaults(`${path}/videoDescription`, video)),
    ...mixedFaults(path, output, inputs),
    ...audios.flatMap(({ audioSourceName }, index) =>
      selectorFaults(`${path}/audioDescriptions/${index}/audioSourceName`, audioSourceName, inputs),
    ),
  ];
}

/** ffmpeg, which encodes the sound then, would copy pictures from anywhere, not from key frames only. */
function mixedFaults(path: string, output: JobOutput, inputs: readonly JobInput[]): readonly string[] {
  const { video, audio } = { video: planVideo(output.videoDescription), audio: planAudio(output, inputs[0]) };
  const isWhole = inputs.length === 1 && inputs[0]?.inputClippings === undefined;
  return video?.codec === 'passthrough' && audio?.codec === 'aac' && !isWhole
    ? [`${path}: video that is copied beside sound that is encoded, of several inputs or a clip, ${notSupportedHere}`]
    : [];
}

function videoFaults(path: string, video: NonNullable<JobOutput['videoDescription']>): readonly string[] {
  const { codec, h264Settings } = video.codecSettings;
  if (codec === VideoCodec.H_264) {
    const settingsPath = `${path}/codecSettings/h264Settings`;
    return h264Settings === undefined
      ? [`${settingsPath}: is required`]
      : rateControlFaults(settingsPath, h264Settings);
  }
  const hasOwnSize = video.width !== undefined || video.height !== undefined;
  return hasOwnSize ? [`${path}: PASSTHROUGH keeps the input's size; width and height cannot be set`] : [];
}

/** QVBR is bounded by `maxBitrate`, CBR and VBR are led by `bitrate`; without them MediaConvert takes no job. */
function rateControlFaults(path: string, settings: H264Settings): readonly string[] {
  const needed = settings.rateControlMode === H264RateControlMode.QVBR ? 'maxBitrate' : 'bitrate';
  return settings[needed] === undefined
    ? [`${path}/${needed}: is required with rateControlMode ${settings.rateControlMode}`]
    : [];
}

/**
 * A selector that an input lacks falls back to its default one, else the real output is silent there. And what comes one
 * after the other here comes from tracks of one number.
 */
function selectorFaults(path: string, name: string | undefined, inputs: readonly JobInput[]): readonly string[] {
  const found = inputs.map((input) => findSelector(name, input));
  if (found.includes(undefined)) {
    return [`${path}: names no audio selector of the input, and the silent track that follows ${notSupportedHere}`];
  }
  const tracks = new Set(found.map((entry) => entry?.[1].tracks?.[0] ?? 1));
  return tracks.size > 1
    ? [`${path}: selects tracks of different numbers in the inputs, which ${notSupportedHere}`]
    : [];
}
