import { expect, test } from '@jest/globals';
import { parseMoment } from '../../../web/navigation/moment.ts';
import { addressOf, parseRoute, type Route } from '../../../web/navigation/route.ts';

test.each<[string, Route]>([
  ['/', { view: 'list', filter: {} }],
  ['/?channel=Qm4TzL9cWx2d', { view: 'list', filter: { channelId: 'Qm4TzL9cWx2d' } }],
  ['/?channel=Qm4TzL9cWx2d&day=2026-06-23', { view: 'list', filter: { channelId: 'Qm4TzL9cWx2d', day: '2026-06-23' } }],
  ['/?recording=h7RkV3sNp8Ya', { view: 'watch', recordingId: 'h7RkV3sNp8Ya' }],
  ['/?recording=h7RkV3sNp8Ya#t=93', { view: 'watch', recordingId: 'h7RkV3sNp8Ya', momentSeconds: 93 }],
  ['/?runs=', { view: 'runs' }],
  [
    '/?run=arn%3Aaws%3Astates%3Aus-west-2%3A123456789012%3Aexecution%3Aprocess%3Aone',
    { view: 'run', executionArn: 'arn:aws:states:us-west-2:123456789012:execution:process:one' },
  ],
])('the address %s names its view, and the view its address', (address, route) => {
  const { search, hash } = new URL(address, 'http://127.0.0.1');

  expect(parseRoute({ search, hash })).toEqual(route);
  expect(new URL(addressOf(route), 'http://127.0.0.1/?channel=other#t=5').href).toBe(`http://127.0.0.1${address}`);
  expect(new URL(addressOf(route), 'https://v.example.com/app/?run=other').href).toBe(
    `https://v.example.com/app${address}`,
  );
});

test.each(['2026-02-31', '2026-6-3', 'today', ''])('a day that is none, %p, narrows nothing', (day) => {
  expect(parseRoute({ search: `?day=${day}`, hash: '' })).toEqual({ view: 'list', filter: {} });
});

test('an id with signs of its own stays one', () => {
  const { search } = new URL(addressOf({ view: 'watch', recordingId: 'a&b=c#d' }), 'http://127.0.0.1');

  expect(parseRoute({ search, hash: '' })).toEqual({ view: 'watch', recordingId: 'a&b=c#d' });
});

test.each([
  ['#t=93', 93],
  ['#t=1m33s', 93],
  ['#t=1h', 3600],
  ['#t=1:33', 93],
  ['#t=1:02:03', 3723],
  ['#t=', undefined],
  ['#t=soon', undefined],
  ['#content', undefined],
  ['', undefined],
])('the hash %p is the moment %p', (hash, seconds) => {
  expect(parseMoment(hash)).toBe(seconds);
});
