/** `npm test`: builds the bundles and the page that the tests run, runs jest, and names what was skipped for want of a program. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildLambdas } from './build-lambdas.ts';
import { buildWeb } from './build-web.ts';
import { missingToolLines } from './external-tools.ts';
import { root, runCommand } from './run-command.ts';

await Promise.all([buildLambdas(), buildWeb()]);
// Templates that several test files run are synthesized once (test/local/system/shared-model.ts).
const assemblies = mkdtempSync(path.join(tmpdir(), 'ivs-recordings-assemblies-'));
const exitCode = await runCommand(
  process.execPath,
  [
    // Tests are native ES modules, which jest loads through node:vm.
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    // Collecting garbage took a tenth of the time: with a larger nursery, and no threads that two workers have no core for.
    '--max-semi-space-size=32',
    '--single-threaded-gc',
    `${root}/node_modules/jest/bin/jest.js`,
    ...process.argv.slice(2),
  ],
  { AWS_EC2_METADATA_DISABLED: 'true', TEST_ASSEMBLIES: assemblies },
);
rmSync(assemblies, { recursive: true, force: true });
for (const line of missingToolLines()) process.stdout.write(`${line}\n`);
process.exitCode = exitCode;
