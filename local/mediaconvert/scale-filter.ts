interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * ffmpeg's filter for pictures of a size, in their shape, with bars where that is another. Rounding to even numbers would
 * leave pixels that are not quite square; `setsar` says that they are.
 */
export function fitInto({ width, height }: Size): string {
  const fit = `scale=${width}:${height}:force_original_aspect_ratio=decrease:force_divisible_by=2`;
  return `${fit},pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2,setsar=1`;
}

/**
 * ffmpeg's filter for a wish: one given side keeps the shape, the other follows at an even number; with both, bars fill
 * up unless stretched. Empty for pictures as they are.
 */
export function scaleFilter({ width, height, isStretched }: Partial<Size> & { readonly isStretched: boolean }): string {
  if (width === undefined && height === undefined) {
    return '';
  }
  return width === undefined || height === undefined || isStretched
    ? `scale=${width ?? -2}:${height ?? -2},setsar=1`
    : fitInto({ width, height });
}
