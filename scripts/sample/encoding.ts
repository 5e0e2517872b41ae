import type { LadderRung } from './ladder.ts';
import { pictureGraph, soundSource } from './picture.ts';
import { FRAMES_PER_SECOND, keyFramePattern } from './timeline.ts';

/** One thread and no version strings: the same ffmpeg then makes the same bytes. */
const REPEATABLE = ['-threads', '1', '-filter_complex_threads', '1', '-flags', '+bitexact', '-fflags', '+bitexact'];
/** Without `cpu-independent` x264 decides a little differently from run to run, even on one machine. */
const X264_PARAMETERS = 'b-pyramid=none:scenecut=0:open-gop=0:cpu-independent=1';
const QUIET = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'];

/**
 * Arguments that make ffmpeg encode a rendition's picture as an H.264 byte stream (ISO/IEC 14496-10, annex B) into
 * `fileName`, and print each access unit's times and size to standard output in the framecrc format.
 *
 * The pattern of two B-frames is fixed, each interval between key frames is closed, and scene cuts add no key frame.
 */
export function videoArguments(rung: LadderRung, frameCount: number, fileName: string): string[] {
  const rate = rung.videoBitsPerSecond;
  const { keyFrames, roundFrames } = keyFramePattern();
  const isKeyFrame = keyFrames.map((frame) => `eq(mod(n,${roundFrames}),${frame})`).join('+');
  return [
    ...QUIET,
    ...['-filter_complex', pictureGraph(rung), '-frames:v', String(frameCount)],
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'main', '-level', '3.1', ...REPEATABLE],
    ...['-bf', '2', '-b_strategy', '0', '-x264-params', X264_PARAMETERS, '-aud', '1'],
    ...['-b:v', String(rate), '-maxrate', String(rate), '-bufsize', String(2 * rate)],
    ...['-g', '9999', '-forced-idr', '1', '-force_key_frames', `expr:${isKeyFrame}`],
    ...['-f', 'tee', `[f=h264]${fileName}|[f=framecrc]pipe\\:1`],
  ];
}

/** Arguments that make ffmpeg encode the sound as AAC-LC in ADTS frames (ISO/IEC 13818-7, 6.2) into `fileName`. */
export function audioArguments(rung: LadderRung, frameCount: number, fileName: string): string[] {
  const source = ['-f', 'lavfi', '-i', soundSource()];
  const codec = ['-c:a', 'aac', '-profile:a', 'aac_low', '-b:a', String(rung.audioBitsPerSecond), ...REPEATABLE];
  return [...QUIET, ...source, '-frames:a', String(frameCount), ...codec, '-f', 'adts', fileName];
}

/** Frames from one thumbnail to the next: 10 s. */
const THUMBNAIL_INTERVAL_FRAMES = 10 * FRAMES_PER_SECOND;

/**
 * Arguments that make ffmpeg draw the picture every 10 s as `thumb0.jpg`, `thumb1.jpg` and so on, in the folder in
 * which it runs.
 */
export function thumbnailArguments(rung: LadderRung, frameCount: number): string[] {
  const count = Math.ceil(frameCount / THUMBNAIL_INTERVAL_FRAMES);
  const chosen = `select='not(mod(n,${THUMBNAIL_INTERVAL_FRAMES}))',setpts=N/${FRAMES_PER_SECOND}/TB`;
  return [
    ...QUIET,
    ...['-filter_complex', `${pictureGraph(rung)},${chosen}`, '-frames:v', String(count)],
    ...['-q:v', '8', ...REPEATABLE, '-start_number', '0', 'thumb%d.jpg'],
  ];
}
