import { describe, expect, test } from '@jest/globals';
import { makeStartFailureNotification } from '../../../lambdas/report-failure/report-start-failure.ts';
import { notificationAttributes, notificationSchema } from '../../../lambdas/shared/contract/notification.ts';
import { makeStartFailureEvent } from './events.ts';

const now = new Date('2026-06-24T07:51:42.000Z');
const streamId = 'st-1A2b3c4D5e6F78ghij9Klmn';

test('the message is about the channel and the stream, since there is no recording', () => {
  const notification = makeStartFailureNotification(makeStartFailureEvent(), now);

  expect(notification).toEqual({
    schemaVersion: '1',
    id: `AbCdef1G2hij/recording.start.failed/${streamId}`,
    type: 'recording.start.failed',
    time: '2026-06-24T07:51:42.000Z',
    recording: {
      channelId: 'AbCdef1G2hij',
      channelArn: 'arn:aws:ivs:us-west-2:123456789012:channel/AbCdef1G2hij',
      channelName: 'Your Channel',
      streamId,
    },
    error: { name: 'ValidationException', message: expect.stringContaining(streamId), redrivable: false },
  });
  expect(notificationSchema.parse(notification)).toEqual(notification);
  expect(notificationAttributes(notification)).toEqual({ type: 'recording.start.failed', channelId: 'AbCdef1G2hij' });
});

test('a channel without a name and a failure without a reason are told all the same', () => {
  const event = makeStartFailureEvent({ channel_name: '', recording_status_reason: '' });

  const notification = makeStartFailureNotification(event, now);

  expect(notification.recording).not.toHaveProperty('channelName', '');
  expect(notification).toMatchObject({ error: { name: 'RecordingStartFailure' } });
});

test('of a reason that is far too long the beginning is told', () => {
  const event = makeStartFailureEvent({ recording_status_reason: 'x'.repeat(20_000) });

  const notification = makeStartFailureNotification(event, now);

  expect(notification).toMatchObject({
    error: { name: 'x'.repeat(500), message: expect.stringContaining(`(${'x'.repeat(500)});`) },
  });
});

test("the channel's id is found in an ARN as malformed as the one in the documents", () => {
  const event = makeStartFailureEvent({}, { resources: ['arn:aws:ivs:us-west-2:arn:channel/AbCdef1G2hij'] });

  expect(makeStartFailureNotification(event, now).id).toBe(`AbCdef1G2hij/recording.start.failed/${streamId}`);
});

describe('an event is unreadable', () => {
  test.each([
    ['about something else', makeStartFailureEvent({ recording_status: 'Recording End' })],
    ['without a channel', makeStartFailureEvent({}, { resources: [] })],
    ['without a stream', makeStartFailureEvent({ stream_id: '' })],
  ])('%s', (_what, event) => {
    expect(() => makeStartFailureNotification(event, now)).toThrow(
      expect.objectContaining({ name: 'EventUnreadableError' }),
    );
  });
});
