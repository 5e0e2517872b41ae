import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { stepNames } from '../../scripts/build-lambdas.ts';

const dist = path.resolve(import.meta.dirname, '../../dist');
/** In bytes: what a cold start reads and compiles. `npm test` builds the bundles before. */
const limitBytes = 600_000;

test.each(stepNames())('the bundle of %s is small', (step) => {
  const bundle = readFileSync(path.join(dist, step, 'index.mjs'));

  expect(bundle.length).toBeLessThan(limitBytes);
});

test.each(stepNames())(
  'the source map of %s has lines and names for a stack trace, and no copy of the sources',
  (step) => {
    const map = JSON.parse(readFileSync(path.join(dist, step, 'index.mjs.map'), 'utf8'));

    expect(map.sources).toContainEqual(expect.stringContaining(`lambdas/${step}/handler.ts`));
    expect(map.sourcesContent).toBeUndefined();
  },
);
