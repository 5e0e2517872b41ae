/**
 * Bundles the page, `web/`, into `dist/serve-page/page`, beside the bundle of the step that serves it in the cloud:
 * `index.html` and, below `_page/`, scripts and styles whose names hold a hash of what is in them, so that they can be
 * cached for good. All addresses are relative, so the page works in any folder.
 */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { build, type Metafile, type OutputFile, type Plugin } from 'esbuild';
import { pageDirectory } from '../local/page/page-files.ts';
import { root } from './run-command.ts';
import { writeWhole } from './write-whole.ts';

const assetDirectory = path.join(pageDirectory, '_page');

/**
 * The light hls.js: recordings have neither subtitles nor other sound tracks nor encryption, for which the whole one has
 * code. Its worker is a script of its own, to be handed out as it is: the bundle only needs its address.
 */
const lightHls: Plugin = {
  name: 'light-hls',
  setup: ({ onResolve, onLoad, resolve }) => {
    onResolve({ filter: /^hls\.js$/ }, ({ kind, resolveDir }) => resolve('hls.js/light', { kind, resolveDir }));
    onLoad({ filter: /hls\.worker\.js$/ }, ({ path: file }) => ({ contents: readFileSync(file), loader: 'file' }));
  },
};

/** Writes the page; throws with esbuild's messages when it does not build. */
export async function buildWeb(): Promise<void> {
  const { outputFiles, metafile } = await build({
    absWorkingDir: root,
    entryPoints: { page: 'web/main.tsx', style: 'web/styles/style.css', icon: 'web/icon.svg' },
    outdir: assetDirectory,
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    // Safari 16.4 plays by its own HLS; what these browsers lack besides, the page must not use.
    target: ['es2022', 'chrome111', 'firefox115', 'safari16.4'],
    tsconfig: 'web/tsconfig.json',
    loader: { '.svg': 'copy' },
    plugins: [lightHls],
    metafile: true,
    write: false,
    logLevel: 'warning',
  });
  for (const { path: file, contents } of outputFiles) writeWhole(file, contents);
  // Last: it names the others.
  writeWhole(path.join(pageDirectory, 'index.html'), Buffer.from(documentOf(metafile)));
  removeOthers(outputFiles);
}

/** The document of `web/index.html`, with the names that the build gave. */
function documentOf({ outputs }: Metafile): string {
  const addressOf = (name: string, extension: string): string => {
    const file = Object.keys(outputs).find((output) => new RegExp(`/${name}-\\w+\\${extension}$`).test(output));
    if (file === undefined) throw new Error(`The build of web/ has no ${name}${extension}.`);
    return `_page/${path.basename(file)}`;
  };
  const tags = [
    `<link rel="icon" type="image/svg+xml" href="${addressOf('icon', '.svg')}">`,
    `<link rel="stylesheet" href="${addressOf('style', '.css')}">`,
    `<script type="module" src="${addressOf('page', '.js')}"></script>`,
  ];
  const template = readFileSync(path.join(root, 'web/index.html'), 'utf8');
  return template.replace('<!-- assets -->', tags.join('\n    '));
}

/** Files of an earlier build, which no document names any more. */
function removeOthers(outputFiles: readonly OutputFile[]): void {
  const names = new Set(outputFiles.map(({ path: file }) => path.basename(file)));
  for (const name of readdirSync(assetDirectory))
    if (!names.has(name)) rmSync(path.join(assetDirectory, name), { force: true });
}

if (import.meta.main) await buildWeb();
