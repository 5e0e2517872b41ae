import { expect, test } from '@jest/globals';
import { ListingTruncatedError, parseListingPage } from '../../../../lambdas/shared/adapters/listing-page.ts';

const page = (key: string, encoding = '<EncodingType>url</EncodingType>'): string =>
  `<ListBucketResult>${encoding}<Contents><Key>${key}</Key><Size>5</Size></Contents></ListBucketResult>`;

test.each(['p/%E9.ts', 'p/%.ts', 'p/%2'])('a key that is not URL-encoded, %s, is worth another attempt', (key) => {
  expect(() => parseListingPage(page(key))).toThrow(ListingTruncatedError);
});

test.each(['&#x110000;', '&#99999999999;', '&nothing;'])(
  'an entity that stands for no character, %s, stays as it is',
  (key) => {
    expect(parseListingPage(page(key, '')).objects[0]?.key).toBe(key);
  },
);

test('what is no object is not quoted whole', () => {
  const parse = () => parseListingPage(page(`</Key>${'x'.repeat(1_000_000)}`).replace('<Size>5</Size>', ''));

  expect(parse).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{100,300}$/) }));
});
