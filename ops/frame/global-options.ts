/** Options that every command has, before its name or after it. */
import { type Command, Option } from 'commander';

/** As commander hands them over. */
export interface DeclaredGlobalOptions {
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly stack?: readonly string[];
  readonly outputs?: string;
  readonly json?: true;
  readonly yes?: true;
  readonly debug?: true;
  readonly color: boolean;
}

/** What they mean. */
export interface GlobalOptions {
  /** Of the AWS configuration files; the environment decides when it is left out. */
  readonly profile: string | undefined;
  readonly region: string | undefined;
  readonly endpointUrl: string | undefined;
  /** Names of the deployment's stacks. */
  readonly stackNames: readonly string[];
  /** File with the stacks' outputs, in place of asking CloudFormation. */
  readonly outputsFile: string | undefined;
  readonly isJson: boolean;
  readonly isYes: boolean;
  readonly isDebug: boolean;
  readonly isColorWanted: boolean;
}

/** As `infra/recordings-app.ts` names them. */
export const defaultStackNames = ['IvsRecordingsStorage', 'IvsRecordingsPipeline'] as const;

/** Declares them for the whole program. */
export function declareGlobalOptions(program: Command): void {
  program
    .option('--profile <name>', 'profile of the AWS configuration files')
    .option('--region <region>', 'AWS Region; otherwise as the AWS CLI finds it')
    .option('--endpoint-url <url>', 'another endpoint than AWS’s, such as that of npm start -- --serve')
    .addOption(
      new Option(
        '--stack <name>',
        `stack of the deployment, if it is not ${defaultStackNames.join(' and ')}; may be repeated`,
      ).argParser((name: string, names: readonly string[] | undefined) => [...(names ?? []), name]),
    )
    .option('--outputs <file>', 'read the stacks’ outputs from what cdk deploy --outputs-file has written')
    .option('--json', 'print the result as one JSON object')
    .option('--yes', 'do not ask')
    .option('--debug', 'show where an error came from')
    .option('--no-color', 'no colors; none either with NO_COLOR, or when not on a terminal');
}

/** Reads what was declared. */
export const readGlobalOptions = (declared: DeclaredGlobalOptions): GlobalOptions => ({
  profile: declared.profile,
  region: declared.region,
  endpointUrl: declared.endpointUrl,
  stackNames: declared.stack ?? defaultStackNames,
  outputsFile: declared.outputs,
  isJson: declared.json ?? false,
  isYes: declared.yes ?? false,
  isDebug: declared.debug ?? false,
  isColorWanted: declared.color,
});
