/**
 * Compares two keys by their UTF-8 bytes, the order in which S3 lists.
 *
 * JavaScript compares UTF-16 units, which puts U+10000 and above (surrogates, 0xD800 to 0xDFFF) before U+E000 to
 * U+FFFF; UTF-8 puts them after. Comparing units spares an encoding of both keys at each step of a sort.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/ListingKeysUsingAPIs.html
 */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const leftUnit = left.charCodeAt(index);
    const rightUnit = right.charCodeAt(index);
    if (leftUnit !== rightUnit) return rankOfUnit(leftUnit) - rankOfUnit(rightUnit);
  }
  return left.length - right.length;
}

function rankOfUnit(unit: number): number {
  const isSurrogate = unit >= 0xd800 && unit <= 0xdfff;
  return isSurrogate ? unit + 0x10000 : unit;
}
