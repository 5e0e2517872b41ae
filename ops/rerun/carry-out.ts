/** Shows a plan of executions that are rerun, asks, does it, and tells what became of it. */
import type { ExecutionPorts } from '../executions/execution-ports.ts';
import type { MachinesByName, RecordingMachine } from '../executions/machine-arns.ts';
import type { CommandContext } from '../frame/command-context.ts';
import { describeError } from '../frame/describe-error.ts';
import { exitCodes } from '../frame/exit-codes.ts';
import { countText } from '../terminal/quantities.ts';
import type { Column } from '../terminal/table.ts';

/** What is to be done about an execution. */
export type Decision =
  | { readonly action: 'redrive' }
  | { readonly action: 'start'; readonly name: string; readonly input: object; readonly because: string }
  | { readonly action: 'leave'; readonly because: string };

/** An execution, and what is to be done about it. */
export interface PlannedRerun {
  readonly execution: { readonly name: string; readonly executionArn: string; readonly machine: RecordingMachine };
  readonly decision: Decision;
}

/** How a plan is shown. */
export interface PlanTexts<Planned> {
  readonly columns: readonly Column<Planned>[];
  /** Beside the number of executions: what they come to. */
  readonly amountOf?: (toDo: readonly Planned[]) => string;
  /** Said where there is nothing to plan for. */
  readonly nothingFound: string;
}

export type RerunContext = Pick<CommandContext, 'output' | 'clock' | 'confirm' | 'signal' | 'bar'>;

/** What became of it; also what `--json` prints. */
interface Result {
  readonly redriven: { execution: string; executionArn: string }[];
  readonly started: { execution: string; executionArn: string }[];
  readonly left: { execution: string; because: string }[];
  readonly failed: { execution: string; error: string }[];
}

/** Does what the plan says, once the operator agrees; resolves to the exit code. */
export async function carryOut<Planned extends PlannedRerun>(
  plan: readonly Planned[],
  texts: PlanTexts<Planned>,
  machines: MachinesByName,
  ports: Pick<ExecutionPorts, 'start' | 'redrive'>,
  context: RerunContext,
): Promise<number> {
  const { output, confirm } = context;
  const toDo = plan.filter(({ decision }) => decision.action !== 'leave');
  const result: Result = { redriven: [], started: [], left: leftOf(plan), failed: [] };
  output.json(result);
  for (const { execution, because } of result.left) output.note(`Left alone: ${execution}: ${because}.`, 'faint');
  if (toDo.length === 0) {
    output.line(plan.length === 0 ? texts.nothingFound : 'There is nothing left to rerun.');
    return exitCodes.nothingToDo;
  }
  output.noteTable(texts.columns, toDo);
  const amount = texts.amountOf?.(toDo) ?? '';
  await confirm(`${summaryOf(toDo)}: ${countText(toDo.length, 'execution')}${amount}?`);
  await perform(toDo, machines, result, ports, context);
  const { redriven, started, failed } = result;
  for (const { execution, error } of failed) output.trouble(`Not rerun: ${execution}. ${error}`);
  output.line(
    `${redriven.length} redriven, ${started.length} started anew, ${failed.length} left.`,
    failed.length > 0 ? 'warning' : 'good',
  );
  return failed.length > 0 ? exitCodes.failed : exitCodes.done;
}

async function perform(
  toDo: readonly PlannedRerun[],
  machines: MachinesByName,
  { redriven, started, failed }: Result,
  ports: Pick<ExecutionPorts, 'start' | 'redrive'>,
  { bar, signal, output }: RerunContext,
): Promise<void> {
  const progress = bar(toDo.length);
  try {
    for (const [done, { execution, decision }] of toDo.entries()) {
      signal.throwIfAborted();
      const { name, executionArn, machine } = execution;
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

const leftOf = (plan: readonly PlannedRerun[]) =>
  plan.flatMap(({ execution, decision }) =>
    decision.action === 'leave' ? [{ execution: execution.name, because: decision.because }] : [],
  );

function summaryOf(toDo: readonly PlannedRerun[]): string {
  const count = (action: Decision['action']) => toDo.filter(({ decision }) => decision.action === action).length;
  const [redrives, starts] = [count('redrive'), count('start')];
  const parts = [redrives > 0 ? `redrive ${redrives}` : '', starts > 0 ? `start anew ${starts}` : ''].filter(Boolean);
  const text = parts.join(' and ');
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
