/**
 * Repairs the renditions of a recording of which segments are missing, so that a player can still switch between them:
 * they present the same content (RFC 8216 §6.2.4), and change at the same places.
 *
 * Where a rendition has nothing, the segments of another one stand in, with a discontinuity before and after; where none
 * has anything, the time is skipped in all of them (docs/adr/0008).
 */
import type { MediaPlaylist } from './media-playlist.ts';
import type { MediaSegment, SegmentKey } from './media-segments.ts';

/** A rendition with what is known of its media. */
export interface FaultyRendition {
  readonly name: string;
  readonly playlist: MediaPlaylist;
  /** Renditions stand in for each other only if this is the same: a picture cannot follow on sound alone. */
  readonly kind: string;
  /** Indexes of the segments that cannot be played. */
  readonly missing: ReadonlySet<number>;
  /** What the repaired playlist calls something that this one's playlist names. */
  readonly place: (uri: string) => string;
}

/** Time that a rendition has no segments of its own for, in seconds of its own timeline. */
export interface MissingTime {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Name of the rendition that stands in; `undefined` where none can, and the time is skipped. */
  readonly replacedBy: string | undefined;
}

/** A rendition as it can be played. */
export interface RepairedRendition<Original extends FaultyRendition = FaultyRendition> {
  readonly original: Original;
  readonly segments: readonly MediaSegment[];
  /** Sum of the segments. */
  readonly durationSeconds: number;
  readonly missing: readonly MissingTime[];
  /** Where its timeline ends, the segments that stand in behind its own end counted in. */
  readonly endSeconds: number;
}

/**
 * Repairs all renditions together.
 *
 * @param renditions In the order of preference, highest first: a lower one stands in rather than a higher one.
 */
export function repairRenditions<Original extends FaultyRendition>(
  renditions: readonly Original[],
): RepairedRendition<Original>[] {
  const groups = Map.groupBy(
    renditions.map((rendition) => new Timeline(rendition)),
    ({ kind }) => kind,
  );
  const repaired = [...groups.values()].flatMap(repairAlike);
  return repaired.sort((a, b) => renditions.indexOf(a.original) - renditions.indexOf(b.original));
}

function repairAlike<Original extends FaultyRendition>(
  timelines: readonly Timeline<Original>[],
): RepairedRendition<Original>[] {
  const takings = timelines.map((own, index) =>
    takeSegments(own, [...timelines.slice(index + 1), ...timelines.slice(0, index).reverse()]),
  );
  const breaks = takings.flatMap(({ taken }) => breaksIn(taken)).sort((a, b) => a - b);
  return takings.map(({ own, taken, missing, endSeconds }) => {
    const segments = markBreaks(taken, breaks);
    const durationSeconds = segments.reduce((sum, segment) => sum + segment.durationSeconds, 0);
    return { original: own.rendition, segments, durationSeconds, missing, endSeconds };
  });
}

/** The time of one segment. */
type Slot = Pick<MissingTime, 'startSeconds' | 'endSeconds'>;

/** The segments of a rendition with the times at which they begin. */
class Timeline<Original extends FaultyRendition = FaultyRendition> {
  readonly rendition: Original;
  readonly kind: string;
  /** Of each segment, and the end of the last. */
  readonly starts: Float64Array;

  constructor(rendition: Original) {
    const { segments } = rendition.playlist;
    this.rendition = rendition;
    // Nothing unsets a map, so that MPEG-TS cannot follow on fragmented MP4.
    this.kind = `${rendition.kind} ${segments.some(({ map }) => map !== undefined) ? 'with' : 'without'} map`;
    this.starts = new Float64Array(segments.length + 1);
    segments.forEach(({ durationSeconds }, index) => {
      this.starts[index + 1] = this.startOf(index) + durationSeconds;
    });
  }

  get endSeconds(): number {
    return this.startOf(this.rendition.playlist.segments.length);
  }

  startOf(index: number): number {
    return this.starts[index] ?? 0;
  }

  slotAt(index: number): Slot {
    return { startSeconds: this.startOf(index), endSeconds: this.startOf(index + 1) };
  }

  /** Of the segments whose middles are not before a time, whether they are there or not. */
  slotsFrom(seconds: number): Slot[] {
    const slots: Slot[] = [];
    const { length } = this.rendition.playlist.segments;
    for (let index = this.#firstFrom(seconds); index < length; index++) slots.push(this.slotAt(index));
    return slots;
  }

  middleOf(index: number): number {
    return (this.startOf(index) + this.startOf(index + 1)) / 2;
  }

  /** The segments that are there and lie between two times by their middles; edges differ by rounding. */
  presentBetween(fromSeconds: number, toSeconds: number): Taken[] {
    const { length } = this.rendition.playlist.segments;
    const found: Taken[] = [];
    for (let index = this.#firstFrom(fromSeconds); index < length && this.middleOf(index) < toSeconds; index++) {
      if (!this.rendition.missing.has(index)) found.push({ timeline: this, index });
    }
    return found;
  }

  /** Index of the first segment whose middle is not before a time. */
  #firstFrom(seconds: number): number {
    let low = 0;
    let high = this.rendition.playlist.segments.length;
    while (low < high) {
      const between = (low + high) >> 1;
      if (this.middleOf(between) < seconds) low = between + 1;
      else high = between;
    }
    return low;
  }
}

/** A segment that is played, of the rendition itself or of one that stands in. */
interface Taken {
  readonly timeline: Timeline;
  readonly index: number;
}

interface Taking<Original extends FaultyRendition> {
  readonly own: Timeline<Original>;
  readonly taken: readonly Taken[];
  readonly missing: readonly MissingTime[];
  readonly endSeconds: number;
}

function takeSegments<Original extends FaultyRendition>(
  own: Timeline<Original>,
  substitutes: readonly Timeline[],
): Taking<Original> {
  const taken: Taken[] = [];
  const missing: MissingTime[] = [];
  const replace = ({ startSeconds, endSeconds }: Slot) => {
    const found = findBetween(substitutes, startSeconds, endSeconds);
    for (const each of found) taken.push(each);
    addMissing(missing, { startSeconds, endSeconds, replacedBy: found[0]?.timeline.rendition.name });
  };
  const { playlist, missing: missingIndexes } = own.rendition;
  for (let index = 0; index < playlist.segments.length; index++) {
    if (missingIndexes.has(index)) replace(own.slotAt(index));
    else taken.push({ timeline: own, index });
  }
  // Without its end mark a playlist may have stopped before the recording did.
  const rest = playlist.hasEndList ? [] : slotsBehind(own.endSeconds, substitutes);
  for (const slot of rest) replace(slot);
  return { own, taken, missing, endSeconds: rest.at(-1)?.endSeconds ?? own.endSeconds };
}

/** The times of all segments behind an end, missing or not, of the rendition that goes on for longest. */
function slotsBehind(endSeconds: number, timelines: readonly Timeline[]): Slot[] {
  const [longest] = timelines.toSorted((a, b) => b.endSeconds - a.endSeconds);
  return longest?.slotsFrom(endSeconds) ?? [];
}

/** What the first of the renditions has that has anything. */
function findBetween(timelines: readonly Timeline[], fromSeconds: number, toSeconds: number): Taken[] {
  for (const timeline of timelines) {
    const found = timeline.presentBetween(fromSeconds, toSeconds);
    if (found.length > 0) return found;
  }
  return [];
}

/** Adds a part, or lengthens the last one when it goes on alike. */
function addMissing(all: MissingTime[], next: MissingTime): void {
  if (next.endSeconds <= next.startSeconds) return;
  const last = all.at(-1);
  const goesOn = last?.endSeconds === next.startSeconds && last.replacedBy === next.replacedBy;
  if (goesOn) all[all.length - 1] = { ...last, endSeconds: next.endSeconds };
  else all.push(next);
}

/** Times at which one segment does not go on from the one before. */
function breaksIn(taken: readonly Taken[]): number[] {
  const after = taken.filter((each, position) => isBreak(each, taken[position - 1]));
  return after.map(({ timeline, index }) => timeline.startOf(index));
}

function isBreak(each: Taken, before: Taken | undefined): boolean {
  if (before === undefined) return false;
  const isNext = before.timeline === each.timeline && before.index + 1 === each.index;
  return !isNext || segmentOf(each).isDiscontinuity;
}

/**
 * Marks the first segment after each break in any of the renditions: matching content must have matching discontinuity
 * sequence numbers (§6.2.4), by which players line renditions up.
 *
 * @param breaks ascending
 */
function markBreaks(taken: readonly Taken[], breaks: readonly number[]): MediaSegment[] {
  let passed = 0;
  return taken.map((each, position) => {
    const before = passed;
    const middleSeconds = each.timeline.middleOf(each.index);
    while (passed < breaks.length && (breaks[passed] ?? 0) <= middleSeconds) passed++;
    return placed(each, passed > before || isBreak(each, taken[position - 1]));
  });
}

function segmentOf({ timeline, index }: Taken): MediaSegment {
  const segment = timeline.rendition.playlist.segments[index];
  if (segment === undefined) throw new RangeError(`There is no segment ${index}.`);
  return segment;
}

function placed({ timeline, index }: Taken, isDiscontinuity: boolean): MediaSegment {
  const { place, playlist } = timeline.rendition;
  const segment = segmentOf({ timeline, index });
  const { uri, key, map } = segment;
  return {
    ...segment,
    uri: place(uri),
    isDiscontinuity,
    key: key && { ...placedKey(key, place), iv: key.iv ?? implicitIv(key, playlist.mediaSequence + index) },
    map: map && { ...map, uri: place(map.uri), key: map.key && placedKey(map.key, place) },
  };
}

const placedKey = (key: SegmentKey, place: (uri: string) => string): SegmentKey => ({ ...key, uri: place(key.uri) });

/** §5.2: without an IV, the segment's media sequence number is it, big-endian in 16 bytes. Other formats have their own. */
const implicitIv = ({ keyFormat }: SegmentKey, sequenceNumber: number): string | undefined =>
  keyFormat === 'identity' ? `0x${sequenceNumber.toString(16).padStart(32, '0')}` : undefined;
