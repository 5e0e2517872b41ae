import { expect, test } from '@jest/globals';
import { logTextOf } from '../../../local/system/log-text.ts';

test("a step's line is put as a person reads it", () => {
  const line = JSON.stringify({
    level: 'INFO',
    message: 'Judged.',
    timestamp: '2026-06-23T20:12:00.000Z',
    service: 'validate-recording',
    sampling_rate: 0,
    recordingId: 'j8Z9O91ndcVs',
    outcome: 'playable',
    exports: ['archive'],
  });

  expect(logTextOf(line)).toBe('INFO Judged. recordingId=j8Z9O91ndcVs outcome=playable exports=["archive"]');
});

test.each(['{"_aws":{},"RecordingsOverdue":3}', '{ not JSON', 'Error: out of memory', '{"level":"INFO"}'])(
  'what is no line of a step stays as it is: %s',
  (line) => {
    expect(logTextOf(line)).toBe(line);
  },
);
