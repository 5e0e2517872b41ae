import { type FileSegment, fileSegmentOpener } from '../../media/files/file-segments.ts';
import type { OpenSegment, SourceSegment } from '../../media/remux/segment-source.ts';
import type { ConversionSegment } from './converter.ts';

/** Segments as the remux engine takes them, and what opens them. */
export interface EngineSource {
  readonly segments: readonly SourceSegment[];
  readonly openSegment: OpenSegment;
}

/** Fetched segments for the remux engine. */
export function toEngineSource(segments: readonly ConversionSegment[]): EngineSource {
  return {
    segments: segments.map(({ url, durationSeconds, isDiscontinuous }) => {
      return { name: url, durationSeconds, isDiscontinuity: isDiscontinuous, isGap: false };
    }),
    openSegment: fileSegmentOpener(toFileSegments(segments), true),
  };
}

function toFileSegments(segments: readonly ConversionSegment[]): FileSegment[] {
  let startSeconds = 0;
  return segments.map(({ url, path, offset, sizeBytes, durationSeconds }) => {
    const file = { name: url, path, byteRange: { offset, length: sizeBytes }, startSeconds, map: undefined };
    startSeconds += durationSeconds;
    return file;
  });
}
