/** The ports of following over Step Functions and MediaConvert. */
import { GetJobCommand, MediaConvertClient } from '@aws-sdk/client-mediaconvert';
import {
  DescribeMapRunCommand,
  ExecutionDoesNotExist,
  GetExecutionHistoryCommand,
  type GetExecutionHistoryCommandOutput,
  SFNClient,
} from '@aws-sdk/client-sfn';
import type { CommandContext } from '../frame/command-context.ts';
import { orUnknown } from '../frame/or-unknown.ts';
import type { FollowPorts, JobProgress, MapProgress } from './follow-ports.ts';
import { type HistoryEntry, toHistoryEntry } from './history-entry.ts';

/** Of an execution that is under way few are new; the first time all are. */
const newEventsPerPage = 100;

/** The ports, over clients that end with the context. */
export function makeFollowPorts({
  client,
  clock,
  signal,
}: Pick<CommandContext, 'client' | 'clock' | 'signal'>): FollowPorts {
  const sfn = client((settings) => new SFNClient(settings));
  const mediaConvert = client((settings) => new MediaConvertClient(settings));
  return {
    readEvents: (executionArn, afterId) => readEvents(sfn, executionArn, afterId),
    // Who may not ask, and who asks too often, follows without a percentage.
    readJob: (jobId) => orUnknown(() => readJob(mediaConvert, jobId)),
    readMapRun: (mapRunArn) => orUnknown(() => readMapRun(sfn, mapRunArn)),
    pause: (ms) => clock.sleep(ms, signal),
    now: () => clock.now(),
  };
}

/** The first time forwards from the start; then backwards from the end, until what is known is met. */
async function readEvents(sfn: SFNClient, executionArn: string, afterId: number): Promise<HistoryEntry[] | undefined> {
  const isFirst = afterId === 0;
  const entries: HistoryEntry[] = [];
  let nextToken: string | undefined;
  do {
    const page = await readPage(sfn, {
      executionArn,
      reverseOrder: !isFirst,
      maxResults: isFirst ? 1000 : newEventsPerPage,
      nextToken,
    });
    if (page === undefined) return undefined;
    entries.push(...(page.events ?? []).map(toHistoryEntry));
    const isKnownMet = (entries.at(-1)?.id ?? 0) <= afterId;
    nextToken = !isFirst && isKnownMet ? undefined : page.nextToken;
  } while (nextToken !== undefined);
  return isFirst ? entries : entries.filter(({ id }) => id > afterId).reverse();
}

/** `undefined` when there is no such execution. */
async function readPage(
  sfn: SFNClient,
  request: { executionArn: string; reverseOrder: boolean; maxResults: number; nextToken: string | undefined },
): Promise<GetExecutionHistoryCommandOutput | undefined> {
  try {
    return await sfn.send(new GetExecutionHistoryCommand({ ...request, includeExecutionData: true }));
  } catch (error) {
    if (error instanceof ExecutionDoesNotExist) return undefined;
    throw error;
  }
}

async function readJob(mediaConvert: MediaConvertClient, Id: string): Promise<JobProgress> {
  const { Job: job } = await mediaConvert.send(new GetJobCommand({ Id }));
  return { status: job?.Status ?? 'SUBMITTED', percent: job?.JobPercentComplete, phase: job?.CurrentPhase };
}

async function readMapRun(sfn: SFNClient, mapRunArn: string): Promise<MapProgress> {
  const { itemCounts: counts } = await sfn.send(new DescribeMapRunCommand({ mapRunArn }));
  const { total = 0, succeeded = 0, failed = 0, timedOut = 0, aborted = 0, running = 0 } = counts ?? {};
  return { total, succeeded, failed: failed + timedOut + aborted, running };
}
