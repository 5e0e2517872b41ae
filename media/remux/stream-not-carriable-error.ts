import { describePlace, type SegmentPlace } from './segment-damaged-error.ts';

/** Why a sound stream cannot be put into one MP4 as it is; stable, so that callers may branch on it. */
export type StreamNotCarriableReason =
  | 'fragmented-mp4'
  | 'encrypted'
  | 'video-codec'
  | 'audio-codec'
  | 'parameter-sets-changed'
  | 'audio-format-changed'
  | 'audio-format-unsupported'
  | 'several-pictures-in-packet'
  | 'several-programs'
  | 'track-clocks-disagree'
  | 'tracks-changed'
  | 'nothing-to-carry';

/**
 * Thrown when nothing is damaged, but the frames cannot be carried unchanged into one file: another codec, a size that
 * changes. Permanent; an engine that encodes anew (MediaConvert) may do it.
 */
export class StreamNotCarriableError extends Error {
  override readonly name = 'StreamNotCarriableError';
  readonly reason: StreamNotCarriableReason;
  readonly place: SegmentPlace;
  /** What was expected and found, as the message has it. */
  readonly finding: string;

  /** @param finding a clause such as "expected …, found …", citing the standard where it decides */
  constructor(reason: StreamNotCarriableReason, place: SegmentPlace, finding: string) {
    super(`${describePlace(place)} cannot be carried into an MP4 unchanged (${reason}): ${finding}.`);
    this.reason = reason;
    this.place = place;
    this.finding = finding;
  }
}
