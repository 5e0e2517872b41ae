import { expect, test } from '@jest/globals';
import { momentAt, parseMoment, requireSpan } from '../../../../ops/frame/parse-moment.ts';

const now = new Date('2026-06-25T12:00:00Z');

test.each([
  ['2h', '2026-06-25T10:00:00.000Z'],
  ['30m', '2026-06-25T11:30:00.000Z'],
  ['45s', '2026-06-25T11:59:15.000Z'],
  ['3d', '2026-06-22T12:00:00.000Z'],
  ['1w', '2026-06-18T12:00:00.000Z'],
  ['2026-06-24', '2026-06-24T00:00:00.000Z'],
  ['2026-06-24T10:00Z', '2026-06-24T10:00:00.000Z'],
  ['2026-06-24T10:00:30.5+02:00', '2026-06-24T08:00:30.500Z'],
  ['99999w', '1970-01-01T00:00:00.000Z'],
])('%s is %s', (text, time) => {
  expect(momentAt(parseMoment(text), now).toISOString()).toBe(time);
});

test.each(['yesterday', '', '2', '-2h', '2 h', '2026-02-31', '2026-06-24T10:00', '24.6.2026', '0000-01-01', '1e9h'])(
  '%j is no moment',
  (text) => {
    expect(() => parseMoment(text)).toThrow('Expected how long ago');
  },
);

test.each([
  ['now', now],
  ['later', new Date('2026-06-26')],
])('a span that begins %s has nothing in it, and is refused', (_what, since) => {
  expect(() => requireSpan(since, now)).toThrow('has to be earlier than --until (2026-06-25T12:00:00.000Z)');
});
