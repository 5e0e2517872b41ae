import { expect, test } from '@jest/globals';
import { type PricedExport, pricedExportOf, priceOf } from '../../../lambdas/list-recordings/price.ts';
import { prices } from '../../../lambdas/shared/contract/prices.ts';

const converted: PricedExport = { engine: 'mediaconvert', isEncoded: false };

test('processing costs 0.03 cents a recording, most of it state transitions', () => {
  const { processing } = priceOf({ recordings: 10_000, exports: [], durationMs: 0 });

  // 9 transitions, 1 GB-s, 14 listings, 15 reads.
  const one = 9 * 0.000025 + 0.0000133334 + 14 * 0.000005 + 15 * 0.0000004;
  expect(processing).toBeCloseTo(10_000 * one, 1);
  expect(processing).toBeCloseTo(3.14, 1);
});

test('exports cost by the minute, for each export, copied or encoded', () => {
  const order = { recordings: 10, exports: [converted, converted], durationMs: 10 * 3_600_000 };

  expect(priceOf(order)).toMatchObject({
    currency: 'USD',
    pricesAsOf: prices.asOf,
    exportsCopied: 9,
    exportsEncoded: 18,
  });
});

test('what costs something is never said to cost nothing, and nothing costs nothing', () => {
  expect(priceOf({ recordings: 1, exports: [converted], durationMs: 1000 })).toMatchObject({
    processing: 0.01,
    exportsCopied: 0.01,
  });
  expect(priceOf({ recordings: 0, exports: [converted], durationMs: 0 })).toMatchObject({
    processing: 0,
    exportsCopied: 0,
    exportsEncoded: 0,
  });
});

test.each([
  ['an encode costs as much either way', { engine: 'auto', isEncoded: true }, 0.9, 0.9],
  ['auto may come cheap, or not', { engine: 'auto', isEncoded: false }, 0.01, 0.9],
  ['remux alone comes cheap, or fails', { engine: 'remux', isEncoded: false }, 0.01, 0.01],
  ['a clip costs what it lasts', { engine: 'mediaconvert', isEncoded: true, atMostMs: 600_000 }, 0.15, 0.15],
  ['a clip of a shorter recording costs that', { engine: 'mediaconvert', isEncoded: true, atMostMs: 1e9 }, 0.9, 0.9],
] as const)('of an hour, %s', (_what, wish, exportsCopied, exportsEncoded) => {
  expect(priceOf({ recordings: 1, exports: [wish], durationMs: 3_600_000 })).toMatchObject({
    exportsCopied,
    exportsEncoded,
  });
});

test("of a wish counts the engine, its own or the deployment's, the encode and the length of the clip", () => {
  const plain = { name: 'a', rendition: 'highest', format: 'mp4', video: 'copy' } as const;
  const encoded = {
    ...plain,
    video: { codec: 'h264' },
    engine: 'remux',
    clip: { fromSeconds: 5, toSeconds: 15 },
  } as const;

  expect(pricedExportOf(plain, 'auto')).toEqual({ engine: 'auto', isEncoded: false });
  expect(pricedExportOf(encoded, 'auto')).toEqual({ engine: 'remux', isEncoded: true, atMostMs: 10_000 });
});
