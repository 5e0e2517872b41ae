/** What the operator's commands take for granted of a deployment. */
import { expect, test } from '@jest/globals';
import { outputNames } from '../../ops/deployment/deployment.ts';
import { defaultStackNames } from '../../ops/frame/global-options.ts';
import { synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

const app = synthesize(variants.subscribers);

test('the stacks have the names that commands look for', () => {
  const { storage, pipeline } = app.stackNames;

  expect([storage, pipeline]).toEqual([...defaultStackNames]);
});

test('the stacks have every output that commands read', () => {
  const outputs = [app.storage, app.pipeline].flatMap((stack) => Object.keys(stack.Outputs));

  expect(outputNames.filter((name) => !outputs.includes(name))).toEqual([]);
});
