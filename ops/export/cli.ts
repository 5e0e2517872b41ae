/** `npm run export`: a recording on disk into one MP4. */
import { interruption } from '../terminal/interruption.ts';
import { runExportCommand } from './run-export-command.ts';

// Whoever read the output may stop reading (`… | head`); that is no fault.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error) => {
    if (!('code' in error) || error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await runExportCommand(process.argv.slice(2), {
  stdout: process.stdout,
  stderr: process.stderr,
  // Relative paths mean what the user typed, not where npm went.
  directory: process.env.INIT_CWD ?? process.cwd(),
  signal: interruption(),
});
