/** `npm test`: builds the bundles and the page that the tests run, runs jest, and names what was skipped for want of a program. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildLambdas } from './build-lambdas.ts';
import { buildWeb } from './build-web.ts';
import { missingToolLines } from './external-tools.ts';
import { memoryFolderWith } from './memory-folder.ts';
import { root, runCommand } from './run-command.ts';

/** Of files that tests write and remove; they hold a tenth of it at a time. */
const roomyBytes = 4e9;

/**
 * A folder for all that the tests write, which is gone with them: in memory where that has room, since tens of thousands
 * of small files take longer on a disk than what is tested.
 */
async function withTemporaryFolder<Result>(use: (folder: string) => Promise<Result>): Promise<Result> {
  const parent = (await memoryFolderWith(roomyBytes)) ?? tmpdir();
  const folder = mkdtempSync(path.join(parent, 'ivs-recordings-tests-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

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
process.exitCode = await withTemporaryFolder(runJest);
for (const line of missingToolLines()) process.stdout.write(`${line}\n`);
