/** Follows executions for so long, and no longer. */
import { followExecutions, type Watcher } from '../../follow/follow-executions.ts';
import type { FollowPorts } from '../../follow/follow-ports.ts';
import type { FollowedExecution } from '../../follow/followed-event.ts';

/** What came of executions. */
export interface Followed {
  readonly ended: ReadonlyMap<string, FollowedExecution>;
  /** Last state of those that had not ended when the time was up. */
  readonly open: ReadonlyMap<string, string>;
  /** ARNs of the exports that they started. */
  readonly startedArns: ReadonlySet<string>;
  /** What broke the following off: to be thrown on, once the rest is noted. */
  readonly broken: { readonly error: unknown } | undefined;
}

class TimeUpError extends Error {
  override readonly name = 'TimeUpError';
}

/** Exports that they start are followed only if named. Never rejects. */
export async function followFor(
  limitMs: number,
  executionArns: readonly string[],
  ports: FollowPorts,
  watcher: Watcher,
): Promise<Followed> {
  const endMs = ports.now().getTime() + limitMs;
  const ended = new Map<string, FollowedExecution>();
  const startedArns = new Set<string>();
  let open = new Map<string, string>();
  const limited: FollowPorts = {
    ...ports,
    pause: async (ms) => {
      if (ports.now().getTime() >= endMs) throw new TimeUpError();
      await ports.pause(ms);
    },
  };
  const recording: Watcher = {
    tell: (event) => {
      if (event.event === 'execution-ended') ended.set(event.executionArn, event);
      if (event.event === 'export-started') startedArns.add(event.startedExecutionArn);
      watcher.tell(event);
    },
    waiting: (running) => {
      open = new Map(running.map(({ executionArn, states }) => [executionArn, states.at(-1) ?? 'its beginning']));
      watcher.waiting(running);
    },
  };
  try {
    await followExecutions(executionArns, limited, recording, { areExportsFollowed: false });
    return { ended, open: new Map(), startedArns, broken: undefined };
  } catch (error) {
    return { ended, open, startedArns, broken: error instanceof TimeUpError ? undefined : { error } };
  }
}
