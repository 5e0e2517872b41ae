import type { RemuxReport } from '../../media/remux/remux-report.ts';
import type { RemuxSummary } from '../shared/recording/planned-export.ts';

/** A state holds 256 KiB, and nobody reads more of them in a console. */
const mostWarnings = 10;
const warningLength = 300;

/** What of a report the next states and an operator need. */
export function summarize(report: RemuxReport): RemuxSummary {
  const { video, audio, clip, warnings } = report;
  return {
    sizeBytes: report.sizeBytes,
    durationMs: report.durationMs,
    ...(video === undefined ? {} : { videoDurationMs: video.durationMs }),
    ...(audio === undefined ? {} : { audioDurationMs: audio.durationMs }),
    videoFrames: video?.frames ?? 0,
    audioFrames: audio?.frames ?? 0,
    silentFramesInserted: audio?.silentFramesInserted ?? 0,
    parts: report.parts.length,
    trimmedMs: report.trimmed.durationMs,
    ...(clip === undefined
      ? {}
      : { clip: { fromSeconds: toMilliseconds(clip.fromSeconds), toSeconds: toMilliseconds(clip.toSeconds) } }),
    warnings: warnings.slice(0, mostWarnings).map(({ reason, message, count }) => {
      const times = count > 1 ? ` (${count} times)` : '';
      return `${reason}${times}: ${message}`.slice(0, warningLength);
    }),
  };
}

const toMilliseconds = (seconds: number): number => Math.round(seconds * 1000) / 1000;
