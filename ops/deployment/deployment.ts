/** A deployment as the commands know it: the outputs of its stacks. */
import type { DeadLetterQueue } from '../dead-letters/dead-letter.ts';
import { OperationRefusedError } from '../frame/operator-errors.ts';

/** Outputs of all stacks, by name. */
export type DeploymentOutputs = Readonly<Record<string, string>>;

/** See the file's comment. */
export interface Deployment {
  readonly outputs: DeploymentOutputs;
  /** Where the outputs come from, for messages: the stacks' names, or the file. */
  readonly source: string;
}

/** Outputs that commands use, with the names that the stacks give them (docs/configuration.md). */
export const outputNames = [
  'RecordingsBucketName',
  'ExportsBucketName',
  'CatalogTableName',
  'PlaybackBaseUrl',
  'DistributionId',
  'RecordingConfigurationArn',
  'ProcessRecordingArn',
  'ExportRecordingArn',
  'BackfillRecordingsArn',
  'StartProcessingFunctionArn',
  'ReportFailureFunctionArn',
  'NotificationTopicArn',
  'RecordingEventLogName',
  'ReconcilerScheduleName',
  'RecordingEndedRuleName',
  'RecordingStartFailedRuleName',
  'ExecutionFailedRuleName',
  'ExecutionRecoveredRuleName',
  'RecordingEventsRuleName',
] as const;
export type OutputName = (typeof outputNames)[number];

/** The value of an output. @throws OperationRefusedError when the deployment has none of that name */
export function outputOf({ outputs, source }: Deployment, name: OutputName): string {
  const value = outputs[name];
  if (value !== undefined) return value;
  throw new OperationRefusedError(
    `${source} has no output ${name}. Is the deployment older than this program? Deploy it again (npx cdk deploy --all), or name both stacks by --stack.`,
  );
}

/**
 * Every queue of dead letters: the outputs that end in `DeadLettersUrl` (what a function could not process; its ARN is
 * the output of the same stem) and in `UndeliveredUrl` (what a rule or the topic could not deliver).
 */
export function deadLetterQueuesOf(outputs: DeploymentOutputs): DeadLetterQueue[] {
  return Object.entries(outputs).flatMap(([outputName, url]) => {
    const [, name = '', stem] = /^((.+)DeadLetters|.+Undelivered)Url$/.exec(outputName) ?? [];
    return name === '' ? [] : [{ name, url, functionArn: outputs[`${stem}FunctionArn`] }];
  });
}
