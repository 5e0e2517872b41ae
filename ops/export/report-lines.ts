/** What became of an export, for a person. */
import type { FileRecording } from '../../media/files/open-recording.ts';
import type { Loss, PartReport, RemuxReport } from '../../media/remux/remux-report.ts';
import { printable } from '../terminal/printable.ts';
import { bytesText, clockText, countText } from '../terminal/quantities.ts';

/** A finished export. */
export interface FinishedExport {
  readonly output: string;
  readonly recording: Pick<FileRecording, 'playlistPath' | 'rendition'>;
  readonly report: RemuxReport;
  readonly wallSeconds: number;
}

/** One line of the report; how it is coloured goes by its mark. */
export interface ReportLine {
  readonly mark: 'done' | 'plain' | 'warning';
  readonly text: string;
}

/** More than that of one kind fills the screen: `--json` has them all. */
const longestList = 20;

/** Tells what is in the file, and all that was inserted, joined, trimmed and lost. */
export function reportLines({ output, recording, report, wallSeconds }: FinishedExport): ReportLine[] {
  const { sizeBytes, durationMs } = report;
  const rate = wallSeconds > 0 ? `, ${bytesText(sizeBytes / wallSeconds)}/s` : '';
  const size = `${bytesText(sizeBytes)}, ${clockText(durationMs / 1000, 3)}`;
  return [
    { mark: 'done', text: `${printable(output)}  ${size}, made in ${wallSeconds.toFixed(1)} s${rate}` },
    ...[
      row('From', [recording.rendition, recording.playlistPath].filter((part) => part !== undefined).join(', ')),
      ...contents(report),
      ...changes(report),
    ].map((text) => ({ mark: 'plain' as const, text })),
    ...warnings(report).map((text) => ({ mark: 'warning' as const, text })),
  ];
}

const row = (name: string, text: string): string => `${name.padEnd(10)}${printable(text)}`;

function contents({ video, audio, segments }: RemuxReport): string[] {
  const lines: string[] = [];
  if (video !== undefined) {
    const { codec, width, height, frames, keyFrames, durationMs } = video;
    const frameText = `${countText(frames, 'frame')}, ${countText(keyFrames, 'key frame')}`;
    lines.push(row('Video', `${codec}, ${width}x${height}, ${frameText}, ${clockText(durationMs / 1000, 3)}`));
  }
  if (audio !== undefined) {
    const { codec, sampleRateHz, channels, frames, durationMs } = audio;
    const format = `${codec}, ${sampleRateHz} Hz, ${countText(channels, 'channel')}`;
    lines.push(row('Audio', `${format}, ${countText(frames, 'frame')}, ${clockText(durationMs / 1000, 3)}`));
  }
  const ofAll = segments.read === segments.total ? '' : ` of ${segments.total.toLocaleString('en-US')}`;
  return [...lines, row('Segments', `${segments.read.toLocaleString('en-US')}${ofAll} read, frames unchanged`)];
}

/** What is not as it was in the recording, though nothing is missing. */
function changes({ audio, parts, trimmed, clip }: RemuxReport): string[] {
  const lines: string[] = [];
  const silent = audio?.silentFramesInserted ?? 0;
  if (silent > 0) lines.push(row('Inserted', `${countText(silent, 'silent audio frame')} where there was no sound`));
  if (parts.length > 1) {
    lines.push(row('Joined', `${parts.length} parts, each with a clock of its own`));
    lines.push(...list(parts.slice(1).map((part) => `at ${clockText(part.startMs / 1000, 3)}, ${causeText(part)}`)));
  }
  const { videoFrames, audioFrames, durationMs } = trimmed;
  if (videoFrames + audioFrames > 0) {
    const frames = `${countText(videoFrames, 'video frame')} and ${countText(audioFrames, 'audio frame')}`;
    lines.push(
      row('Trimmed', `${frames} at the beginning (${(durationMs / 1000).toFixed(3)} s), to start on a key frame`),
    );
  }
  if (clip !== undefined) {
    const span = `${clockText(clip.fromSeconds, 3)} to ${clockText(clip.toSeconds, 3)}`;
    lines.push(row('Clip', `${span} of the recording, by the playlist`));
  }
  return lines;
}

const causes = {
  start: 'the beginning',
  tag: 'a discontinuity in the playlist',
  jump: 'a jump of the timestamps',
  loss: 'after a loss',
} as const;

const causeText = ({ segment, cause }: PartReport): string => `${segment}: ${causes[cause]}`;

function warnings({ losses, warnings: all }: RemuxReport): string[] {
  const lines: string[] = [];
  if (losses.length > 0)
    lines.push(row('Lost', `${countText(losses.length, 'stretch').replace('stretchs', 'stretches')} of the recording`));
  lines.push(...list(losses.map(lossText)));
  if (all.length > 0) lines.push(row('Warnings', String(all.length)));
  const times = (count: number) => (count > 1 ? ` (${count.toLocaleString('en-US')} times)` : '');
  return [...lines, ...list(all.map(({ segment, message, count }) => `${segment}: ${message}${times(count)}`))];
}

function lossText({ segment, atSeconds, seconds, reason, finding }: Loss): string {
  const length = seconds === undefined ? '' : `, ${seconds.toFixed(3)} s`;
  return `${segment} at ${clockText(atSeconds, 3)}${length} (${reason}): ${finding}`;
}

function list(texts: readonly string[]): string[] {
  const shown = texts.slice(0, longestList).map((text) => row('', text));
  const more = texts.length - shown.length;
  return more > 0 ? [...shown, row('', `and ${more.toLocaleString('en-US')} more, which --json lists`)] : shown;
}
