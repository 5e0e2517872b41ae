import { H264RateControlMode, VideoCodec } from '@aws-sdk/client-mediaconvert';
import type { H264Settings } from './codec-settings.ts';
import type { JobInput, JobOutput, JobSettings } from './job-settings.ts';
import { findUnsupportedVariable } from './output-file-name.ts';
import { notSupportedHere } from './supported-values.ts';

/**
 * What is wrong with settings that are well-formed one by one and do not go together, each fault with its path
 * (`/settings/outputGroups/0/…: …`). Empty when the job can be carried out.
 */
export function findSettingsFaults(settings: JobSettings): readonly string[] {
  return settings.outputGroups.flatMap((group, groupIndex) => {
    const groupPath = `/settings/outputGroups/${groupIndex}`;
    const { destination } = group.outputGroupSettings.fileGroupSettings;
    return [
      ...variableFaults(`${groupPath}/outputGroupSettings/fileGroupSettings/destination`, destination),
      ...group.outputs.flatMap((output, index) => [
        ...nameModifierFaults(`${groupPath}/outputs/${index}/nameModifier`, output, group.outputs.length),
        ...outputFaults(`${groupPath}/outputs/${index}`, output, settings.inputs[0]),
      ]),
    ];
  });
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

function outputFaults(path: string, output: JobOutput, input: JobInput | undefined): readonly string[] {
  const { videoDescription: video, audioDescriptions: audios = [] } = output;
  const isEmpty = video === undefined && audios.length === 0;
  return [
    ...(isEmpty ? [`${path}: has neither a videoDescription nor audioDescriptions`] : []),
    ...(video === undefined ? [] : videoFaults(`${path}/videoDescription`, video)),
    ...audios.flatMap(({ audioSourceName }, index) =>
      selectorFaults(`${path}/audioDescriptions/${index}/audioSourceName`, audioSourceName, input),
    ),
  ];
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

/** A selector that the input lacks falls back to its default one, else the real output is silent. */
function selectorFaults(path: string, name: string | undefined, input: JobInput | undefined): readonly string[] {
  const selectors = input?.audioSelectors ?? {};
  const hasDefault = Object.values(selectors).some(({ defaultSelection }) => defaultSelection === 'DEFAULT');
  const isFound = name !== undefined && name in selectors;
  return isFound || hasDefault
    ? []
    : [`${path}: names no audio selector of the input, and the silent track that follows ${notSupportedHere}`];
}
