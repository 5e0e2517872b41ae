/** `export`, as one command among the others. */
import type { Command } from 'commander';
import { makeTransferClient } from '../../lambdas/shared/adapters/transfer-client.ts';
import type { Act } from '../frame/act.ts';
import { describeServiceError } from '../frame/describe-error.ts';
import { UsageError } from '../frame/operator-errors.ts';
import { describeFailure, type ExportFailure } from './describe-failure.ts';
import { type DeclaredOptions, declareExportCommand } from './export-command.ts';
import { openFileSource } from './export-source.ts';
import { readRequest } from './parse-options.ts';
import { defaultWorkers, performExport } from './run-export-command.ts';
import { isStored, makeOpenStoredSource } from './stored-source.ts';

const summary = 'Put a recording, on disk or in S3, into one MP4.';

const description = `Puts an HLS recording (MPEG-TS segments with H.264 and AAC), on disk or in S3,
into one MP4 on this disk, frames unchanged. What is damaged or cannot be
carried is refused, with its place and the reason, and no file is left behind.

In S3 it is named by s3://<bucket>/<prefix>, or by its playlist.`;

/** What S3 and the network have to say is explained as in every command. */
function describe(error: unknown): ExportFailure {
  const ofService = describeServiceError(error);
  return { ...describeFailure(error), ...(ofService && { ...ofService, advice: undefined }) };
}

/** Adds `export`, which needs no deployment, and AWS only for what is there. */
export function declareExport(program: Command, act: Act): void {
  const command = declareExportCommand('export', defaultWorkers());
  command.usage('[options] <folder | playlist.m3u8 | s3://…> <out.mp4>').summary(summary).description(description);
  command.copyInheritedSettings(program);
  command.action(
    act<DeclaredOptions>(
      async (
        { surroundings, resolvePath, options, client },
        { args: [input = '', output = ''], options: declared },
      ) => {
        const { isJson, isDebug } = options;
        const request = readRequest([input, output], declared, resolvePath);
        if (typeof request === 'string') throw new UsageError(`${request[0]?.toUpperCase()}${request.slice(1)}.`);
        const openSource = isStored(input)
          ? makeOpenStoredSource(client((settings) => makeTransferClient({ ...settings, followRegionRedirects: true })))
          : openFileSource;
        return performExport({ ...request, isJson, isDebug }, surroundings, openSource, describe);
      },
    ),
  );
  program.addCommand(command);
}
