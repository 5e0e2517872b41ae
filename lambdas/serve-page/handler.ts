/** Shell of ServePage: a function URL that CloudFront alone may call. The built page lies beside the bundle. */
import path from 'node:path';
import * as z from 'zod/mini';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { readBuiltPage } from './built-page.ts';
import { makePageFiles } from './page-files.ts';
import { requestSchema } from './schema.ts';
import { servePage } from './serve-page.ts';

const { pageConsoleUrl } = readEnvironment(process.env, z.pick(environmentSchema, { pageConsoleUrl: true }));
const log = makeStepLog('serve-page');

const files = makePageFiles(readBuiltPage(path.join(import.meta.dirname, 'page')), {
  scope: 'playable',
  ...(pageConsoleUrl !== undefined && { consoleUrl: pageConsoleUrl }),
});

/** Entry point of the Lambda. */
export const handler = log.handle(async (event) => servePage(requestSchema.parse(event), files));
