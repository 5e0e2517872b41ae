/** One rung of the ladder: how a rendition is named and encoded. Bit rates in bits per second. */
export type LadderRung = {
  name: string;
  width: number;
  height: number;
  videoBitsPerSecond: number;
  audioBitsPerSecond: number;
};

/**
 * The renditions of a STANDARD channel that is fed 720p, best first as in a real multivariant playlist.
 * Sizes and audio rates of the two smallest follow IVS; the other bit rates are lower, to keep the repository small.
 *
 * @see https://docs.aws.amazon.com/ivs/latest/LowLatencyUserGuide/channel-types.html
 */
export const LADDER: readonly LadderRung[] = [
  { name: '720p30', width: 1280, height: 720, videoBitsPerSecond: 420_000, audioBitsPerSecond: 96_000 },
  { name: '480p30', width: 852, height: 480, videoBitsPerSecond: 220_000, audioBitsPerSecond: 96_000 },
  { name: '360p30', width: 640, height: 360, videoBitsPerSecond: 130_000, audioBitsPerSecond: 64_000 },
  { name: '160p30', width: 284, height: 160, videoBitsPerSecond: 70_000, audioBitsPerSecond: 48_000 },
];
