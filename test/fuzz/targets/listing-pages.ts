import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { ListingTruncatedError, parseListingPage } from '../../../lambdas/shared/adapters/listing-page.ts';
import { defineTarget } from '../fuzz-target.ts';
import { editText, textEdits } from '../generators/text.ts';

const object = fc.record({
  key: fc.oneof(
    fc.constantFrom('ivs/v1/123456789012/a/media/hls/720p30/0.ts', 'a b+c', '<&>"\'', 'é/\u{1F3A5}', '%2e%2e/%'),
    fc.string({ maxLength: 12, unit: 'grapheme' }),
  ),
  sizeBytes: fc.nat(),
  storageClass: fc.constantFrom(undefined, 'STANDARD', 'GLACIER'),
});

const pages = fc.record({
  objects: fc.array(object, { maxLength: 4 }),
  isUrlEncoded: fc.boolean(),
  nextToken: fc.constantFrom(undefined, '1ueGcxLPRx1Tr/XYExHnhbYLgveDs2J/wm36Hy4vbOwM='),
});
type Page = typeof pages extends fc.Arbitrary<infer Value> ? Value : never;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const encoded = (text: string): string => encodeURIComponent(text.toWellFormed()).replaceAll('%20', '+');

/** As S3 writes it (API_ListObjectsV2). */
function listingOf({ objects, isUrlEncoded, nextToken }: Page): string {
  const contents = objects.map(
    ({ key, sizeBytes, storageClass }) =>
      `<Contents><Key>${isUrlEncoded ? encoded(key) : escaped(key)}</Key><Size>${sizeBytes}</Size>${storageClass === undefined ? '' : `<StorageClass>${storageClass}</StorageClass>`}</Contents>`,
  );
  const encoding = isUrlEncoded ? '<EncodingType>url</EncodingType>' : '';
  const next = nextToken === undefined ? '' : `<NextContinuationToken>${nextToken}</NextContinuationToken>`;
  const truncated = `<IsTruncated>${nextToken !== undefined}</IsTruncated>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>${encoding}${truncated}${next}${contents.join('')}</ListBucketResult>`;
}

const fragments = [
  '<Contents>',
  '</Contents>',
  '<Key>',
  '</Key>',
  '<Size>',
  '&#x110000;',
  '&#99999999999;',
  '&amp;',
  '%E9',
];

/** The XML of S3's listings, which our own reader takes apart. */
export const listingPages = defineTarget({
  name: 'listing-page',
  refusals: [ListingTruncatedError],
  cases: fc.record({ page: pages, edits: textEdits([...fragments, '</ListBucketResult>', '<IsTruncated>true'], 3) }),
  run: ({ page, edits }) => {
    const text = editText(listingOf(page), edits);
    const { objects, nextToken } = parseListingPage(text);

    assert.ok(objects.length <= text.split('<Contents>').length - 1);
    for (const { sizeBytes } of objects) assert.ok(sizeBytes >= 0);
    if (edits.length > 0) return undefined;
    const keys = page.objects.map(({ key }) => (page.isUrlEncoded ? key.toWellFormed() : key));
    assert.deepEqual(
      objects.map(({ key }) => key),
      keys,
    );
    assert.equal(nextToken, page.nextToken);
    return undefined;
  },
});
