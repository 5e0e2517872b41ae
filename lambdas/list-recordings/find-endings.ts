/** Finds out how each recording stands, by one listing of its metadata files. */
import { metadataFileNames, startedFileName } from '../shared/contract/object-keys.ts';
import type { RecordingLocation } from '../shared/contract/recording-location.ts';
import { inOrder } from '../shared/recording/in-order.ts';
import { type Ending, endingOf } from './decide-start.ts';

/**
 * The metadata files of a recording, `recording-started.json` and its like, with the time at which each was written. One
 * request, whatever else lies in the folder.
 */
export type FindMetadata = (recording: {
  readonly bucket: string;
  readonly prefix: string;
}) => Promise<ReadonlyMap<string, Date>>;

/** A recording in its bucket. */
export interface Located {
  readonly bucket: string;
  readonly location: RecordingLocation;
}

/** A recording and how it stands. */
export interface Found extends Located {
  readonly ending: Ending;
  /** The file that marks the end, and when it was written. */
  readonly end: { readonly fileName: string; readonly writtenAt: Date } | undefined;
}

/** Listings under way at once. */
const width = 16;

/** Yields each recording with how it stood at `until`, in the same order. */
export const findEndings = (
  recordings: AsyncIterable<Located>,
  until: Date,
  findMetadata: FindMetadata,
): AsyncGenerator<Found> =>
  inOrder(recordings, width, async ({ bucket, location }) => {
    const files = await findMetadata({ bucket, prefix: location.prefix });
    const [end] = metadataFileNames.flatMap((fileName) => {
      const writtenAt = files.get(fileName);
      return writtenAt === undefined ? [] : [{ fileName, writtenAt }];
    });
    const ending = endingOf(location, { isStarted: files.has(startedFileName), isEnded: end !== undefined }, until);
    return { bucket, location, ending, end };
  });
