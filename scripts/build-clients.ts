/**
 * Bundles what backends import, `clients/*.ts`, into `dist/clients/*.mjs`: Node strips no types of a package's files, and
 * a backend should not have to install what the infrastructure depends on.
 */
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** Writes every bundle into `outdir`; throws with esbuild's messages when one does not build. */
export async function buildClients(outdir = path.join(root, 'dist/clients')): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['clients/sign-playback.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    // Older than ours: a backend chooses its own.
    target: 'node20',
    format: 'esm',
    mainFields: ['module', 'main'],
    logLevel: 'warning',
  });
}

if (import.meta.main) await buildClients();
