import { describe, expect, test } from '@jest/globals';
import {
  makeAnnouncement,
  type Notification,
  notificationAttributes,
  notificationId,
  notificationSchema,
  notificationSubject,
} from '../../../lambdas/shared/contract/notification.ts';

const recording = {
  channelId: 'AbCdef1G2hij',
  recordingId: 'j8Z9O91ndcVs',
  bucket: 'my-recordings',
  prefix: 'ivs/v1/123456789012/AbCdef1G2hij/2026/6/23/20/12/j8Z9O91ndcVs',
};

const makeFailed = (overrides: Partial<Extract<Notification, { type: 'recording.failed' }>> = {}): Notification => ({
  schemaVersion: '1',
  id: 'AbCdef1G2hij/j8Z9O91ndcVs/recording.failed/AbCdef1G2hij-j8Z9O91ndcVs/0',
  type: 'recording.failed',
  time: '2026-06-23T20:14:00.000Z',
  recording,
  error: { name: 'RecordingDamagedError', message: 'No rendition can be played.', redrivable: true },
  playbackStands: false,
  metadata: {},
  execution: { arn: 'arn:aws:states:us-east-1:123456789012:execution:process-recording:x', redriveCount: 0 },
  ...overrides,
});

const startFailed: Notification = {
  schemaVersion: '1',
  id: 'AbCdef1G2hij/recording.start.failed/st-1',
  type: 'recording.start.failed',
  time: '2026-06-23T20:14:00.000Z',
  recording: { channelId: 'AbCdef1G2hij', streamId: 'st-1' },
  error: { name: 'ValidationException', message: 'IVS could not begin to record.', redrivable: false },
};

describe('the id', () => {
  const subject = 'AbCdef1G2hij/j8Z9O91ndcVs';

  test('is of the documented form', () => {
    expect(notificationId(subject, 'recording.export.ready', 'archive')).toBe(
      'AbCdef1G2hij/j8Z9O91ndcVs/recording.export.ready/archive',
    );
    expect(notificationId(subject, 'recording.playback.ready')).toBe(
      'AbCdef1G2hij/j8Z9O91ndcVs/recording.playback.ready',
    );
  });

  test('differs for different news of one recording', () => {
    const ids = [
      notificationId(subject, 'recording.playback.ready'),
      notificationId(subject, 'recording.failed', 'run', 0),
      notificationId(subject, 'recording.failed', 'run', 1),
      notificationId(subject, 'recording.failed', 'run-r1', 0),
      notificationId(subject, 'recording.export.failed', 'run', 0),
    ];

    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the attributes', () => {
  test('are the three to filter on', () => {
    expect(notificationAttributes(makeFailed())).toEqual({
      type: 'recording.failed',
      channelId: 'AbCdef1G2hij',
      recordingId: 'j8Z9O91ndcVs',
    });
  });

  test('leave out what is empty or unknown, since SNS refuses empty values', () => {
    expect(notificationAttributes(makeFailed({ recording: undefined }))).toEqual({ type: 'recording.failed' });
    expect(notificationAttributes(startFailed)).toEqual({ type: 'recording.start.failed', channelId: 'AbCdef1G2hij' });
    expect(notificationAttributes(makeFailed({ recording: { ...recording, channelId: '' } }))).not.toHaveProperty(
      'channelId',
    );
  });
});

describe('the subject', () => {
  test('names the channel, by its name where there is one', () => {
    expect(notificationSubject(makeFailed())).toBe('Recording failed: AbCdef1G2hij');
    expect(notificationSubject(makeFailed({ recording: { ...recording, channelName: 'Morning show' } }))).toBe(
      'Recording failed: Morning show',
    );
    expect(notificationSubject(makeFailed({ recording: undefined }))).toBe('Recording failed');
  });

  test.each(['x'.repeat(128), '録画'.repeat(64), 'a\nb\tc\u0000d', '🎥 '.repeat(40), '\u007f'])(
    'is under 100 printable characters, whatever the channel is called: %j',
    (channelName) => {
      const subject = notificationSubject(makeFailed({ recording: { ...recording, channelName } }));

      expect(subject).toMatch(/^[\x20-\x7e]{1,99}$/);
    },
  );
});

describe('a partial playback', () => {
  const missing = {
    seconds: 20,
    skippedSeconds: 10,
    ranges: [{ rendition: '720p30', startSeconds: 10, seconds: 20, replacedBy: '480p30' }],
    rangesLeftOut: 0,
    renditionsLeftOut: ['160p30'],
  };
  const ready: Notification = {
    schemaVersion: '1',
    id: notificationId('AbCdef1G2hij/j8Z9O91ndcVs', 'recording.playback.ready', 'partial-0123456789ab'),
    type: 'recording.playback.ready',
    time: '2026-06-23T20:14:00.000Z',
    recording: { ...recording, completeness: 'partial' },
    playback: { url: 'https://example.com/master.m3u8', renditions: [], missing },
    metadata: {},
    execution: { arn: 'arn:aws:states:us-east-1:123456789012:execution:process-recording:x', redriveCount: 0 },
  };

  test('is told in the subject, by its own id, and with what is missing', () => {
    expect(notificationSubject(ready)).toBe('Recording ready to play, in part: AbCdef1G2hij');
    expect(ready.id).toBe('AbCdef1G2hij/j8Z9O91ndcVs/recording.playback.ready/partial-0123456789ab');
    expect(notificationSchema.parse(ready)).toEqual(ready);
  });

  test('of which nothing is missing needs no list, as before there was one', () => {
    const { missing: _, ...playback } = ready.playback;

    expect(notificationSchema.safeParse({ ...ready, playback }).success).toBe(true);
  });
});

test('an announcement holds the message with the attributes in the form that SNS takes', () => {
  expect(makeAnnouncement(startFailed)).toEqual({
    subject: 'Recording could not start: AbCdef1G2hij',
    message: startFailed,
    attributes: {
      type: { DataType: 'String', StringValue: 'recording.start.failed' },
      channelId: { DataType: 'String', StringValue: 'AbCdef1G2hij' },
    },
  });
});

describe('the schema', () => {
  test('accepts its own messages', () => {
    for (const message of [makeFailed(), makeFailed({ recording: undefined }), startFailed]) {
      expect(notificationSchema.parse(message)).toEqual(message);
    }
  });

  test('refuses a type or a version that nobody defined', () => {
    expect(notificationSchema.safeParse({ ...makeFailed(), type: 'recording.lost' }).success).toBe(false);
    expect(notificationSchema.safeParse({ ...makeFailed(), schemaVersion: '2' }).success).toBe(false);
  });
});
