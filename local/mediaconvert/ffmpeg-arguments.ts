import type { AudioPlan, ConversionOutput, VideoPlan } from './converter.ts';

type H264Plan = Extract<VideoPlan, { codec: 'h264' }>;

/**
 * Arguments for ffmpeg to turn `inputArguments` into the output. Progress is written to standard output as
 * `key=value` lines.
 *
 * @see https://ffmpeg.org/ffmpeg.html
 */
export function buildFfmpegArguments(inputArguments: readonly string[], output: ConversionOutput): string[] {
  return [
    ...['-hide_banner', '-nostdin', '-loglevel', 'error', '-nostats', '-progress', 'pipe:1', '-y'],
    ...inputArguments,
    ...(output.video === undefined ? [] : ['-map', '0:v:0']),
    ...(output.audio === undefined ? [] : ['-map', `0:a:${output.audio.trackNumber - 1}`]),
    ...(output.video?.codec === 'h264' ? encodeVideo(output.video) : ['-c:v', 'copy']),
    ...(output.audio?.codec === 'aac' ? encodeAudio(output.audio) : ['-c:a', 'copy']),
    ...(output.isIndexFirst ? ['-movflags', '+faststart'] : []),
    ...['-f', 'mp4', output.path],
  ];
}

function encodeVideo(plan: H264Plan): string[] {
  return [
    // 4:2:0 is what players of MP4 expect, and what MediaConvert writes.
    ...['-c:v', 'libx264', '-pix_fmt', 'yuv420p'],
    ...rateControl(plan),
    ...(plan.profile === undefined ? [] : ['-profile:v', plan.profile]),
    ...keyFrames(plan),
    ...scale(plan),
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

/**
 * One given side keeps the shape, the other follows at an even number; with both, bars fill up unless stretched.
 * Rounding to even numbers would leave pixels that are not quite square; `setsar` says that they are.
 */
function scale({ width, height, isStretched }: H264Plan): string[] {
  if (width === undefined && height === undefined) {
    return [];
  }
  if (width === undefined || height === undefined || isStretched) {
    return ['-vf', `scale=${width ?? -2}:${height ?? -2},setsar=1`];
  }
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`;
  return ['-vf', `${fit},pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2,setsar=1`];
}

function encodeAudio({ channels, sampleRateHz, bitrate }: Extract<AudioPlan, { codec: 'aac' }>): string[] {
  return [
    ...['-c:a', 'aac'],
    ...(channels === undefined ? [] : ['-ac', String(channels)]),
    ...(sampleRateHz === undefined ? [] : ['-ar', String(sampleRateHz)]),
    ...(bitrate === undefined ? [] : ['-b:a', String(bitrate)]),
  ];
}
