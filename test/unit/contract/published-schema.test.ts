import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { notificationJsonSchema, openApiFile, openApiJson, schemaFile } from '../../../scripts/write-schema.ts';

test('the published JSON Schema is the one of the contract (npm run schema writes it)', () => {
  expect(readFileSync(schemaFile, 'utf8')).toBe(notificationJsonSchema());
});

test('the published OpenAPI document is the one of the contract (npm run schema writes it)', () => {
  expect(readFileSync(openApiFile, 'utf8')).toBe(openApiJson());
});
