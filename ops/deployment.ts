/** What the operator's commands know of a deployment: the outputs of its stacks. */
import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import type { DeadLetterQueue } from './dead-letters/dead-letter.ts';
import { UsageError } from './usage-error.ts';

/** Values by output name, by stack, as `cdk deploy --outputs-file` writes them. */
const outputsSchema = z.record(z.string(), z.record(z.string(), z.string()));

/** Outputs of all stacks, by name. */
export type DeploymentOutputs = Readonly<Record<string, string>>;

/** Reads the file that `npx cdk deploy --all --outputs-file <file>` has written; throws {@link UsageError}. */
export function readOutputsFile(file: string): DeploymentOutputs {
  const stacks = outputsSchema.safeParse(readJson(file));
  if (!stacks.success)
    throw new UsageError(`${file} holds no stack outputs. Write it by: npx cdk deploy --all --outputs-file ${file}`);
  return Object.assign({}, ...Object.values(stacks.data));
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file} cannot be read (${error instanceof Error ? error.message : String(error)}).`);
  }
}

/**
 * Every queue of dead letters: the outputs that end in `DeadLettersUrl` (what a function could not process; its ARN is
 * the output of the same stem) and in `UndeliveredUrl` (what a rule or the topic could not deliver).
 */
export function deadLetterQueuesOf(outputs: DeploymentOutputs): DeadLetterQueue[] {
  return Object.entries(outputs).flatMap(([outputName, url]) => {
    const [, name = '', stem] = /^((.+)DeadLetters|.+Undelivered)Url$/.exec(outputName) ?? [];
    return name === '' ? [] : [{ name, url, functionArn: outputs[`${stem}FunctionArn`] }];
  });
}
