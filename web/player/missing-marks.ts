/**
 * Where on the seek bar something is missing. What is told counts from the beginning as it was recorded; a playback skips
 * the parts that no rendition has, so everything behind such a part comes earlier.
 */
import type { ApiMissing, ApiMissingRange } from '../../lambdas/shared/contract/api.ts';

/** One mark. */
export interface MissingMark {
  /** On the playback's timeline. */
  readonly atSeconds: number;
  /** On the playback's timeline: none when it is skipped. */
  readonly shownSeconds: number;
  /** How much is missing. */
  readonly missingSeconds: number;
  /** Nobody has it, so the playback goes on behind it. */
  readonly isSkipped: boolean;
  /** Which renditions lack it. */
  readonly renditions: readonly string[];
  /** What is played in their place. */
  readonly replacedBy: readonly string[];
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly ranges: readonly ApiMissingRange[];
}

/** Ranges closer than this are one: playlists round to milliseconds. */
const toleranceSeconds = 0.05;

/** The marks of a partial recording, in order of time. */
export function missingMarks(missing: ApiMissing | undefined): MissingMark[] {
  if (missing === undefined) return [];
  const skipped = spansOf(missing.ranges.filter(({ replacedBy }) => replacedBy === undefined));
  const replaced = spansOf(missing.ranges.filter(({ replacedBy }) => replacedBy !== undefined));
  const marks = [
    ...skipped.map((span) => markOf(span, skipped, true)),
    ...replaced.map((span) => markOf(span, skipped, false)),
  ];
  return marks.sort((one, other) => one.atSeconds - other.atSeconds);
}

/** A moment of the playback as a moment of what was recorded. */
export function recordedSecondsAt(playbackSeconds: number, marks: readonly MissingMark[]): number {
  return marks
    .filter(({ isSkipped, atSeconds }) => isSkipped && atSeconds <= playbackSeconds)
    .reduce((sum, { missingSeconds }) => sum + missingSeconds, playbackSeconds);
}

/** Ranges of several renditions that cover the same time, joined. */
function spansOf(ranges: readonly ApiMissingRange[]): Span[] {
  const sorted = [...ranges].sort((one, other) => one.startSeconds - other.startSeconds);
  const spans: Span[] = [];
  for (const range of sorted) {
    const end = range.startSeconds + range.seconds;
    const last = spans.at(-1);
    if (last === undefined || range.startSeconds > last.end + toleranceSeconds) {
      spans.push({ start: range.startSeconds, end, ranges: [range] });
    } else {
      spans.splice(-1, 1, { ...last, end: Math.max(last.end, end), ranges: last.ranges.concat(range) });
    }
  }
  return spans;
}

function markOf({ start, end, ranges }: Span, skipped: readonly Span[], isSkipped: boolean): MissingMark {
  const place = (recorded: number) =>
    recorded -
    skipped.reduce((sum, span) => sum + Math.max(0, Math.min(span.end, recorded) - Math.min(span.start, recorded)), 0);
  return {
    atSeconds: place(start),
    shownSeconds: isSkipped ? 0 : place(end) - place(start),
    missingSeconds: end - start,
    isSkipped,
    renditions: [...new Set(ranges.map(({ rendition }) => rendition))],
    replacedBy: [...new Set(ranges.flatMap(({ replacedBy }) => replacedBy ?? []))],
  };
}
