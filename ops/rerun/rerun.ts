/** `rerun --failed`: what failed is redriven or started anew, a plan shown first. */

import { recordingIdsOfName } from '../../lambdas/shared/contract/execution-name.ts';
import type { RecordingItem } from '../catalog/recording-items.ts';
import type { ExecutionPorts } from '../executions/execution-ports.ts';
import { machinesByName } from '../executions/machine-arns.ts';
import type { OperatorPorts } from '../executions/operator-ports.ts';
import type { Column } from '../terminal/table.ts';
import { carryOut, type Decision, type PlannedRerun, type RerunContext } from './carry-out.ts';
import { type FailedExecution, findFailures } from './find-failures.ts';
import { decideReruns, type ExaminedFailure, type RerunWish } from './rerun-plan.ts';
import type { RerunSearch } from './rerun-search.ts';
import { listRunning } from './running-for.ts';
import { subjectOf } from './subject.ts';

/** What `rerun --failed` needs of the world. */
export type RerunPorts = ExecutionPorts & Pick<OperatorPorts, 'machines' | 'readItems'>;

/** Does what the plan says, once the operator agrees; resolves to the exit code. Run again it does what is left. */
export async function rerun(
  search: RerunSearch,
  wish: Omit<RerunWish, 'now'>,
  ports: RerunPorts,
  context: RerunContext,
): Promise<number> {
  const machines = machinesByName(await ports.machines());
  const failures = await examine(await findFailures(machines, search, ports), ports, context);
  const running = failures.length === 0 ? [] : await listRunning(machines, ports);
  const plan = decideReruns(failures, running, { ...wish, now: context.clock.now() }).map(({ failure, decision }) => ({
    execution: failure.execution,
    error: failure.described.error ?? failure.execution.status,
    decision,
  }));
  const nothingFound = 'No execution ended without success in that time.';
  return carryOut(plan, { columns, nothingFound }, machines, ports, context);
}

/** What is known of each, one after the other: DescribeExecution has the least of all quotas. */
async function examine(
  failures: readonly FailedExecution[],
  ports: RerunPorts,
  { bar, signal }: RerunContext,
): Promise<ExaminedFailure[]> {
  const examined: ExaminedFailure[] = [];
  const items = new Map<string, readonly RecordingItem[]>();
  const progress = failures.length > 1 ? bar(failures.length) : undefined;
  try {
    for (const [done, execution] of failures.entries()) {
      signal.throwIfAborted();
      progress?.show(done, execution.name);
      const described = await ports.describe(execution.executionArn);
      if (described === undefined) continue;
      const subject = subjectOf(execution, described.input);
      const ids = subject?.location ?? recordingIdsOfName(execution.name);
      const key = ids && `${ids.channelId}/${ids.recordingId}`;
      if (ids !== undefined && key !== undefined && !items.has(key)) items.set(key, await ports.readItems(ids));
      examined.push({ execution, described, subject, items: items.get(key ?? '') ?? [] });
    }
  } finally {
    progress?.stop();
  }
  return examined;
}

interface PlannedFailure extends PlannedRerun {
  readonly execution: FailedExecution;
  readonly error: string;
}

const columns: readonly Column<PlannedFailure>[] = [
  { title: 'Failed', text: ({ execution }) => execution.stopDate.toISOString().slice(0, 16).replace('T', ' ') },
  { title: 'Execution', text: ({ execution }) => execution.name },
  { title: 'Error', text: ({ error }) => error },
  { title: 'Then', text: ({ decision }) => describeDecision(decision) },
];

const describeDecision = (decision: Decision): string =>
  decision.action === 'start' ? `start anew, ${decision.because}` : decision.action;
