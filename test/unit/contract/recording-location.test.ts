import { describe, expect, test } from '@jest/globals';
import {
  makeRecordingPrefix,
  parseRecordingPrefix,
  recordingReferenceSchema,
} from '../../../lambdas/shared/contract/recording-location.ts';

const prefixAt = (date: string): string => `ivs/v1/123456789012/AbCdef1G2hij/${date}/j8Z9O91ndcVs`;

test('a prefix tells account, channel, recording and the padded start minute', () => {
  const location = parseRecordingPrefix(prefixAt('2026/6/3/7/5'));

  expect(location).toEqual({
    prefix: prefixAt('2026/6/3/7/5'),
    accountId: '123456789012',
    channelId: 'AbCdef1G2hij',
    recordingId: 'j8Z9O91ndcVs',
    startMinute: '2026-06-03T07:05Z',
  });
});

test('start minutes sort as text in the order of time, across padded and unpadded numbers', () => {
  const prefixes = ['2026/6/9/23/59', '2026/6/10/0/0', '2026/10/1/0/0', '2027/1/1/0/0'].map(prefixAt);

  const minutes = prefixes.map((prefix) => parseRecordingPrefix(prefix)?.startMinute);

  expect(minutes.toSorted()).toEqual(minutes);
});

describe('a date that the calendar does not have is no recording', () => {
  test.each([
    '2026/2/31/0/0',
    '2026/2/29/0/0',
    '2026/13/1/0/0',
    '2026/0/1/0/0',
    '2026/6/31/0/0',
    '2026/6/1/24/0',
    '2026/6/1/0/60',
  ])('%s', (date) => {
    expect(parseRecordingPrefix(prefixAt(date))).toBeUndefined();
  });

  test('while the leap day of a leap year is one', () => {
    expect(parseRecordingPrefix(prefixAt('2028/2/29/0/0'))?.startMinute).toBe('2028-02-29T00:00Z');
  });
});

describe('a padded number is no recording, for it would be another folder under the same catalog key', () => {
  test.each([
    '0970/6/3/7/5',
    '2026/06/3/7/5',
    '2026/6/03/7/5',
    '2026/6/3/07/5',
    '2026/6/3/7/05',
    '2026/6/3/00/0',
    '2026/6/3/0/00',
  ])('%s', (date) => {
    expect(parseRecordingPrefix(prefixAt(date))).toBeUndefined();
  });

  test('while a midnight of plain zeros is one', () => {
    expect(parseRecordingPrefix(prefixAt('2026/6/3/0/0'))?.startMinute).toBe('2026-06-03T00:00Z');
  });
});

describe('what IVS does not write is no recording', () => {
  test.each([
    '',
    `/${prefixAt('2026/6/3/7/5')}`,
    `${prefixAt('2026/6/3/7/5')}/`,
    `${prefixAt('2026/6/3/7/5')}\n`,
    prefixAt('2026/6/3/7/5').replace('ivs/v1', 'ivs/v2'),
    prefixAt('2026/6/3/7/5').replace('123456789012', '12345'),
    prefixAt('2026/6/3/7'),
    `${prefixAt('2026/6/3/7/5')}${'x'.repeat(20)}`,
    prefixAt('2026/6/3/7/5').replace('j8Z9O91ndcVs', '..'),
  ])('%j', (prefix) => {
    expect(parseRecordingPrefix(prefix)).toBeUndefined();
  });
});

test('making a prefix is the inverse of parsing it, without padding', () => {
  const startedAt = new Date('2026-06-03T07:05:59.999Z');

  const prefix = makeRecordingPrefix({
    accountId: '123456789012',
    channelId: 'AbCdef1G2hij',
    startedAt,
    recordingId: 'j8Z9O91ndcVs',
  });

  expect(prefix).toBe(prefixAt('2026/6/3/7/5'));
});

test('a reference to something else is refused with the shape that is expected', () => {
  const result = recordingReferenceSchema.safeParse({ bucket: 'my-recordings', prefix: 'videos/holiday' });

  expect(result.error?.issues[0]?.message).toContain('expected ivs/v1/<account>/<channelId>/');
});
