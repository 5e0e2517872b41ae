import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** Paths of the bundles to measure, all in one temporary folder. */
export interface Bundles {
  readonly 'validate-recording': string;
  readonly reference: string;
}

/** Bundles the Lambda and the reference in the same way: as `scripts/build-lambdas.ts` does for the cloud. */
export async function makeBundles(): Promise<Bundles> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'bench-bundles-'));
  await build({
    absWorkingDir: root,
    entryPoints: {
      'validate-recording': 'lambdas/validate-recording/handler.ts',
      reference: 'bench/reference-handler.ts',
    },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    logLevel: 'warning',
  });
  return {
    'validate-recording': path.join(outdir, 'validate-recording.mjs'),
    reference: path.join(outdir, 'reference.mjs'),
  };
}
