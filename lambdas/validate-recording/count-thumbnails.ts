import { isObjectThere } from '../shared/recording/object-there.ts';
import type { FindFirstKey, FirstKeys } from '../shared/recording/storage-ports.ts';

/** The folder with the pictures that IVS numbers: `thumb0.jpg`, `thumb1.jpg`, … */
interface ThumbnailFolder {
  readonly bucket: string;
  /** With the slash at the end. */
  readonly prefix: string;
}

/** One picture a second for two days: more are not looked for. */
const mostThumbnails = 172_800;

/**
 * How many numbered thumbnails there are without a gap, given that the first is there. Nothing says so. A folder of a few
 * thousand is counted in its listing; of a larger one a listing would read up to 173 pages of keys that do not come in the
 * order of their numbers, where doubling and halving asks for 28 to 35 keys.
 *
 * @param first What a listing of the folder begins with.
 */
export async function countThumbnails(
  { bucket, prefix }: ThumbnailFolder,
  first: FirstKeys,
  findFirstKey: FindFirstKey,
): Promise<number> {
  const keyOf = (index: number): string => `${prefix}thumb${index}.jpg`;
  if (first.isWhole) {
    const keys = new Set(first.keys);
    let count = 0;
    while (keys.has(keyOf(count))) count += 1;
    return count;
  }
  const isThere = (index: number): Promise<boolean> => isObjectThere({ bucket, key: keyOf(index) }, findFirstKey);
  let [there, absent] = [0, 1];
  while (absent < mostThumbnails && (await isThere(absent))) [there, absent] = [absent, absent * 2];
  while (absent - there > 1) {
    const middle = Math.floor((there + absent) / 2);
    if (await isThere(middle)) there = middle;
    else absent = middle;
  }
  return absent;
}
