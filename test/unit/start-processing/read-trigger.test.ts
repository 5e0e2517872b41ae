import { describe, expect, test } from '@jest/globals';
import { readTrigger, splitEvent } from '../../../lambdas/start-processing/read-trigger.ts';
import { bucket, makeIvsEvent, makeS3Notification, makeS3Record, prefix, s3TestEvent } from './triggers.ts';

const recording = { bucket, prefix };

describe("IVS's event", () => {
  test('becomes an input that keeps what only IVS knows', () => {
    expect(readTrigger(makeIvsEvent())).toEqual({
      type: 'recording-ended',
      input: {
        recording,
        source: {
          type: 'ivs-event',
          eventId: '12345678-1a23-4567-a1bc-1a2b34567890',
          time: '2026-06-24T07:51:32Z',
          recordingStatus: 'Recording End',
          channelName: 'Your Channel',
          sessionId: 'a6RfV23ES97iyfoQ',
          streamIds: ['st-254sopYUvi6F78ghpO9vn0A', 'st-1A2b3c4D5e6F78ghij9Klmn'],
          durationMs: 99_370_264,
        },
      },
    });
  });

  test('of a failed end keeps the reason, and the one stream that it names', () => {
    const event = makeIvsEvent({
      recording_status: 'Recording End Failure',
      recording_status_reason: 'InternalServerException',
      recording_duration_ms: 0,
      recording_session_stream_ids: undefined,
    });

    expect(readTrigger(event)).toMatchObject({
      input: {
        source: {
          recordingStatus: 'Recording End Failure',
          recordingStatusReason: 'InternalServerException',
          streamIds: ['st-1A2b3c4D5e6F78ghij9Klmn'],
          durationMs: 0,
        },
      },
    });
  });

  test('leaves out what is empty, such as the name of a channel that has none', () => {
    const trigger = readTrigger(makeIvsEvent({ channel_name: '', stream_id: '', recording_session_stream_ids: [] }));

    const source = trigger.type === 'recording-ended' ? trigger.input.source : undefined;
    expect(Object.keys(source!)).toEqual(['type', 'eventId', 'time', 'recordingStatus', 'sessionId', 'durationMs']);
  });

  test.each(['Recording Start', 'Recording Start Failure'])(
    '"%s" ends no recording, so there is nothing to do',
    (status) => {
      const event = makeIvsEvent({ recording_status: status, recording_s3_key_prefix: '' });

      expect(readTrigger(event)).toMatchObject({ type: 'nothing', reason: expect.stringContaining(status) });
    },
  );

  test.each([
    ['a prefix that is not a recording', { recording_s3_key_prefix: 'stage/session/participant' }],
    ['an empty prefix', { recording_s3_key_prefix: '' }],
    ['a status that IVS does not document', { recording_status: 'Recording Paused' }],
    ['no bucket', { recording_s3_bucket_name: undefined }],
  ])('with %s is unreadable', (_what, detail) => {
    expect(() => readTrigger(makeIvsEvent(detail))).toThrow(expect.objectContaining({ name: 'EventUnreadableError' }));
  });
});

describe("S3's notification", () => {
  test.each(['recording-ended.json', 'recording-failed.json'])('of %s becomes the same input', (fileName) => {
    const notification = makeS3Notification(makeS3Record(`${prefix}/events/${fileName}`));

    expect(readTrigger(notification)).toEqual({
      type: 'recording-ended',
      input: {
        recording,
        source: { type: 's3-notification', eventId: '0055AED6DCD90281E5', time: '2026-06-24T07:51:30.123Z' },
      },
    });
  });

  test('has URL-encoded keys', () => {
    const key = encodeURIComponent(`${prefix}/events/recording-ended.json`);

    expect(readTrigger(makeS3Notification(makeS3Record(key)))).toMatchObject({ input: { recording } });
  });

  test('has plus signs for spaces and encoded plus signs for plus signs', () => {
    const read = () => readTrigger(makeS3Notification(makeS3Record('a+b%2Bc/events/recording-ended.json')));

    expect(read).toThrow('Found');
    expect(read).toThrow(/prefix/);
    expect(() => readTrigger(makeS3Notification(makeS3Record('a+b%2Bc')))).toThrow('its key "a b+c" is not');
  });

  test('of something that is removed asks for nothing', () => {
    const record = makeS3Record(undefined, { eventName: 'ObjectRemoved:Delete' });

    expect(readTrigger(makeS3Notification(record))).toMatchObject({ type: 'nothing' });
  });

  test('that S3 sends to test the connection asks for nothing', () => {
    expect(readTrigger(s3TestEvent)).toMatchObject({ type: 'nothing' });
  });

  test.each([
    ['another file', `${prefix}/media/hls/master.m3u8`],
    ['a metadata file outside of a recording', 'backup/events/recording-ended.json'],
    ['a key that is not encoded', `${prefix}/%zz/events/recording-ended.json`],
  ])('of %s is unreadable', (_what, key) => {
    expect(() => readTrigger(makeS3Notification(makeS3Record(key)))).toThrow(
      expect.objectContaining({ name: 'EventUnreadableError' }),
    );
  });

  test('of several objects is cut into one for each', () => {
    const [first, second] = [makeS3Record(), makeS3Record('other')];

    expect(splitEvent(makeS3Notification(first, second))).toEqual([{ Records: [first] }, { Records: [second] }]);
  });
});

describe("an operator's input", () => {
  test('needs the recording only', () => {
    expect(readTrigger({ recording })).toEqual({
      type: 'operator',
      input: { recording, source: { type: 'operator' } },
    });
  });

  test.each(['backfill', 'reconciler', 'operator'])('of source %s stays what it is', (type) => {
    const input = {
      recording,
      source: { type, time: '2026-06-24T07:51:32Z' },
      exports: ['archive'],
      metadata: { a: 1 },
    };

    expect(readTrigger(input)).toEqual({ type: 'operator', input });
  });

  test('that was copied from an automatic run keeps its facts, but somebody wants it now', () => {
    const source = { type: 'ivs-event', channelName: 'Your Channel', durationMs: 5 };

    expect(readTrigger({ recording, source })).toEqual({
      type: 'operator',
      input: { recording, source: { ...source, type: 'operator' } },
    });
  });

  test('with a misspelt key is unreadable, and the message names the key', () => {
    expect(() => readTrigger({ recording, exprots: [] })).toThrow('exprots');
  });
});

describe('whatever else comes', () => {
  test.each([
    null,
    undefined,
    'text',
    7,
    [],
    {},
    { Records: [] },
    { Records: 'x' },
    { 'detail-type': 'Scheduled Event' },
  ])('%j is unreadable', (event) => {
    expect(splitEvent(event)).toEqual([event]);
    expect(() => readTrigger(event)).toThrow(expect.objectContaining({ name: 'EventUnreadableError' }));
  });

  test.each([
    ['at its root', (deep: string) => deep],
    ['of S3', (deep: string) => `{"Records":${deep}}`],
    [
      "in an operator's metadata",
      (deep: string) => `{"recording":${JSON.stringify(recording)},"metadata":{"a":${deep}}}`,
    ],
  ])('an event that is nested 100,000 deep %s is unreadable', (_, make) => {
    const event: unknown = JSON.parse(make('['.repeat(100_000) + ']'.repeat(100_000)));

    expect(() => readTrigger(event)).toThrow(expect.objectContaining({ name: 'EventUnreadableError' }));
  });

  test('the message shows what was found, but not all of a large event', () => {
    const event = { surprise: 'x'.repeat(250_000), ['k'.repeat(10_000)]: 1 };

    const read = () => readTrigger(event);

    expect(read).toThrow('{"surprise":"xxx');
    expect(read).toThrow(expect.objectContaining({ message: expect.stringMatching(/^.{100,3000}$/s) }));
  });
});
