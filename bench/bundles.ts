import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../scripts/build-lambdas.ts';

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

/** Bundles the Lambda and the reference in the same way. */
export async function makeBundles(): Promise<Bundles> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'bench-bundles-'));
  await build({
    ...bundleOptions,
    entryPoints: {
      'validate-recording': 'lambdas/validate-recording/handler.ts',
      reference: 'bench/reference-handler.ts',
      'measured-process': 'bench/measured-process.ts',
    },
    outdir,
  });
  const pathOf = (name: string): string => path.join(outdir, `${name}.mjs`);
  return {
    'validate-recording': pathOf('validate-recording'),
    reference: pathOf('reference'),
    'measured-process': pathOf('measured-process'),
  };
}
