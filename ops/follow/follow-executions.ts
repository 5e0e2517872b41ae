/** Follows executions, and those of exports that they start, until all have ended. */
import { OperationRefusedError } from '../frame/operator-errors.ts';
import type { FollowPorts } from './follow-ports.ts';
import type { FollowedEvent, FollowedExecution } from './followed-event.ts';
import { FollowedHistory } from './followed-history.ts';

/** Told of what happens. */
export interface Watcher {
  tell(event: FollowedEvent): void;
  /** Told after each look: which states are under way, of executions that run. */
  waiting(open: readonly { readonly executionArn: string; readonly states: readonly string[] }[]): void;
}

/**
 * Between two looks. GetExecutionHistory takes 20 requests a second of an account, which others need, too: ten running
 * executions are looked at 4 times a second together, and more of them less often.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
const pauseMs = 2000;
const pausePerExecutionMs = 250;

/** What was started a moment ago may not be there yet: some 20 s of looks. */
const looksForMissing = 10;

/**
 * Each look reads only the events that came since the one before.
 *
 * @param areExportsFollowed Those that these executions start, too; otherwise the watcher is told of their start alone.
 * @returns every execution that was followed, in the order in which they became known
 * @throws OperationRefusedError when there is no such execution
 */
export async function followExecutions(
  executionArns: readonly string[],
  ports: FollowPorts,
  watcher: Watcher,
  { areExportsFollowed = true }: { readonly areExportsFollowed?: boolean } = {},
): Promise<FollowedExecution[]> {
  const histories = new Map(executionArns.map((arn) => [arn, new FollowedHistory(arn)]));
  const lastTold = new Map<string, string>();
  for (;;) {
    // A Map's iteration meets what is added meanwhile: exports are looked at in the round in which they were started.
    for (const history of histories.values()) {
      if (history.ended !== undefined) continue;
      for (const event of await readOn(history, ports)) {
        if (event.event === 'map-ended') await tellMap(event, ports, watcher);
        watcher.tell(event);
        if (event.event !== 'export-started' || !areExportsFollowed) continue;
        const { startedExecutionArn: arn } = event;
        if (!histories.has(arn)) histories.set(arn, new FollowedHistory(arn));
      }
      await tellProgress(history, ports, watcher, lastTold);
    }
    const running = [...histories.values()].filter(({ ended }) => ended === undefined);
    if (running.length === 0) return [...histories.values()].flatMap(({ ended }) => ended ?? []);
    watcher.waiting(running.map(({ executionArn, openStates }) => ({ executionArn, states: openStates })));
    await ports.pause(Math.max(pauseMs, running.length * pausePerExecutionMs));
  }
}

async function readOn(history: FollowedHistory, ports: FollowPorts): Promise<FollowedEvent[]> {
  const entries = await ports.readEvents(history.executionArn, history.lastId);
  if (entries !== undefined) return entries.flatMap((entry) => history.accept(entry));
  if (++history.fruitlessLooks < looksForMissing && history.lastId === 0) return [];
  throw new OperationRefusedError(
    `There is no execution ${history.executionArn}. Step Functions forgets one 90 days after its end.`,
  );
}

/** The last figures, which nobody asks for once the next state is entered. */
async function tellMap(
  { executionArn, at, mapRunArn }: { executionArn: string; at: Date; mapRunArn: string },
  { readMapRun }: FollowPorts,
  watcher: Watcher,
): Promise<void> {
  const map = await readMapRun(mapRunArn);
  if (map !== undefined) watcher.tell({ executionArn, at, event: 'map-progressed', map });
}

/** How far a job or a Map is, where that has changed. */
async function tellProgress(
  { executionArn, jobId, mapRunArn }: FollowedHistory,
  { readJob, readMapRun, now }: FollowPorts,
  watcher: Watcher,
  lastTold: Map<string, string>,
): Promise<void> {
  const job = jobId === undefined ? undefined : await readJob(jobId);
  const map = mapRunArn === undefined ? undefined : await readMapRun(mapRunArn);
  const told = JSON.stringify([jobId, job, map]);
  if ((job === undefined && map === undefined) || lastTold.get(executionArn) === told) return;
  lastTold.set(executionArn, told);
  const base = { executionArn, at: now() };
  if (jobId !== undefined && job !== undefined) watcher.tell({ ...base, event: 'job-progressed', jobId, job });
  if (map !== undefined) watcher.tell({ ...base, event: 'map-progressed', map });
}
