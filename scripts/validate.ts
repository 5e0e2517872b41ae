/**
 * `npm run validate`: everything that a change has to pass, in the order in which it fails fastest. With
 * `-- --without-tests` all but the tests, for who runs those by themselves.
 */
import { runCommand } from './run-command.ts';

const steps = [
  ['format and lint', 'biome', ['ci', '--error-on-warnings', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['types of the page', 'tsc', ['--noEmit', '-p', 'web']],
  ['template', 'cdk', ['synth', '--quiet']],
  ['tests', process.execPath, ['scripts/run-tests.ts']],
] as const;

const isWithoutTests = process.argv.includes('--without-tests');

for (const [name, command, args] of steps) {
  if (name === 'tests' && isWithoutTests) {
    process.stdout.write('\n== tests: left out (--without-tests)\n');
    continue;
  }
  process.stdout.write(`\n== ${name}\n`);
  const exitCode = await runCommand(command, args);
  if (exitCode !== 0) {
    process.stderr.write(`\nvalidate: ${name} failed (exit code ${exitCode}).\n`);
    process.exit(exitCode);
  }
}
process.stdout.write(isWithoutTests ? '\nvalidate: all but the tests passed.\n' : '\nvalidate: all passed.\n');
