/** `npm run schema`: writes the JSON Schema of the notification, generated from the contract. A test compares. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { notificationSchema } from '../lambdas/shared/contract/notification.ts';
import { root } from './run-command.ts';

export const schemaFile = path.join(root, 'docs/schema/notification.schema.json');

/** The schema as the file has it: of the input side, since subscribers have to let fields pass that come later. */
export const notificationJsonSchema = (): string =>
  `${JSON.stringify({ title: 'Notification of ivs-recordings', ...z.toJSONSchema(notificationSchema, { io: 'input' }) }, null, 2)}\n`;

if (import.meta.main) writeFileSync(schemaFile, notificationJsonSchema());
