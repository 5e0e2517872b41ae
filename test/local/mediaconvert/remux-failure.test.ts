import { expect, test } from '@jest/globals';
import { toJobFailure } from '../../../local/mediaconvert/remux-failure.ts';
import { SegmentDamagedError } from '../../../media/remux/segment-damaged-error.ts';
import {
  StreamNotCarriableError,
  type StreamNotCarriableReason,
} from '../../../media/remux/stream-not-carriable-error.ts';

const playlistUrl = 's3://recordings/rec/playlist.m3u8';
const segment = 's3://recordings/rec/1.ts';

test('a damaged segment is the failure of a segment that cannot be read, by its URL', () => {
  const error = new SegmentDamagedError('sync-lost', { segment, position: 188 }, 'expected one thing, found another');

  const failure = toJobFailure(error, playlistUrl);

  expect(failure).toMatchObject({ name: 'JobFailedError', code: 1056, cause: error });
  expect(failure).toMatchObject({ message: expect.stringContaining(`${segment}]. The segment is listed in`) });
});

test.each<[StreamNotCarriableReason, number]>([
  ['video-codec', 1030],
  ['audio-codec', 1030],
  ['audio-format-unsupported', 1030],
  ['encrypted', 1010],
  ['fragmented-mp4', 1010],
  ['nothing-to-carry', 1010],
  ['parameter-sets-changed', 1040],
  ['audio-format-changed', 1040],
  ['tracks-changed', 1040],
  ['several-programs', 1040],
  ['several-pictures-in-packet', 1040],
  ['track-clocks-disagree', 1040],
])('%s is the failure %p, with what the engine found', (reason, code) => {
  const error = new StreamNotCarriableError(reason, { segment }, 'expected one thing, found another');

  const failure = toJobFailure(error, playlistUrl);

  expect(failure).toMatchObject({ name: 'JobFailedError', code });
  expect(failure).toMatchObject({ message: expect.stringContaining('expected one thing, found another') });
});

test('what is not of the engine stays as it is', () => {
  const error = new Error('no space left on the disk');

  expect(toJobFailure(error, playlistUrl)).toBe(error);
});
