import { expect, test } from '@jest/globals';
import { openApiDocument } from '../../../lambdas/serve-api/openapi-document.ts';
import { apiPaths, problems } from '../../../lambdas/shared/contract/api.ts';
import { callApi } from './call-api.ts';
import { MemoryCatalog } from './memory-catalog.ts';

// biome-ignore lint/suspicious/noExplicitAny: a document without types
const document: any = openApiDocument();

/** Every object in a value, with itself. */
const objectsIn = (value: unknown): Record<string, unknown>[] =>
  typeof value !== 'object' || value === null
    ? []
    : [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)];

test('the API serves its OpenAPI document', async () => {
  const { statusCode, json } = await callApi(new MemoryCatalog(), '/api/openapi.json');

  expect(statusCode).toBe(200);
  expect(json).toEqual(document);
  expect(json.openapi).toBe('3.1.1');
});

test('every call of the catalog is in it, with all of its refusals', () => {
  const { recordingsOfChannel, recordingsOfDay, recording } = apiPaths;
  const told = JSON.stringify(document);

  expect(Object.keys(document.paths)).toEqual([recordingsOfChannel, recordingsOfDay, recording]);
  for (const { get } of Object.values<{ get: { responses: object } }>(document.paths))
    expect(Object.keys(get.responses)).toEqual(expect.arrayContaining(['200', '304', '503']));
  for (const name of Object.keys(problems).filter((each) => each !== 'method-not-allowed'))
    expect(told).toContain(`\`${name}\``);
});

test('each reference leads somewhere', () => {
  const references = objectsIn(document).flatMap(({ $ref }) => (typeof $ref === 'string' ? [$ref] : []));

  expect(references.length).toBeGreaterThan(5);
  for (const reference of references) {
    const [, ...steps] = reference.split('/');
    expect(steps.reduce((value, step) => value?.[step], document)).toBeDefined();
  }
});

test('each parameter of a path is in the path', () => {
  for (const [path, { get }] of Object.entries<{ get: { parameters: { in: string; name: string }[] } }>(document.paths))
    for (const parameter of get.parameters.filter(({ in: place }) => place === 'path'))
      expect(path).toContain(`{${parameter.name}}`);
});

test('a day narrows a channel’s list, and a list over all channels needs one', () => {
  const dayOf = (path: string) =>
    document.paths[path].get.parameters.find(({ name }: { name: string }) => name === 'day');

  expect(dayOf(apiPaths.recordingsOfChannel)).toMatchObject({ in: 'query', required: false });
  expect(dayOf(apiPaths.recordingsOfDay)).toMatchObject({ in: 'query', required: true });
});

test('it tells nothing of the operator’s view', () => {
  expect(JSON.stringify(document)).not.toMatch(/operator|include/i);
});
