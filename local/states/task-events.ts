import type { StateFailedError } from './errors.ts';
import { type EventDetails, WHOLE } from './history-event.ts';

/** An event's type and details. */
type EventShape = readonly [type: string, details: EventDetails];

/** The events that a Task brings about, which differ between Lambda functions and service integrations. */
export interface TaskEvents {
  scheduled(parameters: string, timeoutSeconds: number | undefined): EventShape;
  started(): EventShape;
  /** Only of services, which answer before the work is done. */
  submitted(output: string): EventShape;
  succeeded(output: string): EventShape;
  failed(failure: StateFailedError): EventShape;
  timedOut(failure: StateFailedError): EventShape;
}

/**
 * The events for a Task's resource.
 * @param region where the state machine is
 */
export function taskEventsFor(resource: string, region: string): TaskEvents {
  const service = /^arn:[\w-]+:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):(.+)$/.exec(resource);
  const [, resourceType, action] = service ?? [];
  if (resourceType === undefined || action === undefined) return lambdaEvents(resource);
  return serviceEvents({ resourceType, resource: action }, region);
}

function lambdaEvents(resource: string): TaskEvents {
  return {
    scheduled: (input, timeoutSeconds) => [
      'LambdaFunctionScheduled',
      { lambdaFunctionScheduledEventDetails: { resource, input, inputDetails: WHOLE, ...timeout(timeoutSeconds) } },
    ],
    started: () => ['LambdaFunctionStarted', {}],
    submitted: () => {
      throw new TypeError('A function has answered when its work is done.');
    },
    succeeded: (output) => [
      'LambdaFunctionSucceeded',
      { lambdaFunctionSucceededEventDetails: { output, outputDetails: WHOLE } },
    ],
    failed: (failure) => ['LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: failureDetails(failure) }],
    timedOut: (failure) => ['LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: failureDetails(failure) }],
  };
}

function serviceEvents(task: { resourceType: string; resource: string }, region: string): TaskEvents {
  return {
    scheduled: (parameters, timeoutSeconds) => [
      'TaskScheduled',
      { taskScheduledEventDetails: { ...task, region, parameters, ...timeout(timeoutSeconds) } },
    ],
    started: () => ['TaskStarted', { taskStartedEventDetails: task }],
    submitted: (output) => ['TaskSubmitted', { taskSubmittedEventDetails: { ...task, output, outputDetails: WHOLE } }],
    succeeded: (output) => ['TaskSucceeded', { taskSucceededEventDetails: { ...task, output, outputDetails: WHOLE } }],
    failed: (failure) => ['TaskFailed', { taskFailedEventDetails: { ...task, ...failureDetails(failure) } }],
    timedOut: (failure) => ['TaskTimedOut', { taskTimedOutEventDetails: { ...task, ...failureDetails(failure) } }],
  };
}

function timeout(timeoutInSeconds: number | undefined): { timeoutInSeconds?: number } {
  return timeoutInSeconds === undefined ? {} : { timeoutInSeconds };
}

/** Error and cause, each only if there is one. */
export function failureDetails({ error, cause }: { error?: string | undefined; cause?: string | undefined }): {
  error?: string;
  cause?: string;
} {
  return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }) };
}
