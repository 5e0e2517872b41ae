import type { FindFirstKey } from '../shared/recording/storage-ports.ts';

/** The folder with the pictures that IVS numbers: `thumb0.jpg`, `thumb1.jpg`, … */
interface ThumbnailFolder {
  readonly bucket: string;
  /** With the slash at the end. */
  readonly prefix: string;
}

/** One picture a second for two days: more are not looked for. */
const mostThumbnails = 172_800;

/**
 * How many numbered thumbnails there are, given that the first is there. Nothing says so, and a listing would read
 * thousands of keys that do not come in the order of their numbers; doubling and halving asks for 12 keys of an hour with
 * a picture a minute, 30 of a day with one a second.
 */
export async function countThumbnails(
  { bucket, prefix }: ThumbnailFolder,
  findFirstKey: FindFirstKey,
): Promise<number> {
  const isThere = async (index: number): Promise<boolean> => {
    const key = `${prefix}thumb${index}.jpg`;
    return (await findFirstKey({ bucket, prefix: key })) === key;
  };
  let [there, absent] = [0, 1];
  while (absent < mostThumbnails && (await isThere(absent))) [there, absent] = [absent, absent * 2];
  while (absent - there > 1) {
    const middle = Math.floor((there + absent) / 2);
    if (await isThere(middle)) there = middle;
    else absent = middle;
  }
  return absent;
}
