import type { LadderRung } from './ladder.ts';

/** A stretch of a segment file: one key-frame interval. Times relative to the recording's first frame. */
export type WrittenRange = { startMs: number; durationMs: number; offset: number; sizeBytes: number };

/** One segment file as it was written. */
export type WrittenSegment = {
  fileName: string;
  startMs: number;
  durationMs: number;
  sizeBytes: number;
  ranges: WrittenRange[];
};

/** A rendition as it was written: what playlists and metadata files are made from. */
export type WrittenRendition = { rung: LadderRung; segments: WrittenSegment[] };

/** `EXT-X-TARGETDURATION`: what a real recording with segments of up to 11.2 s states. */
export const TARGET_DURATION_SECONDS = 12;

/** Sum of the segments' durations, which is `duration_ms` of the metadata file and `EXT-X-TWITCH-TOTAL-SECS`. */
export function durationMs(rendition: WrittenRendition): number {
  return rendition.segments.reduce((sum, segment) => sum + segment.durationMs, 0);
}

/**
 * The peak segment bit rate as RFC 8216, 4.3.4.2, defines `BANDWIDTH`: the largest of any run of segments that lasts
 * between 0.5 and 1.5 target durations; of the whole if it is shorter than that.
 *
 * @returns bits per second, rounded up
 */
export function peakBitsPerSecond({ segments }: WrittenRendition): number {
  const rates = runsOf(segments)
    .filter((run) => run.durationMs >= 500 * TARGET_DURATION_SECONDS || run.isWhole)
    .filter((run) => run.durationMs <= 1500 * TARGET_DURATION_SECONDS || run.isWhole)
    .map((run) => (run.sizeBytes * 8000) / run.durationMs);
  return Math.ceil(Math.max(...rates));
}

type Run = { durationMs: number; sizeBytes: number; isWhole: boolean };

/** No run of more than three segments can be short enough, except the whole of a short recording. */
function runsOf(segments: WrittenSegment[]): Run[] {
  const lengths = new Set([1, 2, 3, segments.length]);
  return [...lengths].flatMap((length) =>
    segments.slice(0, Math.max(0, segments.length - length + 1)).map((_, first) => {
      const run = segments.slice(first, first + length);
      return {
        durationMs: run.reduce((sum, segment) => sum + segment.durationMs, 0),
        sizeBytes: run.reduce((sum, segment) => sum + segment.sizeBytes, 0),
        isWhole: length === segments.length,
      };
    }),
  );
}
