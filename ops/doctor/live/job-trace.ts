/** What an execution's history tells of its MediaConvert jobs, in Step Functions' own words. */
import type { HistoryEvent } from '@aws-sdk/client-sfn';
import * as z from 'zod/mini';
import { failureDetails } from '../../../lambdas/shared/adapters/execution-history.ts';
import { parseJson } from '../../../lambdas/shared/contract/json-text.ts';
import { jobOf } from '../../follow/history-entry.ts';

/** A job as `mediaconvert:createJob.sync` handled it. */
export interface JobTrace {
  /** What CreateJob was sent, in capitals. */
  readonly request: unknown;
  /** MediaConvert has taken it. */
  readonly isSubmitted: boolean;
  /** Absent when there was no job. */
  readonly jobId: string | undefined;
  /** What `.sync` returned, of a job that was made. */
  readonly result: unknown;
  /** How it failed, of one that was not. */
  readonly failure: { readonly error: string; readonly cause: string } | undefined;
}

/** Reads them out of a whole history, the first event first. */
export function toJobTraces(events: readonly HistoryEvent[]): JobTrace[] {
  const traces: JobTrace[] = [];
  for (const event of events) {
    if (isOfMediaConvert(event.taskScheduledEventDetails)) {
      const request = parseJson(event.taskScheduledEventDetails?.parameters);
      traces.push({ request, isSubmitted: false, jobId: undefined, result: undefined, failure: undefined });
    }
    const latest = traces.at(-1);
    const news = latest && newsOf(event);
    if (latest !== undefined && news !== undefined) traces.splice(-1, 1, { ...latest, ...news });
  }
  return traces;
}

const isOfMediaConvert = (details: object | undefined): boolean =>
  details !== undefined && 'resourceType' in details && details.resourceType === 'mediaconvert';

function newsOf(event: HistoryEvent): Partial<JobTrace> | undefined {
  const { taskSubmittedEventDetails: submitted, taskSucceededEventDetails: succeeded } = event;
  if (isOfMediaConvert(submitted)) return { isSubmitted: true, jobId: jobOf(event) };
  if (isOfMediaConvert(succeeded)) return { result: parseJson(succeeded?.output) };
  const failed = failureDetails(event);
  if (!isOfMediaConvert(failed)) return undefined;
  return { failure: { error: failed?.error ?? '', cause: failed?.cause ?? '' } };
}

const codecSchema = z.object({
  Settings: z.object({
    OutputGroups: z.array(
      z.object({
        Outputs: z.array(
          z.object({
            VideoDescription: z.optional(z.object({ CodecSettings: z.object({ Codec: z.string() }) })),
          }),
        ),
      }),
    ),
  }),
});

/** Whether a request asks for frames to be copied. */
export function isPassthrough(request: unknown): boolean {
  const { data } = codecSchema.safeParse(request);
  return data?.Settings.OutputGroups[0]?.Outputs[0]?.VideoDescription?.CodecSettings.Codec === 'PASSTHROUGH';
}
