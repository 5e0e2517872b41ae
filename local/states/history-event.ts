import * as z from 'zod/mini';

const text = z.optional(z.string());
const failure = z.optional(z.object({ error: text, cause: text }));
const truncation = z.optional(z.object({ truncated: z.boolean() }));
const iteration = z.optional(z.object({ name: z.string(), index: z.number() }));
const output = { output: text, outputDetails: truncation };
const task = { resourceType: z.string(), resource: z.string() };

/**
 * One event of an execution's history, as GetExecutionHistory tells it, but for the timestamp, which is ISO 8601 with
 * milliseconds here and becomes seconds on the wire. Only the events and details that our states can bring about.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
 */
export const historyEventSchema = z.object({
  id: z.number(),
  previousEventId: z.number(),
  timestamp: z.string(),
  type: z.string(),
  executionStartedEventDetails: z.optional(z.object({ input: text, inputDetails: truncation, roleArn: text })),
  executionSucceededEventDetails: z.optional(z.object(output)),
  executionFailedEventDetails: failure,
  executionTimedOutEventDetails: failure,
  executionAbortedEventDetails: failure,
  executionRedrivenEventDetails: z.optional(z.object({ redriveCount: z.number() })),
  stateEnteredEventDetails: z.optional(z.object({ name: z.string(), input: text, inputDetails: truncation })),
  stateExitedEventDetails: z.optional(z.object({ name: z.string(), ...output })),
  lambdaFunctionScheduledEventDetails: z.optional(
    z.object({ resource: z.string(), input: text, inputDetails: truncation, timeoutInSeconds: z.optional(z.number()) }),
  ),
  lambdaFunctionSucceededEventDetails: z.optional(z.object(output)),
  lambdaFunctionFailedEventDetails: failure,
  lambdaFunctionTimedOutEventDetails: failure,
  taskScheduledEventDetails: z.optional(
    z.object({ ...task, region: z.string(), parameters: text, timeoutInSeconds: z.optional(z.number()) }),
  ),
  taskStartedEventDetails: z.optional(z.object(task)),
  taskSubmittedEventDetails: z.optional(z.object({ ...task, ...output })),
  taskSucceededEventDetails: z.optional(z.object({ ...task, ...output })),
  taskFailedEventDetails: z.optional(z.object({ ...task, error: text, cause: text })),
  taskTimedOutEventDetails: z.optional(z.object({ ...task, error: text, cause: text })),
  mapStateStartedEventDetails: z.optional(z.object({ length: z.number() })),
  mapRunStartedEventDetails: z.optional(z.object({ mapRunArn: z.string() })),
  mapRunFailedEventDetails: failure,
  mapIterationStartedEventDetails: iteration,
  mapIterationSucceededEventDetails: iteration,
  mapIterationFailedEventDetails: iteration,
  mapIterationAbortedEventDetails: iteration,
});

/** One event of an execution's history. */
export type HistoryEvent = z.infer<typeof historyEventSchema>;

/** The details of an event, to which the recorder adds id, previous event and time. */
export type EventDetails = Omit<HistoryEvent, 'id' | 'previousEventId' | 'timestamp' | 'type'>;

/** Nothing is ever cut short here. */
export const WHOLE = { truncated: false } as const;
