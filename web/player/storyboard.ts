/** The pictures that IVS takes of a stream in equal distances, as a storyboard. */

/** Pictures of a recording. */
export interface Storyboard {
  readonly urls: readonly string[];
  /** Between two pictures, on the timeline as it was recorded. */
  readonly intervalSeconds: number;
}

/** Distances that people configure; IVS takes any whole number of seconds up to 60. */
const usualIntervals = [60, 30, 20, 15, 10, 5, 4, 3, 2, 1] as const;

/**
 * Storyboard of a recording.
 *
 * @param recordedSeconds How long the recording lasts, missing parts counted.
 * @returns `undefined` when it is not known how many pictures there are.
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/record-to-s3.html
 */
export function makeStoryboard(
  thumbnails: { readonly urlTemplate: string; readonly count?: number | undefined } | undefined,
  recordedSeconds: number,
): Storyboard | undefined {
  if (thumbnails?.count === undefined || thumbnails.count < 1) return undefined;
  const { urlTemplate, count } = thumbnails;
  return {
    urls: Array.from({ length: count }, (_, index) => urlTemplate.replace('{index}', String(index))),
    intervalSeconds: guessInterval(recordedSeconds, count),
  };
}

/** The first picture is of the beginning, so `count` of them are taken in between `count - 1` and `count` intervals. */
function guessInterval(recordedSeconds: number, count: number): number {
  const shortest = recordedSeconds / count;
  const longest = count === 1 ? Number.POSITIVE_INFINITY : recordedSeconds / (count - 1);
  return usualIntervals.find((interval) => interval >= shortest && interval < longest) ?? shortest;
}

/** The picture of a moment of the recorded timeline. */
export function pictureAt({ urls, intervalSeconds }: Storyboard, recordedSeconds: number): string | undefined {
  return urls[Math.min(urls.length - 1, Math.max(0, Math.floor(recordedSeconds / intervalSeconds)))];
}

/** At most so many pictures, spread evenly: enough to run through. */
export function sampleOf<Picture>(pictures: readonly Picture[], most: number): readonly Picture[] {
  if (pictures.length <= most) return pictures;
  return Array.from({ length: most }, (_, index) => pictures[Math.floor((index * pictures.length) / most)]).filter(
    (picture) => picture !== undefined,
  );
}
