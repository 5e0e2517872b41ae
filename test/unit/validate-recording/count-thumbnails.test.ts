import { expect, test } from '@jest/globals';
import { countThumbnails } from '../../../lambdas/validate-recording/count-thumbnails.ts';

/** A folder with so many thumbnails, as S3 finds the first key under a prefix. */
const folderOf = (count: number) => {
  const keys = Array.from({ length: count }, (_, index) => `media/thumbnails/thumb${index}.jpg`).sort();
  return { keys, findFirstKey: async ({ prefix }: { prefix: string }) => keys.find((key) => key.startsWith(prefix)) };
};
const folder = { bucket: 'recordings', prefix: 'media/thumbnails/' };

test.each([1, 2, 3, 60, 1000, 2880])('%i thumbnails are counted in a listing that has them all', async (count) => {
  const { keys, findFirstKey } = folderOf(count);

  expect(await countThumbnails(folder, { keys, isWhole: true }, findFirstKey)).toBe(count);
});

test('a gap ends the count, and other objects in the folder are none', async () => {
  const keys = ['thumb0.jpg', 'thumb0.jpg.bak', 'thumb1.jpg', 'thumb10.jpg', 'thumb3.jpg'].map(
    (name) => `${folder.prefix}${name}`,
  );

  expect(await countThumbnails(folder, { keys, isWhole: true }, folderOf(0).findFirstKey)).toBe(2);
});

test.each([1, 2, 3, 4, 7, 8, 9, 60, 1000, 1001])(
  '%i thumbnails are counted by questions where a listing would be too long',
  async (count) => {
    const { keys, findFirstKey } = folderOf(count);

    expect(await countThumbnails(folder, { keys: keys.slice(0, 1), isWhole: false }, findFirstKey)).toBe(count);
  },
);

test('a day with a picture a second takes some thirty questions', async () => {
  let asked = 0;

  // Looking through so many keys would take the time of all other tests.
  const count = await countThumbnails(folder, { keys: [], isWhole: false }, async ({ prefix }) => {
    asked += 1;
    const [, index = ''] = /thumb(\d+)\.jpg$/.exec(prefix) ?? [];
    return Number(index) < 86_400 ? prefix : undefined;
  });

  expect(count).toBe(86_400);
  expect(asked).toBeLessThanOrEqual(35);
});
