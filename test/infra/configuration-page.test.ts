import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { parseConfig } from '../../infra/config.ts';
import { configSchema } from '../../infra/config-schema.ts';
import { synthesize } from './synthesized-app.ts';
import { variants } from './variants.ts';

const read = (file: string) => readFileSync(path.resolve(import.meta.dirname, '../..', file), 'utf8');
const page = read('docs/configuration.md');
const [, readme = ''] = /^### Configuration$([\s\S]+?)^## /m.exec(read('README.md')) ?? [];

interface Row {
  readonly key: string;
  readonly value: string;
  readonly defaultValue: string;
  readonly meaning: string;
}

const rows: Row[] = [...readme.matchAll(/^\| `([^`]+)` \| (.+?) \| (.+?) \| (.+?) \|$/gm)].map(
  ([, key = '', value = '', defaultValue = '', meaning = '']) => ({ key, value, defaultValue, meaning }),
);

// biome-ignore lint/suspicious/noExplicitAny: the insides of a schema have no type worth naming
type Schema = any;

/** The keys of a schema with their own defaults: those that hold a value, and those that have a default as a whole. */
function keysOf(schema: Schema, key: string, ownDefault?: unknown): [key: string, ownDefault: unknown][] {
  const { type, ...definition } = schema._zod.def;
  if (type === 'default') return keysOf(definition.innerType, key, definition.defaultValue);
  if (type === 'prefault' || type === 'optional') return keysOf(definition.innerType, key, ownDefault);
  if (type === 'object') {
    return Object.entries(definition.shape).flatMap(([name, value]) =>
      keysOf(value, key === '' ? name : `${key}.${name}`),
    );
  }
  if (type === 'record') return [[key, ownDefault], ...keysOf(definition.valueType, `${key}.<name>`)];
  if (type === 'union' && definition.discriminator !== undefined)
    return definition.options.flatMap((option: Schema) => keysOf(option, key));
  if (type === 'array' && definition.element._zod.def.type === 'object')
    return [[key, ownDefault], ...keysOf(definition.element, `${key}[]`)];
  return [[key, ownDefault]];
}

const valueAt = (value: unknown, key: string): unknown =>
  key.split('.').reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], value);

const schemaKeys = new Map(keysOf(configSchema, ''));

test('each key of the schema has its row, and each row its key, in the same order', () => {
  expect(schemaKeys.size).toBeGreaterThan(20);
  expect(rows.map(({ key }) => key)).toEqual([...schemaKeys.keys()]);
});

test.each([...schemaKeys])('%s: the default on the page is the one that is applied', (key, ownDefault) => {
  const applied = valueAt(parseConfig({}), key) ?? ownDefault;

  const row = rows.find((candidate) => candidate.key === key);

  expect(row?.defaultValue).toBe(applied === undefined ? '–' : `\`${JSON.stringify(applied)}\``);
});

test('each row says what the key means', () => {
  expect(rows.filter(({ value, meaning }) => value.trim() === '' || meaning.trim().length < 10)).toEqual([]);
});

test('the example on the page is a valid configuration', () => {
  const [, example = ''] = /```json\n([\s\S]+?)```/.exec(page) ?? [];

  expect(() => parseConfig(JSON.parse(example).context.ivsRecordings)).not.toThrow();
});

test('every output of the stacks is on the page', () => {
  const { importedBucket, limitedToChannelsWithOwnChannel, existingKey, withPage } = variants;
  const apps = [importedBucket, limitedToChannelsWithOwnChannel, existingKey, withPage].map((config) =>
    synthesize(config),
  );
  const outputs = apps.flatMap(({ storage, pipeline }) =>
    [storage, pipeline].flatMap((template) =>
      Object.entries(template.Outputs)
        .filter(([, { Export }]) => Export === undefined)
        .map(([name]) => name),
    ),
  );

  const isOnPage = (name: string) => page.includes(`\`${name}\``) || /(DeadLetters|Undelivered)Url$/.test(name);

  expect(outputs.length).toBeGreaterThan(20);
  expect(outputs.filter((name) => !isOnPage(name))).toEqual([]);
});
