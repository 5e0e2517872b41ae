/** What a deployment does in a month, as far as its costs go by it. */

/** What makes the exports: the two engines, MediaConvert copying frames (`mediaconvert`) or encoding them, or none. */
export const makers = ['remux', 'mediaconvert', 'mediaconvert-encode', 'none'] as const;

/** See {@link makers}. */
export type Maker = (typeof makers)[number];

/** One month. */
export interface Workload {
  /** Recordings that end in the month. */
  readonly recordings: number;
  /** Length of each. */
  readonly hours: number;
  /** Bits of all renditions together, as they are stored. */
  readonly storedMbps: number;
  readonly renditions: number;
  /** Files made from each recording, each of its whole length. */
  readonly exports: number;
  /** Bits of an export. */
  readonly exportMbps: number;
  /** How often a recording is played. */
  readonly views: number;
  /** How long a view lasts. */
  readonly minutesWatched: number;
  /** Bits of the rendition that is watched. */
  readonly watchedMbps: number;
  /** How often each export is downloaded through CloudFront. */
  readonly downloads: number;
  /** Months for which everything is kept; the month's bill holds so many months' recordings. */
  readonly monthsKept: number;
}

/**
 * A transcoded IVS channel (type `STANDARD`) that is sent 1080p at 6 Mbit/s: the source itself, and renditions of 3.4,
 * 1.4, 0.63 and 0.23 Mbit/s. The export is the source; viewers take 720p on average.
 *
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/channel-types.html
 */
export const defaultWorkload: Workload = {
  recordings: 1000,
  hours: 2,
  storedMbps: 11.66,
  renditions: 5,
  exports: 1,
  exportMbps: 6,
  views: 20,
  minutesWatched: 30,
  watchedMbps: 3.4,
  downloads: 1,
  monthsKept: 1,
};
