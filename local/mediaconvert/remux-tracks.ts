import { type FileSegment, fileSegmentOpener } from '../../media/files/file-segments.ts';
import { createFileSink } from '../../media/files/file-sink.ts';
import type { BatchSource } from '../../media/remux/batch-source.ts';
import { demuxInOrder } from '../../media/remux/demux-in-order.ts';
import { EMPTY_AUDIO } from '../../media/remux/empty-batch.ts';
import { remux } from '../../media/remux/remux.ts';
import type { SourceSegment } from '../../media/remux/segment-source.ts';
import type { ConversionInput, ConversionOutput, ConversionSegment, Converter } from './converter.ts';
import { incompatibleSettings } from './job-failure.ts';
import { toJobFailure } from './remux-failure.ts';
import { warningsOf } from './remux-warnings.ts';

/**
 * Copies the frames of MPEG-TS into MP4 as they are, by the remux engine, which always puts the index first. Where a
 * segment is damaged it goes on, as MediaConvert does, and warns of what is missing.
 *
 * @throws JobFailedError as {@link toJobFailure} makes it of the engine's errors; 1040 for any but the first audio track
 */
export const remuxTracks: Converter = async (input, output, onProgress, signal) => {
  requireFirstAudio(output);
  const sink = await createFileSink(output.path, { isOverwriting: true });
  try {
    const report = await remux({
      segments: input.segments.map(toSourceSegment),
      openSegment: fileSegmentOpener(toFileSegments(input), true),
      sink,
      options: { tracks: output.video === undefined ? 'audio' : 'all', isTolerant: true },
      batches: output.audio === undefined ? demuxWithoutAudio : demuxInOrder,
      onProgress,
      signal,
    });
    return warningsOf(report);
  } catch (error) {
    signal.throwIfAborted();
    throw toJobFailure(error, input.playlistUrl);
  }
};

/** The engine carries the first audio track of a program. */
function requireFirstAudio({ audio }: ConversionOutput): void {
  if (audio === undefined || audio.trackNumber === 1) return;
  throw incompatibleSettings(
    `The local MediaConvert copies audio track [1] only, and [${audio.trackNumber}] is selected. Encode the output instead.`,
  );
}

function toSourceSegment({ url, durationSeconds, isDiscontinuous }: ConversionSegment): SourceSegment {
  return { name: url, durationSeconds, isDiscontinuity: isDiscontinuous, isGap: false };
}

function toFileSegments({ segments }: ConversionInput): FileSegment[] {
  let startSeconds = 0;
  return segments.map(({ url, path, offset, sizeBytes, durationSeconds }) => {
    const file = { name: url, path, byteRange: { offset, length: sizeBytes }, startSeconds, map: undefined };
    startSeconds += durationSeconds;
    return file;
  });
}

const demuxWithoutAudio: BatchSource = async function* (request) {
  for await (const batch of demuxInOrder(request)) {
    const program = batch.program && { ...batch.program, audioPid: undefined };
    yield { ...batch, program, audio: EMPTY_AUDIO };
  }
};
