import { SegmentDamagedError } from '../../media/remux/segment-damaged-error.ts';
import {
  StreamNotCarriableError,
  type StreamNotCarriableReason,
} from '../../media/remux/stream-not-carriable-error.ts';
import { incompatibleSettings, unreadableInput, unreadableSegment, unsupportedCodec } from './job-failure.ts';

/** Codecs that PASSTHROUGH does not take. */
const codecReasons: readonly StreamNotCarriableReason[] = ['video-codec', 'audio-codec', 'audio-format-unsupported'];

/** The input as a whole, not what becomes of it. */
const inputReasons: readonly StreamNotCarriableReason[] = ['encrypted', 'fragmented-mp4', 'nothing-to-carry'];

/**
 * The job's failure for what the remux engine throws: 1056 for a segment that cannot be read, 1030 for a codec, 1010 for
 * an input of another kind, 1040 for frames that one MP4 cannot hold unchanged. Everything else stays as it is.
 */
export function toJobFailure(error: unknown, playlistUrl: string): unknown {
  if (error instanceof SegmentDamagedError) {
    return unreadableSegment(error.place.segment, playlistUrl, error);
  }
  if (!(error instanceof StreamNotCarriableError)) {
    return error;
  }
  if (codecReasons.includes(error.reason)) {
    return unsupportedCodec(error.message, error);
  }
  return inputReasons.includes(error.reason)
    ? unreadableInput(playlistUrl, error.message)
    : incompatibleSettings(`${error.message} Encode the output instead.`);
}
