import { createFileSink } from '../../media/files/file-sink.ts';
import type { BatchSource } from '../../media/remux/batch-source.ts';
import type { Clip } from '../../media/remux/clip-plan.ts';
import { demuxInOrder } from '../../media/remux/demux-in-order.ts';
import { EMPTY_AUDIO } from '../../media/remux/empty-batch.ts';
import { remux } from '../../media/remux/remux.ts';
import { SegmentDamagedError } from '../../media/remux/segment-damaged-error.ts';
import type { ConversionInput, ConversionOutput, ConversionSegment, Converter } from './converter.ts';
import { incompatibleSettings, missingPictures } from './job-failure.ts';
import { findNextKeyFrame } from './next-key-frame.ts';
import { toJobFailure } from './remux-failure.ts';
import { warningsOf } from './remux-warnings.ts';
import { toEngineSource } from './source-segments.ts';

/**
 * Copies the frames of MPEG-TS into MP4 as they are, by the remux engine, which always puts the index first. Where a
 * segment is damaged it goes on, as MediaConvert does, and warns of what is missing. A clip
 * begins at the next key frame; several inputs are parts of one timeline.
 *
 * @throws JobFailedError as {@link toJobFailure} makes it of the engine's errors; 1040 for any but the first audio track,
 * 1060 for a clip without a key frame
 */
export const remuxTracks: Converter = async (input, output, onProgress, signal) => {
  requireFirstAudio(output);
  const clip = await planClip(input, output, signal);
  const sink = await createFileSink(output.path, { isOverwriting: true });
  try {
    const report = await remux({
      ...toEngineSource(input.segments),
      sink,
      options: { tracks: output.video === undefined ? 'audio' : 'all', isTolerant: true, clip },
      batches: output.audio === undefined ? demuxWithoutAudio : demuxInOrder,
      onProgress,
      signal,
    });
    return warningsOf(report);
  } catch (error) {
    signal.throwIfAborted();
    throw toJobFailure(error, playlistOf(input, error));
  }
};

/** The playlist that names a damaged segment, or else the first one. */
function playlistOf({ segments, sources }: ConversionInput, error: unknown): string {
  const name = error instanceof SegmentDamagedError ? error.place.segment : undefined;
  const index = segments.findIndex(({ url }) => url === name);
  const source = sources.findLast(({ firstSegment }) => firstSegment <= Math.max(index, 0));
  return source?.playlistUrl ?? '';
}

/** The engine carries the first audio track of a program. */
function requireFirstAudio({ audio }: ConversionOutput): void {
  if (audio === undefined || audio.trackNumber === 1) return;
  throw incompatibleSettings(
    `The local MediaConvert copies audio track [1] only, and [${audio.trackNumber}] is selected. Encode the output instead.`,
  );
}

/** The stretch in seconds by the playlist, which is how the engine counts; pictures begin at the next key frame. */
async function planClip(
  { segments, sources, clip }: ConversionInput,
  { video }: ConversionOutput,
  signal: AbortSignal,
): Promise<Clip | undefined> {
  if (clip === undefined) return undefined;
  const { startSeconds, endSeconds } = clip;
  const secondsOf = (list: readonly ConversionSegment[]) =>
    list.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0);
  const toSeconds = secondsOf(segments.slice(0, sources.at(-1)?.firstSegment)) + endSeconds;
  const fromSeconds = video === undefined ? startSeconds : await findNextKeyFrame(segments, startSeconds, signal);
  if (fromSeconds === undefined || fromSeconds >= toSeconds) throw missingPictures();
  return { fromSeconds, toSeconds };
}

const demuxWithoutAudio: BatchSource = async function* (request) {
  for await (const batch of demuxInOrder(request)) {
    const program = batch.program && { ...batch.program, audioPid: undefined };
    yield { ...batch, program, audio: EMPTY_AUDIO };
  }
};
