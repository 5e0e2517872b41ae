/** Executions and messages, which only a laptop tells. */
import { useEffect, useState } from 'preact/hooks';
import type { RunDetail, RunSummary, SentMessage } from '../../lambdas/shared/contract/run-view.ts';
import { ApiAnswerError, askApi } from '../api/ask-api.ts';
import { runsAddress } from '../api/told.ts';

/** Where the system tells what only a laptop does; empty where it does not. */
export const systemRoot = (): string => runsAddress().replace(/\/runs$/, '');

/** Whether the system tells of executions: the document that it served says so. */
export const hasRuns = (): boolean => systemRoot() !== '';

/** The newest executions, the newest first. */
export const listRuns = (signal: AbortSignal): Promise<readonly RunSummary[]> =>
  askApi(`${systemRoot()}/runs`, isList<RunSummary>, signal);

/** Everything about one. */
export const readRun = (executionArn: string, signal: AbortSignal): Promise<RunDetail> =>
  askApi(`${systemRoot()}/runs/${encodeURIComponent(executionArn)}`, isRun, signal);

/** The newest messages, the newest first. */
export const listMessages = (signal: AbortSignal): Promise<readonly SentMessage[]> =>
  askApi(`${systemRoot()}/messages`, isList<SentMessage>, signal);

/** Redrives an execution, or begins another one with its input. @returns the ARN of the one that runs now */
export async function actOnRun(executionArn: string, action: 'redrive' | 'new-execution'): Promise<string> {
  const address = `${systemRoot()}/runs/${encodeURIComponent(executionArn)}/${action}`;
  return (await orderFrom(address, isStarted)).executionArn;
}

/** Has the system do something. @throws ApiAnswerError with its reason when it does not */
export async function orderFrom<Answer>(
  address: string,
  isExpected: (answer: unknown) => answer is Answer,
): Promise<Answer> {
  const response = await fetch(address, { method: 'POST' });
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok && isExpected(body)) return body;
  throw new ApiAnswerError(hasTitle(body) ? body.title : `The system answered with status ${response.status}.`);
}

/** A number that grows with whatever happens in any execution, or in one; at most a few times a second. */
export function useChanges(executionArn?: string): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const source = new EventSource(`${systemRoot()}/changes`);
    source.onmessage = ({ data }) => {
      if (timer !== undefined || (executionArn !== undefined && data !== executionArn)) return;
      timer = setTimeout(() => {
        timer = undefined;
        setCount((known) => known + 1);
      }, togetherMs);
    };
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [executionArn]);
  return count;
}

/** A state is entered, runs and is left within milliseconds: that is one change to look at. */
const togetherMs = 150;

const isList = <Element>(answer: unknown): answer is readonly Element[] => Array.isArray(answer);

const isRun = (answer: unknown): answer is RunDetail =>
  typeof answer === 'object' && answer !== null && 'steps' in answer && 'states' in answer;

const isStarted = (body: unknown): body is { executionArn: string } =>
  typeof body === 'object' && body !== null && 'executionArn' in body && typeof body.executionArn === 'string';

const hasTitle = (body: unknown): body is { title: string } =>
  typeof body === 'object' && body !== null && 'title' in body && typeof body.title === 'string';
