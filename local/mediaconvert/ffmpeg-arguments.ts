import type { AudioPlan, ConversionOutput, VideoPlan } from './converter.ts';
import type { EncodingInput } from './encoding-input.ts';
import { buildJoinFilter, needsJoinFilter } from './join-filter.ts';
import { fitInto, scaleFilter } from './scale-filter.ts';

type H264Plan = Extract<VideoPlan, { codec: 'h264' }>;

/**
 * Arguments for ffmpeg to turn the input into the output. Progress is written to standard output as `key=value` lines.
 *
 * @see https://ffmpeg.org/ffmpeg.html
 */
export function buildFfmpegArguments(input: EncodingInput, output: ConversionOutput): string[] {
  const isFiltered = needsJoinFilter(input);
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-nostats', '-progress', 'pipe:1', '-y'],
    ...input.sources.flatMap(({ inputArguments }) => inputArguments),
    ...(isFiltered ? joinInputs(input, output) : takeInput(input, output)),
    ...(output.video?.codec === 'h264' ? encodeVideo(output.video) : ['-c:v', 'copy']),
    ...(output.audio === undefined ? [] : encodeAudio(output.audio, isFiltered)),
    ...(output.isIndexFirst ? ['-movflags', '+faststart'] : []),
    ...['-f', 'mp4', output.path],
  ];
}

function joinInputs(input: EncodingInput, output: ConversionOutput): string[] {
  const { video, audio } = output;
  const filter = buildJoinFilter(input, output, video?.codec === 'h264' ? scaleFilter(video) : '');
  return ['-filter_complex', filter, ...(video ? ['-map', '[v]'] : []), ...(audio ? ['-map', '[a]'] : [])];
}

function takeInput({ size }: EncodingInput, { video, audio }: ConversionOutput): string[] {
  const isSized = video?.codec === 'h264' && (video.width !== undefined || video.height !== undefined);
  // Pictures of another size after a discontinuity would change the output's, which no file can hold.
  const filter = isSized ? scaleFilter(video) : video?.codec === 'h264' && size ? fitInto(size) : '';
  return [
    ...(video === undefined ? [] : ['-map', '0:v:0']),
    ...(audio === undefined ? [] : ['-map', `0:a:${audio.trackNumber - 1}`]),
    ...(filter === '' ? [] : ['-vf', filter]),
  ];
}

function encodeVideo(plan: H264Plan): string[] {
  return [
    // 4:2:0 is what players of MP4 expect, and what MediaConvert writes.
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
    ...rateControl(plan),
    ...(plan.profile === undefined ? [] : ['-profile:v', plan.profile]),
    ...keyFrames(plan),
  ];
}

/**
 * QVBR is "as good as the level says, within the maximum": x264's CRF with a cap. Level 7, MediaConvert's advice for
 * 720p, becomes CRF 23, x264's default, and each level changes it by 2.
 */
function rateControl({ rateControl: mode, qualityLevel = 7, bitrate, maxBitrate }: H264Plan): string[] {
  const cap = (limit: number | undefined) =>
    // A buffer of two seconds, the customary size for video on demand.
    limit === undefined ? [] : ['-maxrate', String(limit), '-bufsize', String(2 * limit)];
  switch (mode) {
    case 'qvbr':
      return ['-crf', String(37 - 2 * qualityLevel), ...cap(maxBitrate)];
    case 'vbr':
      return ['-b:v', String(bitrate), ...cap(maxBitrate)];
    case 'cbr':
      return ['-b:v', String(bitrate), '-minrate', String(bitrate), ...cap(bitrate)];
  }
}

function keyFrames({ gop }: H264Plan): string[] {
  if (gop === undefined) {
    return [];
  }
  return gop.unit === 'frames'
    ? ['-g', String(Math.round(gop.size))]
    : ['-force_key_frames', `expr:gte(t,n_forced*${gop.size})`];
}

/** What has gone through a filter cannot be copied any more: then it is encoded with ffmpeg's defaults. */
function encodeAudio(plan: AudioPlan, isFiltered: boolean): string[] {
  if (plan.codec === 'passthrough') {
    return ['-c:a', isFiltered ? 'aac' : 'copy'];
  }
  const { channels, sampleRateHz, bitrate } = plan;
  return [
    ...['-c:a', 'aac'],
    ...(channels === undefined ? [] : ['-ac', String(channels)]),
    ...(sampleRateHz === undefined ? [] : ['-ar', String(sampleRateHz)]),
    ...(bitrate === undefined ? [] : ['-b:a', String(bitrate)]),
  ];
}
