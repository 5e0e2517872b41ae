/** `rerun`: what failed is redriven or started anew, a plan shown first. */
import { recordingIdsOfName } from '../../lambdas/shared/contract/execution-name.ts';
import { type ExecutionPorts, runningExecutions } from '../executions/execution-ports.ts';
import type { OperatorPorts } from '../executions/operator-ports.ts';
import type { RecordingItem } from '../executions/recording-items.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { describeError } from '../frame/describe-error.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';
import { type FailedExecution, type FailureSearch, findFailures } from './find-failures.ts';
import { type Decision, decideReruns, type ExaminedFailure, type RerunWish, subjectOf } from './rerun-plan.ts';

/** What `rerun` needs of the world. */
export type RerunPorts = ExecutionPorts & Pick<OperatorPorts, 'machines' | 'readItems'>;

type Context = Pick<CommandContext, 'output' | 'clock' | 'confirm' | 'signal' | 'bar'>;

/** An execution, and what is to be done about it. */
type Planned = ReturnType<typeof decideReruns>[number];

/** Does what the plan says, once the operator agrees; resolves to the exit code. Run again it does what is left. */
export async function rerun(
  search: FailureSearch,
  wish: Omit<RerunWish, 'now'>,
  ports: RerunPorts,
  context: Context,
): Promise<number> {
  const { output, clock, confirm } = context;
  const { processRecordingArn, exportRecordingArn } = await ports.machines();
  const machines = { 'process-recording': processRecordingArn, 'export-recording': exportRecordingArn };
  const failures = await examine(await findFailures(machines, search, ports), ports, context);
  const running = failures.length === 0 ? [] : await runningExecutions(ports, Object.values(machines));
  const plan = decideReruns(failures, running, { ...wish, now: clock.now() });
  const toDo = plan.filter(({ decision }) => decision.action !== 'leave');
  showLeft(plan, output);
  const result = { redriven: namesOf([]), started: namesOf([]), left: leftOf(plan), failed: failedOf([]) };
  output.json(result);
  if (toDo.length === 0) {
    output.line(
      plan.length === 0 ? 'No execution ended without success in that time.' : 'There is nothing left to rerun.',
    );
    return exitCodes.nothingToDo;
  }
  output.noteTable(columns, toDo);
  await confirm(`${summaryOf(toDo)}: ${countText(toDo.length, 'execution')}?`);
  await perform(toDo, machines, result, ports, context);
  for (const { execution, error } of result.failed) output.trouble(`Not rerun: ${execution}. ${error}`);
  const { redriven, started, failed } = result;
  output.line(
    `${redriven.length} redriven, ${started.length} started anew, ${failed.length} left.`,
    failed.length > 0 ? 'warning' : 'good',
  );
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

/** What is known of each, one after the other: DescribeExecution has the least of all quotas. */
async function examine(
  failures: readonly FailedExecution[],
  ports: RerunPorts,
  { bar, signal }: Context,
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

interface Result {
  readonly redriven: { execution: string; executionArn: string }[];
  readonly started: { execution: string; executionArn: string }[];
  readonly failed: { execution: string; error: string }[];
}

async function perform(
  toDo: readonly Planned[],
  machines: Readonly<Record<FailedExecution['machine'], string>>,
  { redriven, started, failed }: Result,
  ports: RerunPorts,
  { bar, signal, output }: Context,
): Promise<void> {
  const progress = bar(toDo.length);
  try {
    for (const [done, { failure, decision }] of toDo.entries()) {
      signal.throwIfAborted();
      const { name, executionArn, machine } = failure.execution;
      progress.show(done, name);
      try {
        if (decision.action === 'redrive') {
          if (await ports.redrive(executionArn)) redriven.push({ execution: name, executionArn });
          else failed.push({ execution: name, error: 'It can no longer be redriven: --anew starts it anew.' });
        } else if (decision.action === 'start') {
          const startedArn = await ports.start(machines[machine], decision.name, decision.input);
          if (startedArn === undefined) failed.push({ execution: name, error: `The name ${decision.name} is taken.` });
          else started.push({ execution: decision.name, executionArn: startedArn });
        }
      } catch (error) {
        if (signal.aborted || !isOfOne(error)) throw error;
        failed.push({ execution: name, error: describeError(error).message });
      }
    }
  } catch (error) {
    progress.stop();
    output.note(`${redriven.length + started.length} of ${countText(toDo.length, 'execution')} were rerun.`);
    throw error;
  }
  progress.stop();
}

/** What concerns one execution leaves the others. */
const isOfOne = (error: unknown): boolean =>
  error instanceof Error &&
  ['ExecutionDoesNotExist', 'InvalidExecutionInput', 'ExecutionLimitExceeded'].includes(error.name);

function showLeft(plan: readonly Planned[], output: Context['output']): void {
  for (const { failure, decision } of plan)
    if (decision.action === 'leave')
      output.note(`Left alone: ${failure.execution.name}: ${decision.because}.`, 'faint');
}

// Typed as what grows.
const namesOf = (names: { execution: string; executionArn: string }[]) => names;
const failedOf = (failed: { execution: string; error: string }[]) => failed;

const leftOf = (plan: readonly Planned[]) =>
  plan.flatMap(({ failure, decision }) =>
    decision.action === 'leave' ? [{ execution: failure.execution.name, because: decision.because }] : [],
  );

function summaryOf(toDo: readonly Planned[]): string {
  const count = (action: Decision['action']) => toDo.filter(({ decision }) => decision.action === action).length;
  const [redrives, starts] = [count('redrive'), count('start')];
  const parts = [redrives > 0 ? `redrive ${redrives}` : '', starts > 0 ? `start anew ${starts}` : ''].filter(Boolean);
  const text = parts.join(' and ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

const columns: readonly Column<Planned>[] = [
  { title: 'Failed', text: ({ failure }) => failure.execution.stopDate.toISOString().slice(0, 16).replace('T', ' ') },
  { title: 'Execution', text: ({ failure }) => failure.execution.name },
  { title: 'Error', text: ({ failure }) => failure.described.error ?? failure.execution.status },
  { title: 'Then', text: ({ decision }) => describeDecision(decision) },
];

const describeDecision = (decision: Decision): string =>
  decision.action === 'start' ? `start anew, ${decision.because}` : decision.action;
