import { expect, test } from '@jest/globals';
import { countThumbnails } from '../../../lambdas/validate-recording/count-thumbnails.ts';

/** A folder with so many thumbnails, as S3 finds the first key under a prefix. */
const folderOf = (count: number) => {
  const keys = Array.from({ length: count }, (_, index) => `media/thumbnails/thumb${index}.jpg`).sort();
  let asked = 0;
  return {
    get asked() {
      return asked;
    },
    findFirstKey: async ({ prefix }: { prefix: string }) => {
      asked += 1;
      return keys.find((key) => key.startsWith(prefix));
    },
  };
};
const folder = { bucket: 'recordings', prefix: 'media/thumbnails/' };

test.each([1, 2, 3, 4, 7, 8, 9, 60, 1000, 1001])('%i thumbnails are counted', async (count) => {
  expect(await countThumbnails(folder, folderOf(count).findFirstKey)).toBe(count);
});

test('an hour with a picture a minute takes a dozen questions', async () => {
  const hour = folderOf(60);

  await countThumbnails(folder, hour.findFirstKey);

  expect(hour.asked).toBeLessThanOrEqual(12);
});
