import { expect, test } from '@jest/globals';
import { expandExports } from '../../../../lambdas/shared/recording/expand-exports.ts';

const profiles = { archive: { rendition: 'highest' }, small: { rendition: '160p30', engine: 'remux' } } as const;

test('a profile becomes its wish, a wish without a name is named after its rendition', () => {
  const wishes = expandExports(
    ['small', { rendition: '720p30' }, { name: 'x', rendition: 'highest', engine: 'auto' }],
    profiles,
  );

  expect(wishes).toEqual([
    { name: 'small', rendition: '160p30', engine: 'remux' },
    { name: '720p30', rendition: '720p30' },
    { name: 'x', rendition: 'highest', engine: 'auto' },
  ]);
});

test('one rendition may be exported under several names', () => {
  expect(expandExports(['archive', { name: 'again', rendition: 'highest' }], profiles)).toHaveLength(2);
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
