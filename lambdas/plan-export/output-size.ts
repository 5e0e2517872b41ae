/** Pixels of a picture. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/**
 * The size of an encode of at most so many lines on the picture's shorter side, with its shape kept: portrait stays
 * portrait. 4:2:0 pictures have no odd sizes.
 *
 * @returns `undefined` when the picture is as small already: it is never made larger
 */
export function outputSize({ width, height }: PictureSize, lines: number): PictureSize | undefined {
  const [shorter, longer] = [Math.min(width, height), Math.max(width, height)];
  if (shorter <= lines) return undefined;
  const side = evenBelow(lines);
  const other = nearestEven((longer * side) / shorter);
  return width < height ? { width: side, height: other } : { width: other, height: side };
}

const evenBelow = (pixels: number): number => pixels - (pixels % 2);
const nearestEven = (pixels: number): number => 2 * Math.round(pixels / 2);
