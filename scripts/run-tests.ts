/** `npm test`: builds the bundles and the page that the tests run, runs jest, and names what was skipped for want of a program. */
import { buildLambdas } from './build-lambdas.ts';
import { buildWeb } from './build-web.ts';
import { missingToolLines } from './external-tools.ts';
import { root, runCommand } from './run-command.ts';

await Promise.all([buildLambdas(), buildWeb()]);
const exitCode = await runCommand(
  process.execPath,
  [
    // Tests are native ES modules, which jest loads through node:vm.
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    `${root}/node_modules/jest/bin/jest.js`,
    ...process.argv.slice(2),
  ],
  { AWS_EC2_METADATA_DISABLED: 'true' },
);
for (const line of missingToolLines()) process.stdout.write(`${line}\n`);
process.exitCode = exitCode;
