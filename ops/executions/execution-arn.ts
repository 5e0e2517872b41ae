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

/** What tells executions apart in a line: the name without the channel, which all of a recording share. */
export const executionLabelOf = (executionArn: string): string =>
  executionNameOf(executionArn).replace(/^[A-Za-z0-9]{1,20}-(?=[A-Za-z0-9]{1,20}(-|$))/, '');
