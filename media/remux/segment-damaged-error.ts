/** What is wrong with a segment; stable, so that callers may branch on it. Losses carry the same words. */
export type SegmentDamagedReason =
  | 'segment-missing'
  | 'segment-empty'
  | 'segment-gap'
  | 'packet-truncated'
  | 'sync-lost'
  | 'transport-error'
  | 'packets-lost'
  | 'program-missing'
  | 'psi-damaged'
  | 'pes-damaged'
  | 'pes-length-mismatch'
  | 'frame-straddles-segments'
  | 'frame-too-large'
  | 'video-damaged'
  | 'audio-damaged'
  | 'key-frame-missing'
  | 'timestamp-missing'
  | 'timestamps-disagree'
  | 'media-shorter-than-declared'
  | 'end-mark-missing';

/** Where in a recording. */
export interface SegmentPlace {
  /** `SourceSegment.name`. */
  readonly segment: string;
  /** Byte position in the segment, where there is one. */
  readonly position?: number | undefined;
  /** Seconds from the recording's beginning, by the playlist. */
  readonly seconds?: number | undefined;
}

/**
 * Thrown when a segment is missing or damaged, so that frames would be lost. Permanent: the same bytes fail again. A
 * remux that tolerates losses goes on and lists them instead.
 */
export class SegmentDamagedError extends Error {
  override readonly name = 'SegmentDamagedError';
  readonly reason: SegmentDamagedReason;
  readonly place: SegmentPlace;
  /** What was expected and found, as the message has it. */
  readonly finding: string;

  /** @param finding a clause such as "expected …, found …", citing the standard where it decides */
  constructor(reason: SegmentDamagedReason, place: SegmentPlace, finding: string, options?: ErrorOptions) {
    super(`${describePlace(place)} is damaged (${reason}): ${finding}.`, options);
    this.reason = reason;
    this.place = place;
    this.finding = finding;
  }
}

/** Such as `Segment 17.ts at byte 1880, 102.0 s into the recording,`. */
export function describePlace({ segment, position, seconds }: SegmentPlace): string {
  const at = position === undefined ? '' : ` at byte ${position}`;
  const time = seconds === undefined ? '' : `, ${seconds.toFixed(1)} s into the recording,`;
  return `Segment ${segment}${at}${time}`;
}
