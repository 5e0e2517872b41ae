import { randomUUID } from 'node:crypto';
import type { ExecutionDescription } from './execution-description.ts';

/** The data's limits in an event: larger input or output is left out. */
const DATA_LIMIT_BYTES = 248 * 1024;

/** The body of EventBridge's event on an execution's status. */
export interface StatusChangeEvent {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': 'Step Functions Execution Status Change';
  readonly source: 'aws.states';
  readonly account: string;
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: StatusChangeDetail;
}

/** Times are milliseconds since 1970. */
export interface StatusChangeDetail {
  readonly executionArn: string;
  readonly stateMachineArn: string;
  readonly stateMachineVersionArn: null;
  readonly stateMachineAliasArn: null;
  readonly name: string;
  readonly status: ExecutionDescription['status'];
  readonly startDate: number;
  readonly stopDate: number | null;
  readonly input: string | null;
  readonly inputDetails: { readonly included: boolean };
  readonly output: string | null;
  readonly outputDetails: { readonly included: boolean } | null;
  readonly error: string | null;
  readonly cause: string | null;
  readonly redriveCount: number;
  readonly redriveDate: number | null;
  readonly redriveStatus: ExecutionDescription['redriveStatus'];
  readonly redriveStatusReason: string | null;
}

/**
 * The event that EventBridge would deliver for the execution as it stands.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
 */
export function statusChangeEvent(execution: ExecutionDescription, now: Date): StatusChangeEvent {
  const [, , , region = '', account = ''] = execution.executionArn.split(':');
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Step Functions Execution Status Change',
    source: 'aws.states',
    account,
    // EventBridge tells whole seconds.
    time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    region,
    resources: [execution.executionArn],
    detail: detailOf(execution),
  };
}

function detailOf(execution: ExecutionDescription): StatusChangeDetail {
  const { input, output } = execution;
  const withOutput = output !== undefined && escapedBytes(output) <= DATA_LIMIT_BYTES;
  const withInput = escapedBytes(input) + escapedBytes(output ?? '') <= DATA_LIMIT_BYTES;
  return {
    executionArn: execution.executionArn,
    stateMachineArn: execution.stateMachineArn,
    stateMachineVersionArn: null,
    stateMachineAliasArn: null,
    name: execution.name,
    status: execution.status,
    startDate: Date.parse(execution.startDate),
    stopDate: execution.stopDate === undefined ? null : Date.parse(execution.stopDate),
    input: withInput ? input : null,
    inputDetails: { included: withInput },
    output: withOutput ? output : null,
    outputDetails: output === undefined ? null : { included: withOutput },
    error: execution.error ?? null,
    cause: execution.cause ?? null,
    redriveCount: execution.redriveCount,
    redriveDate: execution.redriveDate === undefined ? null : Date.parse(execution.redriveDate),
    redriveStatus: execution.redriveStatus,
    redriveStatusReason: execution.redriveStatusReason ?? null,
  };
}

/** The limit counts the text as it stands inside the event, with its quotes escaped. */
function escapedBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}
