/** Where the frames of an export come from. */
import { demuxInThreads } from '../../media/files/demux-in-threads.ts';
import { fileSegmentOpener } from '../../media/files/file-segments.ts';
import { openRecording } from '../../media/files/open-recording.ts';
import type { BatchSource } from '../../media/remux/batch-source.ts';
import type { Loss } from '../../media/remux/remux-report.ts';
import type { OpenSegment, SourceSegment } from '../../media/remux/segment-source.ts';
import type { ExportRequest } from './export-request.ts';

/** A rendition, ready to be carried. */
export interface ExportSource {
  /** Of the media playlist: a path, or an `s3://` URI. */
  readonly playlistPath: string;
  /** Name of the rendition that was chosen from a multivariant playlist. */
  readonly rendition: string | undefined;
  readonly segments: readonly SourceSegment[];
  readonly openSegment: OpenSegment;
  /** By default segments are taken apart on this thread. */
  readonly batches: BatchSource | undefined;
  /** What is known to be lost before a segment is opened. */
  readonly losses: readonly Loss[];
  /** Ends whatever is under way. */
  close(): void;
}

/** What of a request says what to carry. */
export type SourceRequest = Pick<ExportRequest, 'input' | 'rendition' | 'isTolerant' | 'workerCount'>;

/** Finds out what to carry. */
export type OpenSource = (request: SourceRequest) => Promise<ExportSource>;

/** {@link OpenSource} for what is on disk; throws as {@link openRecording}. */
export const openFileSource: OpenSource = async ({ input, rendition, isTolerant, workerCount }) => {
  const { files, ...recording } = await openRecording(input, { rendition, isTolerant });
  return {
    ...recording,
    openSegment: fileSegmentOpener(files, isTolerant),
    batches: demuxInThreads({ workerCount, files }),
    close: () => {},
  };
};
