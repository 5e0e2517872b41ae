import { expect, test } from '@jest/globals';
import {
  isArnOfChannel,
  parseChannelArn,
  requireServed,
} from '../../../../lambdas/shared/recording/served-recording.ts';

const channel = { accountId: '123456789012', channelId: 'AbCdef1G2hij' };

test.each([
  ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij', channel],
  ['arn:aws-us-gov:ivs:us-gov-west-1:123456789012:channel/AbCdef1G2hij', channel],
  ['arn:aws:ivs:us-west-2:123456789012:stream-key/AbCdef1G2hij', undefined],
  ['arn:aws:ivs:us-west-2:12345:channel/AbCdef1G2hij', undefined],
  ['arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij/x', undefined],
  ['AbCdef1G2hij', undefined],
  ['', undefined],
])('%s as the ARN of a channel', (arn, expected) => {
  expect(parseChannelArn(arn)).toEqual(expected);
});

test.each([
  ['another channel', 'arn:aws:ivs:us-west-2:123456789012:channel/abcdef1g2hij', false],
  ['another account', 'arn:aws:ivs:us-west-2:210987654321:channel/AbCdef1G2hij', false],
  ['the channel', 'arn:aws:ivs:eu-west-1:123456789012:channel/AbCdef1G2hij', true],
])('a channel is known by account and id: %s', (_, arn, expected) => {
  expect(isArnOfChannel(arn, channel)).toBe(expected);
});

test('a served recording is told by everything that its prefix says', () => {
  const prefix = 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/3/2/7/j8Z9O91ndcVs';

  expect(requireServed({ bucket: 'b', prefix }, { recordingsBuckets: ['a', 'b'], channelArns: [] })).toEqual({
    bucket: 'b',
    prefix,
    ...channel,
    recordingId: 'j8Z9O91ndcVs',
    startMinute: '2026-06-03T02:07Z',
  });
});
