import { expect, test } from '@jest/globals';
import { expandExports } from '../../../../lambdas/shared/recording/expand-exports.ts';

const profiles = { archive: { rendition: 'highest' }, small: { rendition: '160p30', engine: 'remux' } } as const;

test('a profile becomes its wish, a wish without a name is named after its rendition, and what is not said is mp4, copied', () => {
  const wishes = expandExports(
    ['small', { rendition: '720p30' }, { rendition: 480, format: 'm4a' }, { name: 'x', rendition: 'highest' }],
    profiles,
  );

  expect(wishes).toEqual([
    { name: 'small', rendition: '160p30', format: 'mp4', video: 'copy', engine: 'remux' },
    { name: '720p30', rendition: '720p30', format: 'mp4', video: 'copy' },
    { name: '480', rendition: 480, format: 'm4a', video: 'copy' },
    { name: 'x', rendition: 'highest', format: 'mp4', video: 'copy' },
  ]);
});

test('h264 in a word means an encode without bounds, and one with bounds keeps them', () => {
  const bounded = { codec: 'h264', height: 480 } as const;
  const wishes = expandExports(
    [
      { name: 'a', rendition: 'highest', video: 'h264' },
      { name: 'b', rendition: 'highest', video: bounded },
    ],
    profiles,
  );

  expect(wishes.map(({ video }) => video)).toEqual([{ codec: 'h264' }, bounded]);
});

test('one rendition may be exported under several names', () => {
  expect(expandExports(['archive', { name: 'again', rendition: 'highest' }], profiles)).toHaveLength(2);
});

test('two clips of one name are two exports, twice the same clip is one name used twice', () => {
  const clip = (fromSeconds: number) => ({ name: 'x', rendition: 'highest', clip: { fromSeconds } });

  expect(expandExports([clip(0), clip(1)], profiles)).toHaveLength(2);
  expect(() => expandExports([clip(1), clip(1)], profiles)).toThrow('more than one export named x-clip1s-end.');
});

test('names that are used twice are all told, each once', () => {
  const requests = ['archive', 'small', 'archive', 'archive', { name: 'small', rendition: 'x' }];

  expect(() => expandExports(requests, profiles)).toThrow('more than one export named archive, small.');
});

test('without profiles there is none to name', () => {
  expect(() => expandExports(['archive'], {})).toThrow('known: none. Use one of those, or write the export out');
});

test.each(['_source', 'a'.repeat(25)])('%s cannot name an export', (rendition) => {
  expect(() => expandExports([{ rendition }], profiles)).toThrow('Give it a name');
});
