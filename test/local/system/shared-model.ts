/** The synthesized models of the tests' configurations: made together, once in a run of all tests. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { localConfiguration, localEnvironment, readLocalModel } from '../../../local/system/local-system-model.ts';
import type { SystemModel } from '../../../local/template/system-model.ts';
import { makeOnceARun } from '../../fixtures/once-a-run.ts';
import { configurations } from './configurations.ts';
import type { AssemblyOrder } from './synthesize-assemblies.ts';

/** A folder that lives as long as the run (scripts/run-tests.ts); a test file that is run by itself has none. */
const { TEST_ASSEMBLIES: sharedFolder } = process.env;

/**
 * The model for a configuration, or for the one in cdk.json.
 *
 * @param directory Where to synthesize when nothing is shared.
 */
export function sharedModel(
  directory: string,
  configuration: Readonly<Record<string, unknown>> | undefined,
): SystemModel {
  const wanted = localConfiguration(configuration);
  if (sharedFolder === undefined) {
    synthesize([{ directory, configuration: wanted }]);
    return readLocalModel(directory);
  }
  const assembly = orderOf(sharedFolder, wanted).directory;
  makeShared(sharedFolder, wanted);
  return readLocalModel(assembly);
}

const orderOf = (folder: string, configuration: object): AssemblyOrder => ({
  directory: path.join(folder, createHash('sha256').update(JSON.stringify(configuration)).digest('hex')),
  configuration,
});

/** The one in cdk.json first: most tests need it. */
const known = [undefined, ...Object.values(configurations)].map((each) => localConfiguration(each));

/** All that are known are made together; nobody else has one that is not known. */
function makeShared(folder: string, wanted: object): void {
  const own = orderOf(folder, wanted);
  const all = known.map((each) => orderOf(folder, each));
  const isThere = () => existsSync(own.directory);
  if (isThere()) return;
  if (!all.some(({ directory }) => directory === own.directory)) synthesize([own]);
  else makeOnceARun(folder, 'assemblies', isThere, () => synthesize(all));
}

/** Loading the CDK takes a second, and each configuration then a part of one. */
function synthesize(orders: readonly AssemblyOrder[]): void {
  const child = spawnSync(process.execPath, [path.join(import.meta.dirname, 'synthesize-assemblies.ts')], {
    input: JSON.stringify(orders),
    env: {
      ...process.env,
      CDK_DEFAULT_ACCOUNT: localEnvironment.accountId,
      CDK_DEFAULT_REGION: localEnvironment.region,
      CDK_VALIDATION: 'false',
    },
  });
  if (child.status !== 0) throw new Error(`The CDK app did not synthesize: ${child.stderr}`);
}
