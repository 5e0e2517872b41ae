/** `npm run validate`: everything that a change has to pass, in the order in which it fails fastest. */
import { runCommand } from './run-command.ts';

const steps = [
  ['format and lint', 'biome', ['ci', '--error-on-warnings', '.']],
  ['types', 'tsc', ['--noEmit']],
  ['template', 'cdk', ['synth', '--quiet']],
  ['tests', process.execPath, ['scripts/run-tests.ts']],
] as const;

for (const [name, command, args] of steps) {
  process.stdout.write(`\n== ${name}\n`);
  const exitCode = await runCommand(command, args);
  if (exitCode !== 0) {
    process.stderr.write(`\nvalidate: ${name} failed (exit code ${exitCode}).\n`);
    process.exit(exitCode);
  }
}
process.stdout.write('\nvalidate: all passed.\n');
