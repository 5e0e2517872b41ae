/** Looks at the executions of the candidates and says which ones are started, under which names. */

import type { ExecutionInput } from '../shared/contract/execution-input.ts';
import { recordingIdsOfName } from '../shared/contract/execution-name.ts';
import { type Decision, decideStart, type Run, type Wish } from './decide-start.ts';
import type { Found } from './find-endings.ts';
import type { Totals } from './schema.ts';

/** Executions of process-recording, the latest first, page by page. */
export type ListRuns = () => AsyncIterable<readonly Run[]>;

/** An execution to start. */
export interface Start {
  readonly found: Found;
  readonly executionName: string;
  readonly input: ExecutionInput;
}

/**
 * Decides about all candidates of a part. Their executions are taken from one list, whose quota is 5,000 a second, and
 * not asked for one by one, whose quota is 10; only those of the candidates are kept.
 */
export async function chooseStarts(
  candidates: readonly Found[],
  wish: Wish,
  begunAt: Date,
  listRuns: ListRuns,
): Promise<{ starts: Start[]; totals: Partial<Totals> }> {
  const runs = candidates.length === 0 ? new Map<string, Run[]>() : await runsOf(candidates, listRuns);
  const decided = candidates.map((found): { found: Found; decision: Decision } => {
    const { bucket, location } = found;
    return { found, decision: decideStart({ bucket, location, runs: runs.get(idOf(location)) ?? [] }, wish, begunAt) };
  });
  const starts = decided.flatMap(({ found, decision }) =>
    decision.verdict === 'start' ? [{ found, executionName: decision.executionName, input: decision.input }] : [],
  );
  const count = (wanted: Decision['verdict']) => decided.filter(({ decision }) => decision.verdict === wanted).length;
  return { starts, totals: { toStart: starts.length, running: count('running'), ranBefore: count('ranBefore') } };
}

const idOf = ({ channelId, recordingId }: { channelId: string; recordingId: string }): string =>
  `${channelId}/${recordingId}`;

/** By recording. No execution of a recording began before the recording did, so the list need not be read to its end. */
async function runsOf(candidates: readonly Found[], listRuns: ListRuns): Promise<Map<string, Run[]>> {
  const earliest = Math.min(...candidates.map(({ location }) => Date.parse(location.startMinute)));
  const runs = new Map<string, Run[]>(candidates.map(({ location }) => [idOf(location), []]));
  for await (const page of listRuns()) {
    for (const run of page) {
      const ids = recordingIdsOfName(run.name);
      if (ids !== undefined) runs.get(idOf(ids))?.push(run);
    }
    if ((page.at(-1)?.startDate.getTime() ?? 0) < earliest) break;
  }
  return runs;
}
