/**
 * Bundles every step, `lambdas/<step>/handler.ts`, into `dist/<step>/index.mjs` with its SDK clients inside: an own SDK
 * loads faster than the runtime's and changes only when the lockfile does.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import { root } from './run-command.ts';
import { writeWhole } from './write-whole.ts';

/** Names of the steps: the folders of `lambdas/` that hold a handler. */
export function stepNames(): string[] {
  return readdirSync(path.join(root, 'lambdas'))
    .filter((name) => existsSync(path.join(root, 'lambdas', name, 'handler.ts')))
    .sort();
}

/** How a step is bundled for the cloud. */
export const bundleOptions = {
  absWorkingDir: root,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  // The ES module builds of the SDK shake down to three quarters of the CommonJS ones.
  mainFields: ['module', 'main'],
  // Lambda puts a function's credentials into its environment, which the SDK looks at first: it never comes to these,
  // a fifth of a bundle.
  external: [
    '@aws-sdk/credential-provider-http',
    '@aws-sdk/credential-provider-ini',
    '@aws-sdk/credential-provider-process',
    '@aws-sdk/credential-provider-sso',
    '@aws-sdk/credential-provider-web-identity',
    '@smithy/credential-provider-imds',
  ],
  // Some dependencies still call require().
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  logLevel: 'warning',
} as const satisfies BuildOptions;

/** Writes every bundle; throws with esbuild's messages when one does not build. */
export async function buildLambdas(): Promise<void> {
  const { outputFiles } = await build({
    ...bundleOptions,
    entryPoints: stepNames().map((name) => ({ in: `lambdas/${name}/handler.ts`, out: `${name}/index` })),
    outdir: 'dist',
    // For stack traces in the logs (NODE_OPTIONS --enable-source-maps), which name files and lines and quote no sources.
    sourcemap: 'linked',
    sourcesContent: false,
    write: false,
  });
  for (const { path: file, contents } of outputFiles) writeWhole(file, contents);
}

if (import.meta.main) await buildLambdas();
