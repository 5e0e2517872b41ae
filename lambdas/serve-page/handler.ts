/** Shell of ServePage: a function URL that CloudFront alone may call. The built page lies beside the bundle. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { environmentSchema, readEnvironment } from '../shared/adapters/environment.ts';
import { makeStepLog } from '../shared/adapters/step-log.ts';
import { makePageFiles } from './page-files.ts';
import { requestSchema } from './schema.ts';
import { servePage } from './serve-page.ts';

const { pageConsoleUrl } = readEnvironment(process.env, z.pick(environmentSchema, { pageConsoleUrl: true }));
const log = makeStepLog('serve-page');
const directory = path.join(import.meta.dirname, 'page');
const read = (name: string): string => readFileSync(path.join(directory, name), 'utf8');

const files = makePageFiles(
  {
    document: read('index.html'),
    assets: Object.fromEntries(readdirSync(path.join(directory, '_page')).map((name) => [name, read(`_page/${name}`)])),
  },
  { scope: 'playable', ...(pageConsoleUrl !== undefined && { consoleUrl: pageConsoleUrl }) },
);

/** Entry point of the Lambda. */
export const handler = log.handle(async (event) => servePage(requestSchema.parse(event), files));
