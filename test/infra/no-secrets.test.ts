/** Nothing secret is in what anybody with read access sees: templates, variables of functions, logs. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { environmentNames } from '../../lambdas/shared/contract/environment.ts';
import { resourcesOf, synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

const lambdas = path.resolve(import.meta.dirname, '../../lambdas');

const sources = readdirSync(lambdas, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file: file.split(path.sep).join('/'), text: readFileSync(path.join(lambdas, file), 'utf8') }));

test("functions have the contract's variables and no others", () => {
  const known: string[] = [...Object.values(environmentNames), 'NODE_OPTIONS'];

  const names = resourcesOf(synthesize().pipeline, 'AWS::Lambda::Function').flatMap(([, { Properties }]) =>
    Object.keys(Properties.Environment?.Variables ?? {}),
  );

  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((name) => !known.includes(name))).toEqual([]);
  expect(known.filter((name) => /SECRET|TOKEN|PASSWORD|CREDENTIAL|PRIVATE/.test(name))).toEqual([]);
});

test.each(['defaults', 'limitedToChannelsWithOwnChannel', 'subscribers'] as const)(
  '%s: the templates hold no key, and fetch no secret',
  (variant) => {
    const { storage, pipeline } = synthesize(variants[variant]);

    const text = JSON.stringify([storage, pipeline]);

    // Keys of AWS, of anybody; what CloudFormation would put in place of a reference; a channel's stream key.
    expect(text).not.toMatch(/\bA(?:KIA|SIA)[A-Z0-9]{16}\b|-----BEGIN|\{\{resolve:|StreamKey/);
  },
);

test('the environment is read at one place of each handler, and goes nowhere else', () => {
  const uses = sources.flatMap(({ file, text }) =>
    [...text.matchAll(/^.*process\.env.*$/gm)].flatMap(([line]) => (isComment(line) ? [] : [{ file, line }])),
  );

  expect(uses.map(({ file }) => file).sort()).toEqual(
    sources.flatMap(({ file }) => (file.endsWith('/handler.ts') ? [file] : [])).sort(),
  );
  expect(uses.filter(({ line }) => !/^\s+process\.env,$|readEnvironment\(process\.env, /.test(line))).toEqual([]);
});

test('a step logs outcomes and reports: no event, no environment, no credentials', () => {
  const logged = sources.flatMap(({ text }) =>
    [
      ...text.matchAll(/(?:console\.\w+|stdout\.write|\blog\.(?:info|warn)|logger\.(?:info|warn|error))\(([^)]*)\)/g),
    ].map(([, what = '']) => what),
  );

  expect(logged.length).toBeGreaterThan(10);
  expect(logged.filter((what) => /event|environment|env\b|credential|config/i.test(what))).toEqual([]);
});

const isComment = (line: string): boolean => /^\s*(?:\/\/|\*|\/\*)/.test(line);
