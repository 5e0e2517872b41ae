/**
 * Bundles what other packages import, `clients/*.ts`, into `dist/clients` with types beside them: Node strips no types of
 * a package's files, and an app should not have to install what the infrastructure depends on.
 */
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { root, runCommand } from './run-command.ts';

const folder = path.join(root, 'dist/clients');

const shared = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** The client of the API, `ivs-recordings/client`: for browsers and Node, with the schema library inside. */
export async function buildApiClient(outfile: string): Promise<void> {
  const entryPoints = ['clients/recordings-client.ts'];
  await build({ ...shared, entryPoints, outfile, minify: true, platform: 'neutral', target: ['es2022'] });
}

/** What signs, `ivs-recordings/sign-playback`: for backends, of Node older than ours too. */
export async function buildSigner(outfile: string): Promise<void> {
  const entryPoints = ['clients/sign-playback.ts'];
  await build({
    ...shared,
    entryPoints,
    outfile,
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
  });
}

if (import.meta.main) {
  await buildApiClient(path.join(folder, 'recordings-client.js'));
  await buildSigner(path.join(folder, 'sign-playback.js'));
  process.exitCode = await runCommand(path.join(root, 'node_modules/.bin/tsc'), [
    ...['--project', path.join(root, 'clients/tsconfig.json')],
    ...['--outDir', path.join(folder, 'types')],
  ]);
}
