import { expect, test } from '@jest/globals';
import { listedAttributes, listedItemSchema } from '../../../lambdas/shared/contract/listed-item.ts';

const item = {
  type: 'recording',
  channelId: 'AsXego4U6tnj',
  recordingKey: '2026-06-23T20:12Z#j8Z9O91ndcVs',
  recordingId: 'j8Z9O91ndcVs',
  startedAt: '2026-06-23T20:12:41Z',
  status: 'playable',
};

test.each([
  [undefined, 'public'],
  ['public', 'public'],
  ['signed', 'signed'],
  ['withheld', 'withheld'],
  ['subscribers', 'withheld'],
  [null, 'withheld'],
])('access %p counts as %s', (access, expected) => {
  expect(listedItemSchema.parse({ ...item, ...(access !== undefined && { access }) })).toMatchObject({
    access: expected,
  });
});

test('findings and the caller’s metadata are not even asked for', () => {
  expect(listedAttributes).toContain('access');
  expect(listedAttributes).not.toContain('findings');
  expect(listedAttributes).not.toContain('metadata');
});
