/** The operator's program. */
import { runOps } from './command-line.ts';

process.exitCode = await runOps(process.argv.slice(2), {
  line: (text) => process.stdout.write(`${text}\n`),
  trouble: (text) => process.stderr.write(`${text}\n`),
  isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
});
