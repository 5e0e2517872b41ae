import { expect, test } from '@jest/globals';
import { parseExportsTag } from '../../../lambdas/shared/contract/channel-tag.ts';

test.each([
  ['archive', ['archive']],
  ['archive+social', ['archive', 'social']],
  [' archive + social ', ['archive', 'social']],
  ['social+archive+social', ['social', 'archive']],
  ['archive+', ['archive']],
  ['none', []],
  ['none+archive', ['none', 'archive']],
  ['None', ['None']],
  ['archive social', ['archive social']],
])('%j names %j', (value, names) => {
  expect(parseExportsTag(value)).toEqual(names);
});
