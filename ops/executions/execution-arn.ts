/** ARNs of executions, and what of them people read. */
import { executionConsoleUrl as consoleUrlOf } from '../../lambdas/shared/contract/execution-name.ts';

/** `<region>` of an ARN. */
const regionOfArn = (arn: string): string => arn.split(':')[3] ?? '';

/** Name of an execution: the last part of its ARN. */
export const executionNameOf = (executionArn: string): string => executionArn.split(':').at(-1) ?? executionArn;

/** Whether a text is the ARN of an execution. */
export const isExecutionArn = (text: string): boolean =>
  /^arn:[a-z-]+:states:[a-z0-9-]+:\d{12}:execution:[^:]+:[^:]+$/.test(text);

/** Where the console shows it. */
export const executionConsoleUrl = (executionArn: string): string =>
  consoleUrlOf(regionOfArn(executionArn), executionArn);

/** Whether the console has made a name up; the first groups of one look like the ids of a channel and a recording. */
export const isMadeUpName = (name: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name);

/** Name of a backfill that an operator starts; it is about no single recording. */
export const operatorBackfillName = (now: Date, isDryRun: boolean): string =>
  `operator-${isDryRun ? 'dry-' : ''}${now.toISOString().replaceAll(/[-:.Z]/g, '')}`;

const backfillPattern = /^operator-(dry-)?\d{8}T\d{9}$/;

/** What tells executions apart in a line: the name, without the channel where it has one, which all of a recording share. */
export function executionLabelOf(executionArn: string): string {
  const name = executionNameOf(executionArn);
  if (isMadeUpName(name) || backfillPattern.test(name)) return name;
  return name.replace(/^[A-Za-z0-9]{1,20}-(?=[A-Za-z0-9]{1,20}(-|$))/, '');
}
