/** Says what is missing of a recording that is played all the same. */
import { createHash } from 'node:crypto';
import type { MissingTime, RepairedRendition } from '../../media/hls/repair-renditions.ts';
import type { MissingMedia, MissingRange } from '../shared/contract/notification.ts';
import type { RecordingEvidence } from './evidence.ts';
import { durationToleranceMs } from './judge-recording.ts';
import { toMilliseconds } from './judge-rendition.ts';
import type { OfferedRendition } from './repair-playback.ts';

/** Ranges, and names, that are listed: enough to see where, far below the 256 KiB of a state's output and a message. */
export const maxListed = 100;

/** What is missing, all of it. */
export interface MissingPieces {
  /** Of the renditions that are offered, by rendition, then by time. */
  readonly ranges: readonly MissingRange[];
  readonly renditionsLeftOut: readonly string[];
}

/** Collects what the repair could not find of the renditions that are offered, and which are not. */
export function collectMissing(
  { metadata, renditions }: RecordingEvidence,
  repaired: readonly RepairedRendition<OfferedRendition>[],
): MissingPieces {
  const promisedSeconds = metadata.media.hls.duration_ms / 1000;
  const toleranceSeconds = durationToleranceMs(metadata) / 1000;
  const ranges = repaired.flatMap(({ original, missing, endSeconds }) => {
    const isCutShort = !original.playlist.hasEndList && promisedSeconds - endSeconds > toleranceSeconds;
    const rest = { startSeconds: endSeconds, endSeconds: promisedSeconds, replacedBy: undefined };
    return [...missing, ...(isCutShort ? [rest] : [])].map((part) => toRange(original.name, part));
  });
  const offered = new Set(repaired.map(({ original }) => original.rendition));
  const leftOut = renditions.filter(({ rendition }) => rendition.isInMultivariant && !offered.has(rendition));
  return { ranges, renditionsLeftOut: leftOut.map(({ rendition }) => rendition.name) };
}

function toRange(rendition: string, { startSeconds, endSeconds, replacedBy }: MissingTime): MissingRange {
  const range = {
    rendition,
    startSeconds: toMilliseconds(startSeconds),
    seconds: toMilliseconds(endSeconds - startSeconds),
  };
  return replacedBy === undefined ? range : { ...range, replacedBy };
}

/** The first {@link maxListed}, how many more there are, and what all of them come to. */
export function describeMissing({ ranges, renditionsLeftOut }: MissingPieces): MissingMedia {
  const skipped = Map.groupBy(
    ranges.filter(({ replacedBy }) => replacedBy === undefined),
    ({ rendition }) => rendition,
  );
  const skippedSeconds = [...skipped.values()].map(coveredSeconds);
  return {
    seconds: toMilliseconds(coveredSeconds(ranges)),
    skippedSeconds: toMilliseconds(Math.max(0, ...skippedSeconds)),
    ranges: ranges.slice(0, maxListed),
    rangesLeftOut: Math.max(0, ranges.length - maxListed),
    renditionsLeftOut: renditionsLeftOut.slice(0, maxListed),
  };
}

/** The same for the same pieces missing, and only then: by it a message with other news has another id. */
export const digestMissing = (missing: MissingPieces): string =>
  createHash('sha256').update(JSON.stringify(missing)).digest('hex').slice(0, 12);

/** How long the ranges are together, where they overlap counted once. */
function coveredSeconds(ranges: readonly MissingRange[]): number {
  let total = 0;
  let reached = 0;
  for (const { startSeconds, seconds } of ranges.toSorted((a, b) => a.startSeconds - b.startSeconds)) {
    const end = startSeconds + seconds;
    total += Math.max(0, end - Math.max(startSeconds, reached));
    reached = Math.max(reached, end);
  }
  return total;
}
