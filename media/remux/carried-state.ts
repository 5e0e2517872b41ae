import { type AdtsCarry, newAdtsCarry } from './adts-cutter.ts';
import { type KeyFrameGateState, newKeyFrameGateState } from './key-frame-gate.ts';
import { newSegmentBoundaryState, type SegmentBoundaryState } from './segment-boundary.ts';
import { newTimelineState, type TimelineState } from './timeline.ts';
import { newTrackClock, type TrackClock } from './track-clock.ts';

/**
 * Everything that carrying a segment needs of those before it, beside the sample tables: a stretch of a recording that
 * begins with this state comes out as it would in the whole. Plain data of a few hundred bytes, and of at most 8 KiB with
 * a frame of audio that straddles the boundary.
 *
 * At the beginning of a part nothing waits in the timeline's queues and no frame straddles, so that of all this only the
 * placement's ends, the audio's format and how the muxer counts are left: a stretch for a worker of its own had best begin
 * there. Elsewhere the frames that wait belong to it as well, some seconds of media.
 */
export interface CarriedState {
  /** Unwraps 33 bits, knows how long frames last. */
  readonly clocks: { readonly video: TrackClock; readonly audio: TrackClock };
  /** Cuts frames that straddle PES packets and segments. */
  readonly adts: AdtsCarry;
  /** Whether a key frame has to come first. */
  readonly keyFrames: KeyFrameGateState;
  /** The segment before, whose end is not judged yet; how the muxer counts packets. */
  readonly boundary: SegmentBoundaryState;
  /** How far the file has come, and the part's offset. */
  readonly timeline: TimelineState;
}

/**
 * Before the first segment.
 *
 * @param startKey PTS of the key frame that a clip begins with
 */
export const newCarriedState = (startKey?: number): CarriedState => ({
  clocks: { video: newTrackClock(), audio: newTrackClock() },
  adts: newAdtsCarry(),
  keyFrames: newKeyFrameGateState(startKey),
  boundary: newSegmentBoundaryState(),
  timeline: newTimelineState(),
});
