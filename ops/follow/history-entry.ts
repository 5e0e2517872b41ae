/** What following an execution reads of an event of its history. */
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { failureDetails } from '../../lambdas/shared/adapters/execution-history.ts';
import { executionArnOf } from '../../lambdas/shared/adapters/state-machine.ts';
import { parseJson } from '../../lambdas/shared/contract/json-text.ts';

/** See the file's comment. */
export interface HistoryEntry {
  /** From 1 on, without gaps. */
  readonly id: number;
  /** Of the event that it follows from. */
  readonly previousId: number;
  readonly at: Date;
  /** As in the API: `TaskStateEntered`, `ExecutionSucceeded`, … */
  readonly type: string;
  /** Of a state that was entered or exited. */
  readonly state: string | undefined;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  /** JSON text, of an execution that succeeded. */
  readonly output: string | undefined;
  /** ARN of an execution that is about to be started. */
  readonly scheduledExecutionArn: string | undefined;
  /** ARN of an execution that this one started. */
  readonly startedExecutionArn: string | undefined;
  /** Id of a MediaConvert job that was created. */
  readonly jobId: string | undefined;
  /** Of a distributed Map that began. */
  readonly mapRunArn: string | undefined;
  readonly redriveCount: number | undefined;
}

/** @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html */
export function toHistoryEntry(event: HistoryEvent): HistoryEntry {
  const { error, cause } = failureDetails(event) ?? {};
  return {
    id: event.id ?? 0,
    previousId: event.previousEventId ?? 0,
    at: event.timestamp ?? new Date(0),
    type: event.type ?? '',
    state: event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name,
    error,
    cause,
    output: event.executionSucceededEventDetails?.output,
    scheduledExecutionArn: scheduledBy(event),
    startedExecutionArn: startedBy(event),
    jobId: jobOf(event),
    mapRunArn: event.mapRunStartedEventDetails?.mapRunArn,
    redriveCount: event.executionRedrivenEventDetails?.redriveCount,
  };
}

const scheduledSchema = z.object({ StateMachineArn: z.string(), Name: z.string() });

function scheduledBy({ taskScheduledEventDetails: details }: HistoryEvent): string | undefined {
  if (details?.resourceType !== 'states' || details.resource !== 'startExecution') return undefined;
  const wanted = parsed(scheduledSchema, details.parameters);
  return wanted && executionArnOf(wanted.StateMachineArn, wanted.Name);
}

const startedSchema = z.object({ ExecutionArn: z.string() });

/** `states:startExecution` answers with what StartExecution answers; with `.sync` it would be the child's end. */
function startedBy({ taskSucceededEventDetails: details }: HistoryEvent): string | undefined {
  if (details?.resourceType !== 'states' || details.resource !== 'startExecution') return undefined;
  return parsed(startedSchema, details.output)?.ExecutionArn;
}

const jobSchema = z.object({ Job: z.object({ Id: z.string() }) });

/** Id of a job of MediaConvert that was created: `mediaconvert:createJob.sync` has submitted its task then. */
export function jobOf({ taskSubmittedEventDetails: details }: HistoryEvent): string | undefined {
  return details?.resourceType === 'mediaconvert' ? parsed(jobSchema, details.output)?.Job.Id : undefined;
}

function parsed<Schema extends z.ZodMiniType>(schema: Schema, text: string | undefined): z.output<Schema> | undefined {
  const result = schema.safeParse(parseJson(text ?? ''));
  return result.success ? result.data : undefined;
}
