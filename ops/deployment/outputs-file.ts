import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { UsageError } from '../frame/operator-errors.ts';
import type { Deployment } from './deployment.ts';

/** Values by output name, by stack, as `cdk deploy --outputs-file` writes them. */
const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** Reads the file that `npx cdk deploy --all --outputs-file <file>` has written; throws {@link UsageError}. */
export function readOutputsFile(file: string): Deployment {
  const stacks = outputsSchema.safeParse(readJson(file));
  if (!stacks.success)
    throw new UsageError(`${file} holds no stack outputs. Write it by: npx cdk deploy --all --outputs-file ${file}`);
  return { outputs: Object.assign({}, ...Object.values(stacks.data)), source: file };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`);
  }
}
