/** Reads the history of an execution of Step Functions, newest event first. */
import {
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandOutput,
  type HistoryEvent,
  type SFNClient,
} from '@aws-sdk/client-sfn';
import type { ExecutionHistoryEvent } from '../contract/events.ts';
import { translateServiceErrors } from './service-errors.ts';

/** 10,000 events: ours have some hundreds, and what is sought stands near the end. */
const maxPages = 10;

/**
 * Reads the newest events of an execution, at most {@link maxPages} pages.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html
 * @throws ServiceUnavailableError
 */
export const makeReadHistoryBackwards =
  (client: SFNClient) =>
  async (executionArn: string): Promise<ExecutionHistoryEvent[]> => {
    const events: ExecutionHistoryEvent[] = [];
    let nextToken: string | undefined;
    for (let page = 0; page < maxPages; page++) {
      const command = new GetExecutionHistoryCommand({
        executionArn,
        reverseOrder: true,
        includeExecutionData: true,
        maxResults: 1000,
        nextToken,
      });
      const answer: GetExecutionHistoryCommandOutput = await translateServiceErrors(
        `the history of ${executionArn}`,
        () => client.send(command),
      );
      events.push(...(answer.events ?? []).map(narrow));
      nextToken = answer.nextToken;
      if (nextToken === undefined) break;
    }
    return events;
  };

function narrow(event: HistoryEvent): ExecutionHistoryEvent {
  const { error, cause } = failureDetails(event) ?? {};
  return {
    id: event.id ?? 0,
    previousEventId: event.previousEventId ?? 0,
    time: timeOf(event.timestamp),
    type: event.type ?? '',
    stateName: event.stateEnteredEventDetails?.name ?? event.stateExitedEventDetails?.name,
    error,
    cause,
    redriveCount: event.executionRedrivenEventDetails?.redriveCount,
  };
}

/** None of a time that no Date holds. */
const timeOf = (timestamp: Date | undefined): string | undefined =>
  timestamp === undefined || Number.isNaN(timestamp.getTime()) ? undefined : timestamp.toISOString();

/** Every type of event that can tell an error has a property of its own for it. */
export const failureDetails = (event: HistoryEvent) =>
  event.executionFailedEventDetails ??
  event.executionTimedOutEventDetails ??
  event.executionAbortedEventDetails ??
  event.lambdaFunctionFailedEventDetails ??
  event.lambdaFunctionTimedOutEventDetails ??
  event.lambdaFunctionScheduleFailedEventDetails ??
  event.lambdaFunctionStartFailedEventDetails ??
  event.taskFailedEventDetails ??
  event.taskTimedOutEventDetails ??
  event.taskSubmitFailedEventDetails ??
  event.taskStartFailedEventDetails ??
  event.mapRunFailedEventDetails ??
  event.evaluationFailedEventDetails;
