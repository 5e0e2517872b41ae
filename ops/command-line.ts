/** The operator's command line: declared here, done in the rooms of the commands. */
import { Command, CommanderError } from 'commander';
import { declareBackfill } from './backfill/declare.ts';
import { declareCost } from './cost/declare.ts';
import { declareDeadLetters } from './dead-letters/declare.ts';
import { declareDelete } from './delete/declare.ts';
import { declareDoctor } from './doctor/declare.ts';
import { declareExport } from './export/declare.ts';
import { declareFollow } from './follow/declare.ts';
import { makeAct } from './frame/act.ts';
import { exitCodes } from './frame/exit-codes.ts';
import { declareGlobalOptions } from './frame/global-options.ts';
import type { Surroundings } from './frame/surroundings.ts';
import { declareRecordings } from './recordings/declare.ts';
import { declareRerun } from './rerun/declare.ts';
import { declareRun } from './run/declare.ts';
import { declareSetup } from './setup/declare.ts';
import { printable } from './terminal/printable.ts';

/** Lines of at most 80 characters, as everything that commander wraps; the same on any terminal. */
const helpColumns = 80;

const epilogue = `
Exit codes: 0 done, 1 failed, 2 usage, 3 nothing to do; 130 and 143 interrupted.`;

/** Runs a command line, without the program's name; resolves to the exit code. */
export async function runOps(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.usage;
  const program = declareProgram(surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    throw error;
  }
}

/** Declares every command. @param finish told the exit code of the one that runs */
export function declareProgram(surroundings: Surroundings, finish: (exitCode: number) => void): Command {
  const { programName, stdout, stderr } = surroundings;
  const program = new Command(programName)
    .description('What an operator does around recordings, without the console.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => stdout.write(text),
      writeErr: (text) => stderr.write(text),
      // What was typed may hold anything.
      outputError: (text, write) => write(`${printable(text.trim().replaceAll('\n', ' '))}\n`),
      getOutHelpWidth: () => helpColumns,
      getErrHelpWidth: () => helpColumns,
    })
    .helpOption('-h, --help', 'this text')
    .showHelpAfterError(`${programName} --help explains the usage.`)
    .addHelpText('afterAll', epilogue);
  declareGlobalOptions(program);
  const act = makeAct(surroundings, finish);
  declareSetup(program, act);
  declareRecordings(program, act);
  declareRun(program, act);
  declareRerun(program, act);
  declareFollow(program, act);
  declareBackfill(program, act);
  declareDeadLetters(program, act);
  declareDoctor(program, act);
  declareDelete(program, act);
  declareExport(program, act);
  declareCost(program, act);
  leaveOutHelpCommands(program);
  return program;
}

/** `--help` is enough, and this is not inherited. */
function leaveOutHelpCommands(command: Command): void {
  command.helpCommand(false);
  for (const child of command.commands) leaveOutHelpCommands(child);
}
