import { expect, test } from '@jest/globals';
import {
  exportSortKey,
  recordingSortKey,
  toAttributeMap,
  toAttributeValue,
} from '../../../lambdas/shared/contract/catalog.ts';
import { parseRecordingPrefix } from '../../../lambdas/shared/contract/recording-location.ts';

const locationAt = (date: string, recordingId: string) =>
  parseRecordingPrefix(`ivs/v1/123456789012/AbCdef1G2hij/${date}/${recordingId}`)!;

test("an export's key follows its recording's, before the next recording's", () => {
  const first = locationAt('2026/6/9/20/12', 'r1');
  const second = locationAt('2026/6/10/3/5', 'r0');

  const keys = [
    recordingSortKey(first),
    exportSortKey(first, '720p30'),
    exportSortKey(first, 'archive'),
    recordingSortKey(second),
  ];

  expect(keys).toEqual([
    '2026-06-09T20:12Z#r1',
    '2026-06-09T20:12Z#r1#export#720p30',
    '2026-06-09T20:12Z#r1#export#archive',
    '2026-06-10T03:05Z#r0',
  ]);
  expect(keys.toSorted()).toEqual(keys);
});

test('values become typed, however deep, as the low-level API wants them', () => {
  const value = { name: 'x', count: 1.5, isLive: false, nothing: null, list: ['a', { b: 2 }], empty: {} };

  expect(toAttributeValue(value)).toEqual({
    M: {
      name: { S: 'x' },
      count: { N: '1.5' },
      isLive: { BOOL: false },
      nothing: { NULL: true },
      list: { L: [{ S: 'a' }, { M: { b: { N: '2' } } }] },
      empty: { M: {} },
    },
  });
});

test('properties without a value are left out', () => {
  expect(toAttributeMap({ here: 'x', absent: undefined, inner: { absent: undefined } })).toEqual({
    here: { S: 'x' },
    inner: { M: {} },
  });
});
