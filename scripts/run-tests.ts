/** `npm test`: builds the bundles and the page that the tests run, runs jest, and names what was skipped for want of a program. */
import { buildLambdas } from './build-lambdas.ts';
import { buildWeb } from './build-web.ts';
import { missingToolLines } from './external-tools.ts';
import { withMemoryFolder } from './memory-folder.ts';
import { root, runCommand } from './run-command.ts';

/** Of files that tests write and remove; they hold a tenth of it at a time. */
const roomyBytes = 4e9;

const runJest = (temporaryFolder: string): Promise<number> =>
  runCommand(
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
    // Templates that several test files look at or run are synthesized once (TEST_ASSEMBLIES).
    { AWS_EC2_METADATA_DISABLED: 'true', TMPDIR: temporaryFolder, TEST_ASSEMBLIES: temporaryFolder },
  );

await Promise.all([buildLambdas(), buildWeb()]);
// Tens of thousands of small files take longer on a disk than what is tested.
process.exitCode = await withMemoryFolder('ivs-recordings-tests-', roomyBytes, runJest);
for (const line of missingToolLines()) process.stdout.write(`${line}\n`);
