/** The synthesized model of a configuration: made once in a run of all tests, since each takes seconds of CPU. */
import { createHash } from 'node:crypto';
import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { loadSystemModel, readLocalModel } from '../../../local/system/local-system-model.ts';
import type { SystemModel } from '../../../local/template/system-model.ts';

/** A folder that lives as long as the run (scripts/run-tests.ts); a test file that is run by itself has none. */
const { TEST_ASSEMBLIES: sharedFolder } = process.env;

/**
 * The model for a configuration, or for the one in cdk.json.
 *
 * @param directory Where to synthesize when nothing is shared.
 */
export async function sharedModel(
  directory: string,
  configuration: Readonly<Record<string, unknown>> | undefined,
): Promise<SystemModel> {
  if (sharedFolder === undefined) return loadSystemModel(directory, configuration);
  const name = createHash('sha256')
    .update(JSON.stringify(configuration ?? null))
    .digest('hex');
  const assembly = path.join(sharedFolder, name);
  if (!existsSync(assembly)) await makeAssembly(assembly, configuration);
  return readLocalModel(assembly);
}

/** Another worker may make the same at this moment: whoever is first puts it in place, whole. */
async function makeAssembly(
  assembly: string,
  configuration: Readonly<Record<string, unknown>> | undefined,
): Promise<void> {
  const own = `${assembly}.${process.pid}`;
  await loadSystemModel(own, configuration);
  try {
    renameSync(own, assembly);
  } catch (error) {
    if (!existsSync(assembly)) throw error;
    rmSync(own, { recursive: true });
  }
}
