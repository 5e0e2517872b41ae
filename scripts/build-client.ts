/**
 * Writes the client of the API as `ivs-recordings/client` gives it to other packages: one module for browsers and Node,
 * with the schema library inside, and its types.
 */
import path from 'node:path';
import { build } from 'esbuild';
import { root, runCommand } from './run-command.ts';

const folder = path.join(root, 'dist/client');

/** The module alone; with the types it takes some seconds longer. */
export async function buildClientModule(outfile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['clients/recordings-client.ts'],
    outfile,
    bundle: true,
    minify: true,
    platform: 'neutral',
    target: ['es2022'],
    format: 'esm',
    logLevel: 'warning',
  });
}

if (import.meta.main) {
  await buildClientModule(path.join(folder, 'index.js'));
  process.exitCode = await runCommand(path.join(root, 'node_modules/.bin/tsc'), [
    ...['--project', path.join(root, 'clients/tsconfig.json')],
    ...['--outDir', path.join(folder, 'types')],
  ]);
}
