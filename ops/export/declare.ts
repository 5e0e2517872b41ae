/** `export`, as one command among the others. */
import type { Command } from 'commander';
import type { Act } from '../frame/act.ts';
import { UsageError } from '../frame/operator-errors.ts';
import { type DeclaredOptions, declareExportCommand } from './export-command.ts';
import { readRequest } from './parse-options.ts';
import { defaultWorkers, performExport } from './run-export-command.ts';

/** Adds `export`, which needs neither a deployment nor AWS. */
export function declareExport(program: Command, act: Act): void {
  const command = declareExportCommand('export', defaultWorkers());
  command.copyInheritedSettings(program);
  command.action(
    act<DeclaredOptions>(
      async ({ surroundings, resolvePath, options }, { args: [input = '', output = ''], options: declared }) => {
        const { isJson, isDebug } = options;
        const request = readRequest([input, output], declared, resolvePath);
        if (typeof request === 'string') throw new UsageError(`${request[0]?.toUpperCase()}${request.slice(1)}.`);
        return performExport({ ...request, isJson, isDebug }, surroundings);
      },
    ),
  );
  program.addCommand(command);
}
