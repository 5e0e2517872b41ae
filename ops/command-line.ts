/** The operator's command line: declared here, done in the rooms of the commands. */
import { createInterface } from 'node:readline/promises';
import { Command, CommanderError } from 'commander';
import { makeAwsPorts } from './dead-letters/aws-ports.ts';
import { exitCodes, type Output, runList, runReplay } from './dead-letters/command.ts';
import { deadLetterQueuesOf, readOutputsFile } from './deployment.ts';
import { UsageError } from './usage-error.ts';

/** What the commands have of the process around them. */
export interface Surroundings extends Output {
  /** Whether somebody sits at a terminal and can be asked. */
  readonly isInteractive: boolean;
}

interface CommonOptions {
  readonly outputs: string;
  readonly region?: string;
  readonly endpointUrl?: string;
}

const epilogue = `
Exit codes: 0 done, 1 failed, 2 usage, 3 nothing to do.`;

/** Runs a command line, without the program's name; resolves to the exit code. */
export async function runOps(args: readonly string[], surroundings: Surroundings): Promise<number> {
  let exitCode: number = exitCodes.usage;
  const program = declare(surroundings, (code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (error instanceof UsageError) surroundings.trouble(error.message);
    else surroundings.trouble(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
    return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
  }
}

function declare(surroundings: Surroundings, finish: (exitCode: number) => void): Command {
  const program = new Command('ops')
    .description('What an operator does around recordings, without the console.')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => surroundings.line(text.trimEnd()),
      writeErr: (text) => surroundings.trouble(text.trimEnd()),
    })
    .addHelpText('after', epilogue);
  const deadLetters = program.command('dead-letters').description('Events and messages that went astray.');
  withCommonOptions(deadLetters.command('list').description('Show what lies in the dead-letter queues.')).action(
    async (options: CommonOptions) =>
      finish(await withPorts(options, (queues, ports) => runList(queues, ports, surroundings))),
  );
  withCommonOptions(deadLetters.command('replay').description('Send everything on the way it would have come.'))
    .option('--yes', 'do not ask')
    .action(async ({ yes, ...options }: CommonOptions & { yes?: boolean }) => {
      const confirm = yes === true ? async () => true : surroundings.isInteractive ? ask : undefined;
      finish(await withPorts(options, (queues, ports) => runReplay(queues, ports, surroundings, confirm)));
    });
  return program;
}

const withCommonOptions = (command: Command): Command =>
  command
    .requiredOption('--outputs <file>', 'what `npx cdk deploy --all --outputs-file <file>` has written')
    .option('--region <region>', 'AWS Region; otherwise as the AWS CLI finds it')
    .option('--endpoint-url <url>', 'another endpoint than AWS’s; the local system needs none, but its variables');

async function withPorts(
  { outputs, region, endpointUrl }: CommonOptions,
  run: (queues: ReturnType<typeof deadLetterQueuesOf>, ports: ReturnType<typeof makeAwsPorts>) => Promise<number>,
): Promise<number> {
  const queues = deadLetterQueuesOf(readOutputsFile(outputs));
  if (queues.length === 0)
    throw new UsageError(`${outputs} names no dead-letter queue. Is it of the pipeline's stack?`);
  const ports = makeAwsPorts({ region, endpoint: endpointUrl });
  try {
    return await run(queues, ports);
  } finally {
    ports.close();
  }
}

async function ask(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/i.test((await terminal.question(`${question} [y/N] `)).trim());
  } finally {
    terminal.close();
  }
}
