import { expect, test } from '@jest/globals';
import { priceOf, prices } from '../../../lambdas/list-recordings/price.ts';

test('processing costs 0.03 cents a recording, most of it state transitions', () => {
  const { processing } = priceOf({ recordings: 10_000, exportsPerRecording: 0, durationMs: 0 });

  // 9 transitions, 1 GB-s, 14 listings, 15 reads.
  const one = 9 * 0.000025 + 0.0000133334 + 14 * 0.000005 + 15 * 0.0000004;
  expect(processing).toBeCloseTo(10_000 * one, 1);
  expect(processing).toBeCloseTo(3.14, 1);
});

test('exports cost by the minute, for each export, copied or encoded', () => {
  const order = { recordings: 10, exportsPerRecording: 2, durationMs: 10 * 3_600_000 };

  expect(priceOf(order)).toMatchObject({
    currency: 'USD',
    pricesAsOf: prices.asOf,
    exportsCopied: 9,
    exportsEncoded: 18,
  });
});

test('what costs something is never said to cost nothing, and nothing costs nothing', () => {
  expect(priceOf({ recordings: 1, exportsPerRecording: 1, durationMs: 1000 })).toMatchObject({
    processing: 0.01,
    exportsCopied: 0.01,
  });
  expect(priceOf({ recordings: 0, exportsPerRecording: 1, durationMs: 0 })).toMatchObject({
    processing: 0,
    exportsCopied: 0,
    exportsEncoded: 0,
  });
});
