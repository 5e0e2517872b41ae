/** `npm run schema`: writes the JSON Schema of the notification and the OpenAPI document, from the contract. Tests compare. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { openApiDocument } from '../lambdas/serve-api/openapi-document.ts';
import { notificationSchema } from '../lambdas/shared/contract/notification.ts';
import { root } from './run-command.ts';

export const schemaFile = path.join(root, 'docs/schema/notification.schema.json');
export const openApiFile = path.join(root, 'docs/schema/openapi.json');

/** The schema as the file has it: of the input side, since subscribers have to let fields pass that come later. */
export const notificationJsonSchema = (): string =>
  `${JSON.stringify({ title: 'Notification of ivs-recordings', ...z.toJSONSchema(notificationSchema, { io: 'input' }) }, null, 2)}\n`;

/** The OpenAPI document as the file has it; the API serves the same at `/api/openapi.json`. */
export const openApiJson = (): string => `${JSON.stringify(openApiDocument(), null, 2)}\n`;

if (import.meta.main) {
  writeFileSync(schemaFile, notificationJsonSchema());
  writeFileSync(openApiFile, openApiJson());
}
