import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '..');

/** What is measured: the Lambda, and the reference that it is held against. */
export const contestants = ['validate-recording', 'reference'] as const;
export type Contestant = (typeof contestants)[number];

/** Paths of the bundles to measure, all in one temporary folder. */
export interface Bundles {
  readonly 'validate-recording': string;
  readonly reference: string;
  /** What runs one of them and reports; a bundle as well, so that Node's own TypeScript loader is not measured. */
  readonly 'measured-process': string;
}

/** Bundles the Lambda and the reference in the same way: as `scripts/build-lambdas.ts` does for the cloud. */
export async function makeBundles(): Promise<Bundles> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'bench-bundles-'));
  await build({
    absWorkingDir: root,
    entryPoints: {
      'validate-recording': 'lambdas/validate-recording/handler.ts',
      reference: 'bench/reference-handler.ts',
      'measured-process': 'bench/measured-process.ts',
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
  const pathOf = (name: string): string => path.join(outdir, `${name}.mjs`);
  return {
    'validate-recording': pathOf('validate-recording'),
    reference: pathOf('reference'),
    'measured-process': pathOf('measured-process'),
  };
}
