/** What is measured against what. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../../scripts/build-lambdas.ts';
import type { MadeRecording } from './made-recording.ts';
import type { MeasuredCommand } from './measured-run.ts';

/** One thread, two workers beside it; ffmpeg with the index first; reading and writing the bytes; a library. */
export const contestantNames = ['export', 'exportTwoWorkers', 'ffmpeg', 'cat', 'mediabunny'] as const;
export type ContestantName = (typeof contestantNames)[number];

/** As the table calls them. */
export const contestantTitles: Readonly<Record<ContestantName, string>> = {
  export: 'export, one thread',
  exportTwoWorkers: 'export, two workers',
  ffmpeg: 'ffmpeg, index first',
  cat: 'cat',
  mediabunny: 'mediabunny, index last',
};

/** Bundles as of the Lambdas, so that Node's own TypeScript loader is not measured. */
export interface ExportBundles {
  readonly export: string;
  readonly mediabunny: string;
  readonly remuxExport: string;
  readonly remuxExportProcess: string;
}

/** Makes the bundles for as long as `use` runs, all in the same way. */
export async function withExportBundles<Result>(use: (bundles: ExportBundles) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(path.join(tmpdir(), 'bench-bundles-'));
  try {
    await build({
      ...bundleOptions,
      entryPoints: {
        export: 'bench/export/export-process.ts',
        'demux-worker': 'media/files/demux-worker.ts',
        mediabunny: 'bench/export/mediabunny-process.ts',
        'remux-export': 'lambdas/remux-export/handler.ts',
        'remux-export-process': 'bench/export/remux-export-process.ts',
      },
      outdir: directory,
    });
    const at = (name: string): string => path.join(directory, `${name}.mjs`);
    return await use({
      export: at('export'),
      mediabunny: at('mediabunny'),
      remuxExport: at('remux-export'),
      remuxExportProcess: at('remux-export-process'),
    });
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** How to run one of them, from a recording to an output file. */
export function commandOf(
  name: ContestantName,
  bundles: ExportBundles,
  { playlist, segments }: MadeRecording,
  output: string,
): MeasuredCommand {
  switch (name) {
    case 'export':
      return { command: process.execPath, args: [bundles.export, playlist, output, '1'] };
    case 'exportTwoWorkers':
      return { command: process.execPath, args: [bundles.export, playlist, output, '2'] };
    case 'mediabunny':
      return { command: process.execPath, args: [bundles.mediabunny, playlist, output] };
    case 'cat':
      return { command: 'cat', args: segments, stdoutFile: output };
    case 'ffmpeg': {
      const quiet = ['-nostdin', '-hide_banner', '-loglevel', 'error', '-y'];
      return { command: 'ffmpeg', args: [...quiet, '-i', playlist, '-c', 'copy', '-movflags', '+faststart', output] };
    }
  }
}
