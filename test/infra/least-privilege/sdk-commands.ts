/** Which commands of the SDK are in a step's bundle, and which module of ours they are for. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, stepNames } from '../../../scripts/build-lambdas.ts';

/** A command that a step can send. */
export interface UsedCommand {
  /** `s3` of `@aws-sdk/client-s3`. */
  readonly client: string;
  /** `GetObject` of `GetObjectCommand`. */
  readonly command: string;
  /** File name of the adapter that sends it. */
  readonly adapter: string;
  readonly adapterText: string;
}

const root = path.resolve(import.meta.dirname, '../../..');

/** Commands that clients bring along by themselves. */
const neverSent = new Map([
  ['CreateSession', 'S3 client: for directory buckets only'],
  ['DescribeEndpoints', 'DynamoDB client: for endpoint discovery, which is off'],
]);

/** Bundles every step as for the cloud; what esbuild shook off, nobody can send. */
export async function commandsByStep(): Promise<ReadonlyMap<string, readonly UsedCommand[]>> {
  const { metafile } = await build({
    ...bundleOptions,
    minify: false,
    entryPoints: stepNames().map((name) => ({ in: `lambdas/${name}/handler.ts`, out: name })),
    outdir: 'dist',
    write: false,
    metafile: true,
  });
  return new Map(
    Object.entries(metafile.outputs).map(([file, { inputs }]) => {
      const kept = Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : []));
      return [path.basename(file, '.mjs'), usedCommands(kept)];
    }),
  );
}

function usedCommands(files: readonly string[]): UsedCommand[] {
  const adapters = files.filter((file) => file.startsWith('lambdas/shared/adapters/'));
  const used = adapters.flatMap((file) => {
    const text = readFileSync(path.join(root, file), 'utf8');
    return files.flatMap((bundled) => {
      const { client, command } = readCommand(bundled);
      if (command === undefined || !new RegExp(`\\bnew ${command}Command\\b`).test(text)) return [];
      return [{ client, command, adapter: path.basename(file), adapterText: text }];
    });
  });
  const sent = new Set(used.map(({ command }) => command));
  const unexplained = files
    .map(readCommand)
    .filter(({ command }) => command && !sent.has(command) && !neverSent.has(command));
  if (unexplained.length > 0) throw new Error(`No adapter sends ${JSON.stringify(unexplained)}, which a bundle holds.`);
  return used;
}

function readCommand(file: string): { client: string; command?: string } {
  const [, client = '', command] = /@aws-sdk\/client-([^/]+)\/.*\/(\w+)Command\.js$/.exec(file) ?? [];
  return { client, ...(command && { command }) };
}
