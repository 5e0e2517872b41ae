/** What a command is given to do its work. */
import nodePath from 'node:path';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { Deployment } from '../deployment/deployment.ts';
import { describeDeployment } from '../deployment/describe-stacks.ts';
import { readOutputsFile } from '../deployment/outputs-file.ts';
import { type CollectingOutput, makeOutput, type Output } from '../terminal/output.ts';
import { type ProgressBar, showBar, showWait, silentBar } from '../terminal/progress-bar.ts';
import type { GlobalOptions } from './global-options.ts';
import { DeclinedError, UsageError } from './operator-errors.ts';
import type { Clock, Surroundings } from './surroundings.ts';

/** How SDK clients find AWS; what is left out comes from the environment and the shared configuration files. */
export interface ClientSettings {
  readonly profile?: string;
  readonly region?: string;
  readonly endpoint?: string;
}

/** See the file's comment. */
export interface CommandContext {
  readonly options: GlobalOptions;
  readonly output: Output;
  readonly clock: Clock;
  /** Aborted by Ctrl-C: hand it to whatever waits, and look at it between steps. */
  readonly signal: AbortSignal;
  /** How the user calls the program, for advice: `${programName} setup recording-config list`. */
  readonly programName: string;
  /** Makes a relative path mean what the user typed. */
  resolvePath(typed: string): string;
  /** Makes an SDK client, which is closed when the command ends. */
  client<Client extends { destroy(): void }>(make: (settings: ClientSettings) => Client): Client;
  /** The deployment, found once. @throws OperationRefusedError, UsageError */
  deployment(): Promise<Deployment>;
  /**
   * Asks before something is destroyed, or costs money. The plan has been printed before, by `output.note`.
   *
   * @throws DeclinedError when the answer is no; UsageError when nobody can be asked and `--yes` was not given
   */
  confirm(question: string): Promise<void>;
  /** A bar of so many steps, on a terminal; nothing with `--json`. */
  bar(total: number): ProgressBar;
  /** What is waited for and for how long, on a terminal; nothing with `--json`. */
  wait(): ProgressBar;
  readonly surroundings: Surroundings;
}

/** A context, what it has collected, and how it is ended. */
export interface OpenContext {
  readonly context: CommandContext;
  readonly output: CollectingOutput;
  close(): void;
}

/** Makes the context of one command. */
export function openContext(options: GlobalOptions, surroundings: Surroundings): OpenContext {
  const { signal, clock, programName, directory, stderr } = surroundings;
  const output = makeOutput(surroundings, options);
  const clients: { destroy(): void }[] = [];
  const settings = clientSettings(options);
  let deployment: Promise<Deployment> | undefined;
  const context: CommandContext = {
    options,
    output,
    clock,
    signal,
    programName,
    surroundings,
    resolvePath: (typed) => nodePath.resolve(directory, typed),
    client: (make) => {
      const client = make(settings);
      clients.push(client);
      return client;
    },
    deployment: () => {
      deployment ??= findDeployment(context);
      return deployment;
    },
    confirm: (question) => confirm(question, options, surroundings),
    bar: (total) => (options.isJson ? silentBar : showBar(stderr, total)),
    wait: () => (options.isJson ? silentBar : showWait(stderr, () => clock.now().getTime())),
  };
  return { context, output, close: () => clients.forEach((client) => void client.destroy()) };
}

const clientSettings = ({ profile, region, endpointUrl }: GlobalOptions): ClientSettings => ({
  ...(profile === undefined ? {} : { profile }),
  ...(region === undefined ? {} : { region }),
  ...(endpointUrl === undefined ? {} : { endpoint: endpointUrl }),
});

async function findDeployment({ options, resolvePath, client }: CommandContext): Promise<Deployment> {
  if (options.outputsFile !== undefined) return readOutputsFile(resolvePath(options.outputsFile));
  return describeDeployment(
    client((settings) => new CloudFormationClient(settings)),
    options.stackNames,
  );
}

async function confirm(
  question: string,
  { isYes }: GlobalOptions,
  { isInteractive, ask }: Pick<Surroundings, 'isInteractive' | 'ask'>,
): Promise<void> {
  if (isYes) return;
  if (!isInteractive) throw new UsageError('Add --yes to do it: nobody can be asked here.');
  if (!(await ask(question))) throw new DeclinedError();
}
