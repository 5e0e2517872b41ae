/** The command line of `npm start`, parsed and checked; nothing is done here. */
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { type EngineWish, engineWishSchema } from '../lambdas/shared/contract/export-engine.ts';
import { exportNameSchema, exportProfileSchema } from '../lambdas/shared/contract/export-wish.ts';
import { parseWith } from '../lambdas/shared/recording/schema-faults.ts';

/** What the user asked for. */
export interface CliOptions {
  /** Keep everything up without a run. */
  readonly isServeOnly: boolean;
  /** Stop and exit after the run. */
  readonly isOnce: boolean;
  readonly isJson: boolean;
  readonly isHelp: boolean;
  /** Folder of a recording in place of the sample, as typed. */
  readonly recording?: string;
  readonly isExportWanted: boolean;
  /** Rendition to export; the deployment's default when absent. */
  readonly rendition?: string;
  /** Profiles of the deployment, all of which every recording gets, in place of the configured ones. */
  readonly exports?: ExportProfiles;
  /** Engine of the deployment in place of the configured one. */
  readonly engine?: EngineWish;
}

const profilesSchema = z
  .record(z.string(), exportProfileSchema)
  .check(z.refine((profiles) => Object.keys(profiles).length > 0, 'names no export; --no-export asks for none'))
  // Of a key's own schema one would hear only that it is invalid.
  .check(({ value, issues }) => {
    for (const name of Object.keys(value)) {
      const [issue] = exportNameSchema.safeParse(name).error?.issues ?? [];
      if (issue !== undefined) issues.push({ code: 'custom', input: value, path: [name], message: issue.message });
    }
  });

/** Profiles by name, as under `exports` in the configuration. */
export type ExportProfiles = z.output<typeof profilesSchema>;

/** The command line makes no sense. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const helpText = `Usage: npm start -- [options]

Runs the whole system on this machine and sends one recording through it.

  --recording DIR   a folder laid out as IVS writes it (it contains events/ and media/) in place of the sample
  --rendition NAME  export this rendition instead of the highest, for example 480p30
  --exports JSON    make these exports, in place of those that cdk.json says, written as under "exports" there:
                    '{"archive":{},"social":{"video":{"codec":"h264","height":360}},"podcast":{"format":"m4a"}}'
  --no-export       playback only
  --engine NAME     what makes exports, in place of what cdk.json says: mediaconvert, remux, or auto, which takes
                    remux whenever it can
  --once            stop after the run; exit code 0 only if everything succeeded
  --json            print the result as one JSON object on the last line
  --serve           keep the services up without a run and print the environment variables to use
  --help            this text

Exit codes: 0 done, 1 failed, 2 usage or unreadable input.`;

/** Parses `process.argv.slice(2)`; throws {@link UsageError} with one sentence. */
export function parseCliOptions(args: readonly string[]): CliOptions {
  const values = parseOrRefuse(args);
  const isExportWanted = !(values['no-export'] ?? false);
  if (values.serve === true && (values.once === true || values.recording !== undefined)) {
    throw new UsageError('--serve runs no recording, so it goes with neither --once nor --recording.');
  }
  if (values.serve === true && (values.json === true || !isExportWanted || values.rendition !== undefined)) {
    throw new UsageError('--serve runs no recording, so it goes with neither --json nor --no-export nor --rendition.');
  }
  if (!isExportWanted && values.rendition !== undefined) {
    throw new UsageError('--rendition says what to export, so it does not go with --no-export.');
  }
  const exports = parseExports(values.exports);
  if (exports !== undefined && (!isExportWanted || values.rendition !== undefined)) {
    throw new UsageError(
      '--exports says everything about the exports, so it goes with neither --no-export nor --rendition.',
    );
  }
  const engine = parseEngine(values.engine);
  if (!isExportWanted && engine !== undefined) {
    throw new UsageError('--engine says how to export, so it does not go with --no-export.');
  }
  return {
    isServeOnly: values.serve ?? false,
    isOnce: values.once ?? false,
    isJson: values.json ?? false,
    isHelp: values.help ?? false,
    isExportWanted,
    ...(values.recording === undefined ? {} : { recording: values.recording }),
    ...(values.rendition === undefined ? {} : { rendition: values.rendition }),
    ...(exports === undefined ? {} : { exports }),
    ...(engine === undefined ? {} : { engine }),
  };
}

function parseExports(typed: string | undefined): ExportProfiles | undefined {
  if (typed === undefined) return undefined;
  const parsed = parseWith(profilesSchema, parseJson(typed), 'it');
  if ('value' in parsed) return parsed.value;
  throw new UsageError(`--exports is not understood (${parsed.faults}); docs/configuration.md explains each key.`);
}

function parseJson(typed: string): unknown {
  try {
    return JSON.parse(typed);
  } catch {
    throw new UsageError(`--exports takes JSON such as '{"archive":{}}', in single quotes; found ${typed}`);
  }
}

function parseEngine(typed: string | undefined): EngineWish | undefined {
  if (typed === undefined) return undefined;
  const engine = engineWishSchema.safeParse(typed);
  if (engine.success) return engine.data;
  throw new UsageError(`There is no engine "${typed}"; --engine takes mediaconvert, auto or remux.`);
}

function parseOrRefuse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        serve: { type: 'boolean' },
        once: { type: 'boolean' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        recording: { type: 'string' },
        rendition: { type: 'string' },
        exports: { type: 'string' },
        engine: { type: 'string' },
        'no-export': { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(
      `${error instanceof Error ? error.message.split('. ')[0] : String(error)}. npm start -- --help lists the options.`,
    );
  }
}
