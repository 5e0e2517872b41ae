/** Between commander and the commands: makes the context, and prints what came of it. */
import type { Command, OptionValues } from 'commander';
import { printableJson } from '../terminal/printable.ts';
import { type CommandContext, type OpenContext, openContext } from './command-context.ts';
import { describeError } from './describe-error.ts';
import { exitCodes } from './exit-codes.ts';
import { type DeclaredGlobalOptions, readGlobalOptions } from './global-options.ts';
import type { Surroundings } from './surroundings.ts';

/** A command line as it was understood. */
export interface Call<Options> {
  /** Arguments in order; optional ones that were left out are missing. */
  readonly args: readonly string[];
  readonly options: Options;
}

/** Does the work of a command; resolves to the exit code. */
export type Perform<Options> = (context: CommandContext, call: Call<Options>) => Promise<number>;

/** Makes an action for commander of what does the work. */
export type Act = <Options extends OptionValues>(
  perform: Perform<Options>,
) => (this: Command, ...given: readonly unknown[]) => Promise<void>;

/** @param finish told the exit code */
export function makeAct(surroundings: Surroundings, finish: (exitCode: number) => void): Act {
  return <Options extends OptionValues>(perform: Perform<Options>) =>
    async function action(this: Command) {
      const open = openContext(readGlobalOptions(this.optsWithGlobals<DeclaredGlobalOptions>()), surroundings);
      try {
        finish(await run(open, () => perform(open.context, { args: this.args, options: this.opts<Options>() })));
      } finally {
        open.close();
      }
    };
}

const statuses: Readonly<Record<number, string>> = {
  [exitCodes.done]: 'SUCCEEDED',
  [exitCodes.nothingToDo]: 'NOTHING_TO_DO',
};

async function run({ context, output }: OpenContext, perform: () => Promise<number>): Promise<number> {
  const { stdout } = context.surroundings;
  const printJson = (value: object) => context.options.isJson && stdout.write(`${printableJson(value)}\n`);
  try {
    const exitCode = await perform();
    if (output.result !== undefined) printJson({ status: statuses[exitCode] ?? 'FAILED', ...output.result });
    return exitCode;
  } catch (error) {
    const { exitCode, name, message } = describeError(error);
    if (exitCode === exitCodes.nothingToDo) output.note(message);
    else output.trouble(message);
    if (context.options.isDebug && error instanceof Error)
      for (const line of (error.stack ?? '').split('\n')) output.note(line);
    // What had been done before is part of the result, too.
    printJson({ ...output.result, status: statuses[exitCode] ?? 'FAILED', error: { name, message } });
    return exitCode;
  }
}
