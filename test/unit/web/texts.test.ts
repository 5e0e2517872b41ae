import { expect, test } from '@jest/globals';
import { commandOf } from '../../../web/player/keyboard.ts';
import { describeFatalError } from '../../../web/player/playback-problem.ts';
import { speedAfter } from '../../../web/player/speeds.ts';
import { clockText, lengthText, spokenDuration } from '../../../web/text/format-duration.ts';
import { sizeText } from '../../../web/text/format-size.ts';
import { dayText, timeText } from '../../../web/text/format-time.ts';

test.each([
  [0, '0:00', '0 seconds'],
  [93, '1:33', '1 minute 33 seconds'],
  [3601.9, '1:00:01', '1 hour 1 second'],
  [86_400, '24:00:00', '24 hours'],
])('%p seconds are %s and said as %s', (seconds, clock, spoken) => {
  expect([clockText(seconds), spokenDuration(seconds)]).toEqual([clock, spoken]);
});

test('a length is rounded, a place is not', () => {
  expect([lengthText(29.995), clockText(29.995)]).toEqual(['0:30', '0:29']);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [480_000, '480 kB'],
  [1_895_453, '1.9 MB'],
  [3_200_000_000, '3.2 GB'],
])('%p bytes are %s', (sizeBytes, text) => {
  expect(sizeText(sizeBytes)).toBe(text);
});

test('days and times are in UTC, wherever one is', () => {
  expect([dayText('2026-06-23T23:59:59Z'), timeText('2026-06-23T23:59:59Z')]).toEqual([
    'Tuesday, 23 June 2026',
    '23:59 UTC',
  ]);
});

test('a key with Ctrl, Alt or Meta stays the browser’s', () => {
  const plain = { altKey: false, ctrlKey: false, metaKey: false };

  expect(commandOf({ ...plain, key: 'K' })).toEqual({ do: 'toggle-play' });
  expect(commandOf({ ...plain, key: '7' })).toEqual({ do: 'go-to', fraction: 0.7 });
  expect(commandOf({ ...plain, key: 'l', ctrlKey: true })).toBeUndefined();
  expect(commandOf({ ...plain, key: 'x' })).toBeUndefined();
});

test('speeds end at the slowest and the fastest', () => {
  expect([speedAfter(1, 1), speedAfter(2, 1), speedAfter(0.5, -1)]).toEqual([1.25, 2, 0.5]);
});

test.each([
  [{ type: 'networkError', details: 'manifestLoadError', status: 403 }, 'The playlist does not load', 'not there'],
  [{ type: 'networkError', details: 'manifestLoadTimeOut' }, 'The playlist does not load', 'connection'],
  [{ type: 'networkError', details: 'levelLoadError', status: 503 }, 'The playlist does not load', 'status 503'],
  [{ type: 'networkError', details: 'fragLoadError', status: 403 }, 'A part of the recording does not load', 'quality'],
  [{ type: 'mediaError', details: 'bufferAppendError' }, 'This browser cannot play the recording', 'export'],
])('the error %j says what happened and what to do', (error, title, hint) => {
  const problem = describeFatalError(error);

  expect(problem.title).toBe(title);
  expect(problem.text).toContain(hint);
});
