import { expect, test } from '@jest/globals';
import { synthesize } from './synthesized-app.ts';

/** A version's id ends in a hash of the code; definitions are compared with their files elsewhere. */
const masked = (template: unknown): unknown =>
  JSON.parse(
    JSON.stringify(template, (key, value) => (key === 'DefinitionString' || key === 'ZipFile' ? `<${key}>` : value))
      .replaceAll(/(CurrentVersion[0-9A-F]{8})[0-9a-f]{32}/g, '$1<hash>')
      .replaceAll(/[0-9a-f]{64}/g, '<hash>'),
  );

test('the storage stack is what it was', () => {
  expect(masked(synthesize().storage)).toMatchSnapshot();
});

test('the pipeline stack is what it was', () => {
  expect(masked(synthesize().pipeline)).toMatchSnapshot();
});
