import { expect, test } from '@jest/globals';
import { messagesOf, type PublishEvent } from '../../../../ops/recordings/sent-messages.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 5, 23, 20, 12, seconds));
const event = (id: number, kind: PublishEvent['kind'], text?: object): PublishEvent => ({
  id,
  previousEventId: id - 1,
  at: at(id),
  kind,
  text: text && JSON.stringify(text),
});
const scheduled = (id: number, message: object) => event(id, 'scheduled', { Message: JSON.stringify(message) });
const ready = { id: 'Ch/Rec/recording.playback.ready', type: 'recording.playback.ready' };

test('what SNS took is a message, with the id that it gave', () => {
  const events = [
    event(1, 'other'),
    scheduled(2, ready),
    event(3, 'other'),
    event(4, 'succeeded', { MessageId: 'm-1' }),
  ];

  expect(messagesOf('arn', events)).toEqual([{ at: at(4), ...ready, messageId: 'm-1', executionArn: 'arn' }]);
});

test('an attempt that failed is none, the one after it is', () => {
  const events = [
    scheduled(1, ready),
    event(2, 'other'),
    event(3, 'other'),
    scheduled(4, ready),
    event(5, 'other'),
    event(6, 'succeeded', { MessageId: 'm-2' }),
  ];

  expect(messagesOf('arn', events).map(({ messageId }) => messageId)).toEqual(['m-2']);
});

test('what was sent stands there also when its text cannot be read', () => {
  const events = [event(1, 'scheduled', { Message: '<html>' }), event(2, 'succeeded', { MessageId: 'm-1' })];

  expect(messagesOf('arn', events)).toMatchObject([{ type: 'unknown', messageId: 'm-1' }]);
});

test('a history without messages, or with half of one, has none', () => {
  expect(messagesOf('arn', [])).toEqual([]);
  expect(messagesOf('arn', [scheduled(1, ready), event(2, 'other')])).toEqual([]);
});
