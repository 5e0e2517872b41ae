/** `rerun --held`: exports that are held back are started anew, as an operator's, a plan shown first. */
import type { CatalogExport } from '../../lambdas/shared/contract/catalog.ts';
import { executionNameOf } from '../executions/execution-arn.ts';
import type { ExecutionPorts } from '../executions/execution-ports.ts';
import { machinesByName } from '../executions/machine-arns.ts';
import type { OperatorPorts } from '../executions/operator-ports.ts';
import { countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import { carryOut, type Decision, type PlannedRerun, type RerunContext } from './carry-out.ts';
import { findHeld } from './find-held.ts';
import { newExecution } from './rerun-plan.ts';
import type { RerunSearch } from './rerun-search.ts';
import { isRunningFor, listRunning, type RunningExecution } from './running-for.ts';
import { subjectOf } from './subject.ts';

/** What `rerun --held` needs of the world. */
export type RerunHeldPorts = ExecutionPorts & Pick<OperatorPorts, 'machines' | 'catalog'>;

/**
 * Starts what is held with the input of the execution that was: clip, encode and join included. The brake lets pass what
 * somebody asks for, and does not count it (docs/adr/0011). Resolves to the exit code; run again it does what is left.
 */
export async function rerunHeld(search: RerunSearch, ports: RerunHeldPorts, context: RerunContext): Promise<number> {
  const machines = machinesByName(await ports.machines());
  let unreadableCount = 0;
  const items = await findHeld(search, await ports.catalog(), () => unreadableCount++);
  const running = items.length === 0 ? [] : await listRunning(machines, ports);
  const plan = await planAll(items, running, ports, context);
  if (unreadableCount > 0)
    context.output.trouble(
      `${countText(unreadableCount, 'item')} of the catalog could not be read, and is left alone.`,
    );
  const nothingFound = 'No export is held back that is meant by that.';
  return carryOut(plan, { columns, nothingFound, amountOf }, machines, ports, context);
}

interface PlannedRelease extends PlannedRerun {
  readonly item: CatalogExport;
}

/** One after the other: DescribeExecution has the least of all quotas. */
async function planAll(
  items: readonly CatalogExport[],
  running: readonly RunningExecution[],
  ports: RerunHeldPorts,
  { bar, signal, clock }: RerunContext,
): Promise<PlannedRelease[]> {
  const plan: PlannedRelease[] = [];
  const progress = items.length > 1 ? bar(items.length) : undefined;
  try {
    for (const [done, item] of items.entries()) {
      signal.throwIfAborted();
      const executionArn = item.run?.executionArn ?? '';
      const name = executionArn === '' ? `${item.recordingId} ${item.exportName}` : executionNameOf(executionArn);
      progress?.show(done, name);
      const decision = await decideOne(item, executionArn, running, ports, clock.now());
      plan.push({ item, execution: { name, executionArn, machine: 'export-recording' }, decision });
    }
  } finally {
    progress?.stop();
  }
  return plan;
}

async function decideOne(
  item: CatalogExport,
  executionArn: string,
  running: readonly RunningExecution[],
  { describe }: Pick<ExecutionPorts, 'describe'>,
  now: Date,
): Promise<Decision> {
  const { exportName } = item;
  const other = running.find((each) => isRunningFor(each, item, exportName));
  if (other !== undefined) return { action: 'leave', because: `${other.name} runs` };
  const described = executionArn === '' ? undefined : await describe(executionArn);
  const subject = subjectOf({ machine: 'export-recording' }, described?.input);
  if (subject === undefined)
    return { action: 'leave', because: 'nobody knows any more what it was asked for; ask for it by run' };
  const because = item.hold?.reason ?? 'held';
  return {
    action: 'start',
    ...newExecution({ machine: 'export-recording' }, { ...subject, exportName }, now),
    because,
  };
}

/** What it comes to, for whoever set the limit. */
function amountOf(toDo: readonly PlannedRelease[]): string {
  const minutes = toDo.reduce((sum, { item }) => sum + (item.hold?.minutes ?? 0), 0);
  return `, ${minutes.toLocaleString('en-US')} min of video`;
}

const columns: readonly Column<PlannedRelease>[] = [
  { title: 'Held', text: ({ item }) => item.asOf.slice(0, 16).replace('T', ' ') },
  { title: 'Recording', text: ({ item }) => item.recordingId },
  { title: 'Channel', text: ({ item }) => item.channelId },
  { title: 'Export', text: ({ item }) => item.exportName },
  { title: 'Minutes', text: ({ item }) => String(item.hold?.minutes ?? '-'), isRight: true },
  { title: 'Held by', text: ({ item }) => item.hold?.reason ?? '-' },
];
