/** The operator's program. */
import { setTimeout as sleep } from 'node:timers/promises';
import { runOps } from './command-line.ts';
import { ask } from './terminal/ask.ts';
import { interruption } from './terminal/interruption.ts';

// Whoever read the output may stop reading (`… | head`); that is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
  });
}
// No waiting for the metadata service of a machine that is none of EC2's, when there are no credentials.
process.env.AWS_EC2_METADATA_DISABLED ??= 'true';

const signal = interruption();

process.exitCode = await runOps(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  programName: process.env.npm_lifecycle_event === 'ops' ? 'npm run ops --' : 'ivs-recordings',
  directory: process.env.INIT_CWD ?? process.cwd(),
  isInteractive: process.stdin.isTTY === true && process.stderr.isTTY === true,
  ask: (question) => ask(question, process.stdin, process.stderr, signal),
  signal,
  beforeSuddenEnd: (say) => {
    process.on('exit', say);
    return () => process.off('exit', say);
  },
  clock: {
    now: () => new Date(),
    sleep: async (ms, until) => {
      await sleep(ms, undefined, { signal: until }).catch((error: unknown) => {
        until.throwIfAborted();
        throw error;
      });
    },
  },
});
